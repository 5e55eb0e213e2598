"""The form of a ward's beds: as typed, what is wrong with it, and as one report."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import gettext as _

from app.actions.beds.figures import COUNTS, MOST, FigureFault, whole_number
from app.actions.beds.report_beds import ReportBeds, Seen
from models.reads.beds import KnownReport, WardBeds
from routing.beds import BedReport, BedSource

NEEDED = ("staffed", "occupied")
OPEN, SEEN = "is_open", "seen"


@dataclass(frozen=True, slots=True)
class BedField:
    """A number to fill in; ``text`` as typed."""

    name: str
    label: str
    hint: str
    text: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class BedForm:
    """``occupied`` changes most and stands first; ``more`` are the others. ``seen`` is the id of
    the report by hand that the form stands beside, empty where there is none. ``error`` is about
    the form as a whole."""

    occupied: BedField
    more: tuple[BedField, ...]
    is_open: bool
    seen: str
    error: str = ""
    most: int = MOST

    @property
    def has_errors(self) -> bool:
        """Whether something must be mended."""
        return bool(self.error or any(one.error for one in (self.occupied, *self.more)))

    @property
    def wants_more(self) -> bool:
        """Whether the folded part must be seen."""
        return any(one.error for one in self.more) or not self.more[0].text


@dataclass(frozen=True, slots=True)
class Typed:
    """What was sent: texts by field."""

    texts: Mapping[str, str]
    is_open: bool
    seen: str
    faults: tuple[FigureFault, ...] = field(default=())


def form_of(typed: Typed, *, error: str = "") -> BedForm:
    """The form with what stands in it and what is wrong with it."""
    errors = {fault.field: fault.reason for fault in typed.faults}
    other = " ".join(reason for name, reason in errors.items() if name not in COUNTS)
    fields = {
        name: BedField(name, text, hint, typed.texts.get(name, ""), errors.get(name, ""))
        for name, text, hint in _words()
    }
    occupied = fields.pop("occupied")
    return BedForm(occupied, tuple(fields.values()), typed.is_open, typed.seen, error or other)


def typed_of(beds: WardBeds) -> Typed:
    """The form as it is first shown: with the newest report, whatever its source."""
    report = beds.newest
    by_hand = beds.of(BedSource.HAND)
    texts = {
        name: "" if report is None or (count := getattr(report, name)) is None else str(count)
        for name in COUNTS
    }
    return Typed(texts, report is None or report.is_open, str(by_hand.id) if by_hand else "")


def read_form(values: Mapping[str, str]) -> Typed:
    """What was sent, with a fault for each text that is no number."""
    texts = {name: values.get(name, "").strip()[:20] for name in COUNTS}
    faults = []
    for name, text in texts.items():
        try:
            is_empty = whole_number(text) is None
        except ValueError:
            faults.append(FigureFault(name, _("Skriv ett helt tal.")))
            continue
        if is_empty and name in NEEDED:
            faults.append(FigureFault(name, _("Uppgiften saknas.")))
    return Typed(texts, values.get(OPEN) == "ja", values.get(SEEN, ""), tuple(faults))


def command_of(typed: Typed, ward_id: str, *, now: datetime) -> ReportBeds:
    """The report that was typed; it has no faults."""
    counts = {name: whole_number(text) for name, text in typed.texts.items()}
    report = BedReport(
        ward_id,
        BedSource.HAND,
        now,
        staffed=counts.pop("staffed") or 0,
        occupied=counts.pop("occupied") or 0,
        is_open=typed.is_open,
        **counts,
    )
    known = typed.seen if typed.seen.isascii() and typed.seen.isdigit() else ""
    return ReportBeds(report, Seen(int(known[:18]) if known else None))


def differences(typed: Typed, latest: KnownReport) -> tuple[str, ...]:
    """What somebody else wrote where it is not what was typed here."""
    found = []
    for name, text, _hint in _words():
        theirs = getattr(latest.report, name)
        mine = typed.texts.get(name, "")
        if mine != ("" if theirs is None else str(theirs)):
            said = _("inget") if theirs is None else theirs
            wrote = mine or _("inget")
            found.append(
                _("%(text)s: %(said)s (du skrev %(wrote)s)", text=text, said=said, wrote=wrote)
            )
    if typed.is_open != latest.report.is_open:
        found.append(
            _("Avdelningen tar emot patienter")
            if latest.report.is_open
            else _("Avdelningen är stängd för inläggning")
        )
    return tuple(found)


def _words() -> tuple[tuple[str, str, str], ...]:
    """Name, words and explanation of each number, in the order of the form."""
    return (
        ("occupied", _("Belagda"), _("Alla patienter på avdelningen, även överbelagda.")),
        ("staffed", _("Bemannade platser"), _("Öppna och bemannade, utan de stängda.")),
        ("cleaning", _("Städas"), _("Bemannade platser som ingen kan läggas i än.")),
        ("closed", _("Stängda platser"), _("Finns men är inte bemannade.")),
        ("outliers", _("Utlokaliserade"), _("Avdelningens patienter på andra avdelningar.")),
        (
            "expected_arrivals",
            _("Väntas in i dag"),
            _("Utöver dem som redan har en reserverad plats här."),
        ),
        ("expected_discharges", _("Väntas hem i dag"), _("De som är kvar att skriva ut.")),
    )
