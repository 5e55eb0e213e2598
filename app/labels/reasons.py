"""Reasons as sentences: why somebody is rung, skipped, or why nobody can be reached."""

from collections.abc import Callable, Mapping
from datetime import datetime

from app.labels.moments import moment_display
from app.labels.words import in_sentence, label
from routing.directory import Directory
from routing.matrix import Scope
from routing.reasons import Reason, ReasonCode
from routing.types import ContactPath, LineKind, OnCallTier, RequesterRole

# Text in brackets is left out when a value it needs is missing.
_SENTENCES: Mapping[ReasonCode, tuple[str, str]] = {
    ReasonCode.RULE_CHOSEN: (
        "Regeln {rule} i matrisen {version} gäller.",
        "Rule {rule} of matrix {version} applies.",
    ),
    ReasonCode.ON_CALL_NOW: (
        "{person} är {tier} på {line}[ till {until}].",
        "{person} is {tier} on {line}[ until {until}].",
    ),
    ReasonCode.FUNCTION_PHONE: (
        "{line} har en funktionstelefon som alltid bärs av den som är i tjänst.",
        "{line} has a function phone carried by whoever is on duty.",
    ),
    ReasonCode.FORWARDED: (
        "{person} ({line}) har kopplat sina samtal till {to}[ till {until}].",
        "{person} ({line}) has forwarded calls to {to}[ until {until}].",
    ),
    ReasonCode.DO_NOT_DISTURB: (
        "{line} hoppas över: {person} kan inte ta samtal[ före {until}].",
        "{line} is skipped: {person} takes no calls[ before {until}].",
    ),
    ReasonCode.HAS_DECLINED: (
        "{line} hoppas över: [{person} ]har redan avböjt eller har ett nummer som inte fungerar.",
        "{line} is skipped: [{person} ]has declined already or has a number that does not work.",
    ),
    ReasonCode.NOBODY_ON_CALL: (
        "{line} hoppas över: ingen {tier} är i tjänst nu[, nästa pass börjar {from}].",
        "{line} is skipped: no {tier} is on duty now[, the next shift starts {from}].",
    ),
    ReasonCode.LINE_CLOSED: (
        "{line} hoppas över: linjen är stängd[ och öppnar {from}].",
        "{line} is skipped: the line is closed[ and opens {from}].",
    ),
    ReasonCode.WARD_CLOSED: (
        "{line} tillfrågas inte: avdelningen tar inte emot patienter.",
        "{line} is not asked: the ward takes no patients.",
    ),
    ReasonCode.NO_LINE: (
        "Det finns ingen {kind}[ för {specialty}] ({scope}).",
        "There is no {kind}[ for {specialty}] ({scope}).",
    ),
    ReasonCode.NO_NUMBER: (
        "{line} hoppas över: nummer saknas[ till {person}].",
        "{line} is skipped: there is no number[ for {person}].",
    ),
    ReasonCode.REQUESTER_THEMSELVES: (
        "{line} hoppas över: det är du själv som är {tier}.",
        "{line} is skipped: you are the {tier} yourself.",
    ),
    ReasonCode.DUPLICATE_PERSON: (
        "{line} hoppas över: [{person} ]står redan tidigare i ordningen.",
        "{line} is skipped: [{person} is ]already earlier in the order.",
    ),
    ReasonCode.PATH_CLOSED: (
        "Kontaktvägen är stängd nu[ och öppnar {from}].",
        "The contact path is closed now[ and opens {from}].",
    ),
    ReasonCode.PATH_NOT_FOR_ROLE: (
        "{path} gäller inte för {role}.",
        "{path} is not meant for the role {role}.",
    ),
    ReasonCode.NO_RULE: (
        "Matrisen har ingen regel i {path} för {role}[ om {specialty}] i {municipality}.",
        "The matrix has no rule in {path} for {role}[ about {specialty}] in {municipality}.",
    ),
}


def sentence(
    reason: Reason, directory: Directory, lang: str = "sv", *, at: datetime | None = None
) -> str:
    """A reason as one sentence: ids become names, moments are as seen from ``at`` ("i dag")."""
    swedish, english = _SENTENCES[reason.code]
    values = {
        name: _readable(name, value, directory, lang=lang, at=at)
        for name, value in reason.values.items()
    }
    text = _filled(english if lang == "en" else swedish, values)
    return text[:1].upper() + text[1:]


def _filled(template: str, values: Mapping[str, str]) -> str:
    parts = []
    for index, part in enumerate(template.replace("]", "[").split("[")):
        is_optional = index % 2 == 1
        names = [piece.split("}")[0] for piece in part.split("{")[1:]]
        if is_optional and not all(name in values for name in names):
            continue
        parts.append(part.format_map(_OrNothing(values)))
    return "".join(parts)


class _OrNothing(dict[str, str]):
    """A value that an old frozen plan lacks is a dash, never an error page."""

    def __missing__(self, _name: str) -> str:
        return "–"


def _readable(
    name: str, value: str, directory: Directory, *, lang: str, at: datetime | None
) -> str:
    if name in {"from", "until"}:
        return moment_display(datetime.fromisoformat(value), at=at, lang=lang)
    if name == "specialty":
        return _specialty_in_sentence(directory, value, lang)
    if name in _NAMES:
        return _NAMES[name](directory, value)
    if name in _ENUMS:
        kind = _ENUMS[name]
        return (label if name == "path" else in_sentence)(kind(value), lang)
    return value


def _specialty_in_sentence(directory: Directory, code: str, lang: str) -> str:
    specialty = directory.specialties.get(code)
    name = specialty.called(lang) if specialty else code
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


_NAMES: Mapping[str, Callable[[Directory, str], str]] = {
    "line": lambda directory, id_: directory.lines[id_].name if id_ in directory.lines else id_,
    "person": lambda directory, id_: directory.people[id_].name if id_ in directory.people else id_,
    "to": lambda directory, id_: directory.people[id_].name if id_ in directory.people else id_,
    "municipality": lambda directory, code: (
        directory.municipalities[code].name if code in directory.municipalities else code
    ),
}
_ENUMS: Mapping[
    str, Callable[[str], ContactPath | OnCallTier | LineKind | Scope | RequesterRole]
] = {
    "path": ContactPath,
    "tier": OnCallTier,
    "kind": LineKind,
    "scope": Scope,
    "role": RequesterRole,
}
