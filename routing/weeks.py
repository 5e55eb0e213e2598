"""ISO weeks in Stockholm time: from Monday's midnight to the next, however long its hours are."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from routing.calendar import MIDNIGHT, YEARS, to_local, to_utc

_WRITTEN: Final = re.compile(r"([0-9]{4})-W([0-9]{2})")


class NoSuchWeek(ValueError):
    """What was written is no ISO week, or lies outside the calendar."""


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """A week by its ISO year and number; ``str`` is as ISO writes it, ``2026-W47``."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02d}"

    @property
    def monday(self) -> date:
        """Its first day."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> date:
        """Its last day."""
        return date.fromisocalendar(self.year, self.number, 7)

    @property
    def since(self) -> datetime:
        """When it begins, UTC."""
        return to_utc(self.monday, MIDNIGHT)

    @property
    def until(self) -> datetime:
        """When the next one begins, UTC."""
        return to_utc(self.monday + timedelta(days=7), MIDNIGHT)

    def moved(self, weeks: int) -> "Week":
        """The week so many later, or earlier."""
        return week_of_day(self.monday + timedelta(weeks=weeks))


def week_of_day(on: date) -> Week:
    """The week a local date lies in."""
    year, number, _ = on.isocalendar()
    return Week(year, number)


def week_of(at: datetime) -> Week:
    """The week a moment lies in, as the clock on the wall shows it."""
    return week_of_day(to_local(at).date())


def week_from(text: str) -> Week:
    """``2026-W47`` as a week; raises ``NoSuchWeek``."""
    written = _WRITTEN.fullmatch(text.strip().upper())
    if written is None:
        raise NoSuchWeek(text)
    year, number = int(written[1]), int(written[2])
    if year not in YEARS[1:-1]:
        raise NoSuchWeek(text)
    try:
        date.fromisocalendar(year, number, 1)
    except ValueError:
        raise NoSuchWeek(text) from None
    return Week(year, number)
