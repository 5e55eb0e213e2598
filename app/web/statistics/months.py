"""A period of whole months, as chosen on a page: no cell of a table is told day by day."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from flask_babel import format_date
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from routing.calendar import MIDNIGHT, YEARS, to_utc

_WRITTEN: Final = re.compile(r"([0-9]{4})-([0-9]{2})")
USUAL: Final = 3  # months
OFFERED: Final = 25  # months


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """``str`` is as ISO writes it, ``2026-11``."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02d}"

    @property
    def name(self) -> str:
        """As the reader says it: "november 2026", in English "November 2026"."""
        return str(format_date(self.first, "LLLL yyyy"))

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    def moved(self, months: int) -> "Month":
        """The month so many later, or earlier."""
        year, index = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(year, index + 1)


@dataclass(frozen=True, slots=True)
class Months:
    """From the first month to the last, both included. Where ``errors`` stand, the usual months
    are meant instead of what was typed."""

    first: Month
    last: Month
    offered: tuple[Month, ...]
    errors: Mapping[str, str]

    @property
    def since(self) -> datetime:
        """When the first begins, UTC."""
        return to_utc(self.first.first, MIDNIGHT)

    @property
    def until(self) -> datetime:
        """When the month after the last begins, UTC."""
        return to_utc(self.last.moved(1).first, MIDNIGHT)


def months_of(form: "MultiDict[str, str]", *, today: date) -> Months:
    """The months of ``from`` and ``to``; the running one and two before it when none is given."""
    running = Month(today.year, today.month)
    usual = running.moved(1 - USUAL), running
    offered = tuple(running.moved(-back) for back in range(OFFERED))
    first = _month(form.get("from") or str(usual[0]))
    last = _month(form.get("to") or str(usual[1]))
    errors: dict[str, str] = {}
    if first is None:
        errors["from"] = _("Skriv månaden som 2026-11.")
    if last is None:
        errors["to"] = _("Skriv månaden som 2026-11.")
    if first and last and last < first:
        errors["to"] = _("Sista månaden kan inte vara före den första.")
    if errors or first is None or last is None:
        first, last = usual
    return Months(first, last, tuple(sorted({*offered, first, last}, reverse=True)), errors)


def _month(text: str) -> Month | None:
    written = _WRITTEN.fullmatch(text.strip())
    if written is None:
        return None
    year, number = int(written[1]), int(written[2])
    return Month(year, number) if year in YEARS[:-1] and 1 <= number <= 12 else None
