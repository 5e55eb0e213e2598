"""Siffror om en avdelnings platser, from wherever they come: what can be true, and what cannot."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from app.actions.shared.errors import Refused
from routing.beds import BedReport

COUNTS: Final = (
    "staffed",
    "occupied",
    "closed",
    "cleaning",
    "outliers",
    "expected_arrivals",
    "expected_discharges",
)
"""The fields of a report that are numbers of beds or patients."""

MOST: Final = 200
"""No ward has more; whoever writes it has pressed one key too many."""

AHEAD: Final = timedelta(minutes=5)
"""How far another system's clock may be before ours."""


@dataclass(frozen=True, slots=True)
class FigureFault:
    """What is wrong with one figure; ``field`` is a field of ``BedReport``, ``reason`` a sentence
    in Swedish."""

    field: str
    reason: str


class BadFigures(Refused):
    """The figures cannot be true; ``faults`` say which, and why."""

    def __init__(self, faults: tuple[FigureFault, ...]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


class BedsChanged(Refused):
    """Somebody else has reported the ward's beds since they were shown. ``latest`` is that report,
    a ``models.reads.beds.KnownReport``."""

    def __init__(self, latest: Any) -> None:  # noqa: ANN401 - whoever shows it knows what it is
        super().__init__("the beds were reported meanwhile")
        self.latest = latest


class UnknownWard(Refused):
    """There is no such ward, or it has no beds here."""


def faults_in(report: BedReport, *, now: datetime) -> tuple[FigureFault, ...]:
    """Everything in a report that cannot be true, in the order of its fields."""
    faults = tuple(_impossible(report))
    # Whether numbers agree is asked of numbers that can be true.
    faults = faults or tuple(_contradictions(report))
    if report.counted_at > now + AHEAD:
        faults += (FigureFault("counted_at", "Tidpunkten ligger framåt i tiden."),)
    return faults


def whole_number(text: str) -> int | None:
    """A number as somebody has written it, or None for nothing; ``ValueError`` for anything else.

    Whether there can be so many is not asked here.
    """
    written = text.strip()
    if not written:
        return None
    if not _NUMBER.fullmatch(written):
        raise ValueError("no whole number")
    return int(written.replace("−", "-"))


_NUMBER = re.compile(r"[-−]?[0-9]{1,9}")


def _impossible(report: BedReport) -> Iterator[FigureFault]:
    for field in COUNTS:
        count = getattr(report, field)
        if count is not None and count < 0:
            yield FigureFault(field, "Antalet kan inte vara mindre än noll.")
        elif count is not None and count > MOST:
            yield FigureFault(field, f"Antalet kan inte vara större än {MOST}.")


def _contradictions(report: BedReport) -> Iterator[FigureFault]:
    """An over-occupied ward may have beds being cleaned: its patients lie in the corridor."""
    cleaning = report.cleaning or 0
    room = report.staffed if report.over_occupancy else report.staffed - report.occupied
    if cleaning > room:
        reason = f"Så många kan inte städas: {report.occupied} av {report.staffed} är belagda."
        yield FigureFault("cleaning", reason)
    here = report.occupied + (report.expected_arrivals or 0)
    if (report.expected_discharges or 0) > here:
        reason = f"Fler kan inte gå hem än de {here} som finns på avdelningen eller väntas in."
        yield FigureFault("expected_discharges", reason)
