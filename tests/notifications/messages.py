"""Every message with made-up values, as it is heard and read, and as long as it can get."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jinja2 import Environment, FileSystemLoader, meta

from notifications.language import Language
from notifications.render import FOLDER, render, template_name

NAMES = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
PARTS = ("voice", "sms", "subject", "body")
SMS_NAMES = [name for name in NAMES if (FOLDER / name / "sms.txt").exists()]

_TEXTS = Environment(loader=FileSystemLoader(FOLDER), autoescape=False)  # noqa: S701 - read, never shown

LINK = "https://kontaktvagar.example/arenden/11111111-1111-4111-8111-111111111111"
SAMPLES: Mapping[Language, Mapping[str, object]] = {
    Language.SV: {
        "after": "Alva Exempel",
        "at": "i dag 14:05",
        "before": "Ture Exempel",
        "by": "Siv Exempel",
        "call_back": 15,
        "change": "gained",
        "code": "HV-7F3K",
        "codes": ["HV-7F3K", "AK-9C2T"],
        "count": 3,
        "fallback": "Ring växeln.",
        "fault": "20500",
        "line": "Konsult kardiologi, Falun",
        "link": LINK,
        "m": 4,
        "minutes": 15,
        "n": 2,
        "needs": "isolering kontaktsmitta, syrgas 2 liter, telemetri",
        "news": "patienten begav sig",
        "number": "0980-319200",
        "opens": "i morgon 08:00",
        "option_at": "i dag 16:00",
        "option_site": "Röntgen Borlänge",
        "options": [("1", "kardiologi, Mora"), ("2", "kirurgi, akut")],
        "plan_before": "remiss",
        "since": "i dag 13:50",
        "site": "Bild- och funktionsmedicin Mora",
        "starts": "i morgon 08:00",
        "unit": "Mora vårdcentral",
        "urgency": "inom en timme",
        "until": "i morgon 17:00",
        "ward": "Hjärtavdelningen Mora",
        "week": 47,
        "what": "konsult i kardiologi",
        "who": "Mira Exempel",
        "why": "Ingen avdelning kunde ta emot.",
    },
    Language.EN: {
        "after": "Alva Exempel",
        "at": "today 14:05",
        "before": "Ture Exempel",
        "by": "Siv Exempel",
        "call_back": 15,
        "change": "gained",
        "code": "HV-7F3K",
        "codes": ["HV-7F3K", "AK-9C2T"],
        "count": 3,
        "fallback": "Ring the switchboard.",
        "fault": "20500",
        "line": "Konsult kardiologi, Falun",
        "link": LINK,
        "m": 4,
        "minutes": 15,
        "n": 2,
        "needs": "isolering kontaktsmitta, syrgas 2 liter, telemetri",
        "news": "patient set off",
        "number": "0980-319200",
        "opens": "tomorrow 08:00",
        "option_at": "today 16:00",
        "option_site": "Röntgen Borlänge",
        "options": [("1", "cardiology, Mora"), ("2", "surgery, urgent")],
        "plan_before": "referral",
        "since": "today 13:50",
        "site": "Bild- och funktionsmedicin Mora",
        "starts": "tomorrow 08:00",
        "unit": "Mora vårdcentral",
        "urgency": "within an hour",
        "until": "tomorrow 17:00",
        "ward": "Hjärtavdelningen Mora",
        "week": 47,
        "what": "a consultant in cardiology",
        "who": "Mira Exempel",
        "why": "No ward could take the patient.",
    },
}
SPELLED = "H, V, 7, F, 3, K"
TITLE = {Language.SV: "Distriktsläkare", Language.EN: "GP"}
CLAUSES = {
    Language.SV: [("1", "remissen undveks"), ("2", "patienten remitteras ändå")],
    Language.EN: [("1", "the referral was avoided"), ("2", "the patient is referred after all")],
}
WITH_CLAUSES = ("ask_outcome", "decline_options", "ward_why")

OPTIONAL = frozenset({"after", "before", "by", "call_back", "opens", "plan_before"})
MAY_BE_EMPTY: Mapping[str, frozenset[str]] = {
    "admission_accepted": frozenset({"number"}),
    "admission_changed": frozenset({"ward"}),
    "taken_back": frozenset({"code"}),
    "requester_waiting": frozenset({"line"}),
    "incoming_connecting": frozenset({"line"}),
    "alert": frozenset({"unit"}),
    "answer_prompt": frozenset({"unit"}),
    "callback_due": frozenset({"unit"}),
    "forwarded_to_you": frozenset({"until"}),
    "incoming_greeting": frozenset({"unit"}),
    "incoming_at_limit": frozenset({"number"}),
    "incoming_locked": frozenset({"number"}),
    "incoming_no_choice": frozenset({"number"}),
    "incoming_nobody": frozenset({"number"}),
    "incoming_not_allowed": frozenset({"number"}),
    "radiology_booked": frozenset({"unit"}),
    "radiology_refused": frozenset({"number", "option_at", "option_site"}),
    "reservation_ends": frozenset({"ward"}),
    "third_party_prompt": frozenset({"unit"}),
    "ward_asked": frozenset({"unit", "what"}),
    "ward_prompt": frozenset({"needs", "unit", "urgency", "what"}),
    "ward_taken": frozenset({"until"}),
}

# As long as it gets: the longest names of the county, and longer ones of people than there are.
LONGEST: Mapping[str, object] = {
    "after": "Anna-Charlotta Exempelsson-Provstorp",
    "at": "mån 23 sep 2026 14:05",
    "before": "Maximiliana Exempelsson-Provstorp",
    "by": "Christoffer Exempelsson-Provstorp",
    "change": "lost",
    "code": "HV-7F3K9C2T",
    "codes": ["HV-7F3K9C2T", "AK-9C2T7F3K", "PV-3467HJKL", "MD-9TURXYAC", "AK-7F3K4467"],
    "count": 1234,
    "fallback": "Ring Region Dalarnas växel och be om medicinjouren i Falun.",
    "fault": "TwilioServiceException",
    "line": "Konsult gastroenterologi och hepatologi, Falun",
    "link": LINK.replace("kontaktvagar.example", "kontaktvagar.regiondalarna.example"),
    "minutes": 240,
    "news": "reservationen förlängdes",
    "number": "0980-31 92 00",
    "option_at": "mån 23 sep 2026 16:00",
    "option_site": "Bild- och funktionsmedicin Falun",
    "since": "mån 23 sep 2026 13:50",
    "site": "Bild- och funktionsmedicin Falun",
    "starts": "mån 23 sep 2026 08:00",
    "unit": "Kommunal hälso- och sjukvård Malung-Sälen",
    "urgency": "inom en timme",
    "until": "mån 23 sep 2026 17:00",
    "ward": "Akutvårdsavdelning AVA Falun",
    "week": 53,
    "what": "konsult i gastroenterologi och hepatologi",
    "who": "Anna-Charlotta Exempelsson-Provstorp",
    "why": "Avdelningen kunde inte hålla platsen. Nästa avdelning tillfrågas nu.",
}


@dataclass(frozen=True, slots=True)
class Written:
    """One text of a message: which part, in which language, in which case, and the words."""

    part: str
    language: Language
    case: str
    text: str


def parts_of(name: str) -> list[str]:
    """The parts a message has in Swedish."""
    return [part for part in PARTS if (FOLDER / name / f"{part}.txt").exists()]


def needs(name: str, part: str, language: Language = Language.SV) -> set[str]:
    """The values a text takes."""
    path = FOLDER / template_name(name, part, language)
    return meta.find_undeclared_variables(_TEXTS.parse(path.read_text("utf-8")))


def values_for(name: str, part: str, language: Language) -> dict[str, object]:
    """Values for a text, such as people would give."""
    given = {key: SAMPLES[language][key] for key in needs(name, part, language)}
    if part == "voice" and "code" in given:
        given["code"] = SPELLED
    if part == "voice" and "who" in given:
        given["who"] = f"{TITLE[language]} {given['who']}"
    if name in WITH_CLAUSES:
        given["options"] = CLAUSES[language]
    return given


def may_be_empty(name: str) -> frozenset[str]:
    """The values of a message that may be an empty text."""
    return OPTIONAL | MAY_BE_EMPTY.get(name, frozenset())


def cases_of(name: str, part: str, language: Language) -> Iterator[tuple[str, dict[str, object]]]:
    """The cases in which a text reads differently: all values, without the optional ones, …"""
    full = values_for(name, part, language)
    yield "", full
    empty = {key: "" for key in full if key in may_be_empty(name)}
    if empty:
        yield "without what is optional", full | empty
    if "change" in full:
        yield "lost", full | {"change": "lost"}
        yield "changed", full | {"change": "changed"}
    for counted in sorted({"minutes", "count", "m"} & set(full)):
        yield f"one of {counted}", full | {counted: 1}


def written(name: str) -> Iterator[Written]:
    """All texts of a message."""
    for language in Language:
        for part in parts_of(name):
            for case, values in cases_of(name, part, language):
                yield Written(part, language, case, render(name, part, language, **values))


def as_page(name: str) -> str:
    """A message as one readable page: all that is heard and read of it."""
    blocks = []
    for one in written(name):
        case = f", {one.case}" if one.case else ""
        blocks.append(f"## {one.part} {one.language}{case}\n\n{one.text.rstrip()}\n")
    return f"# {name}\n\n" + "\n".join(blocks)
