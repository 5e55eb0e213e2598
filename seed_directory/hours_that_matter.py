"""Refuses what an editor wrote in opening hours without effect: it was meant to have one."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import Final

from routing.calendar import DAY, YEARS
from routing.opening_hours import OpeningHours, RedDays, WeeklyHours, intervals_on
from seed_directory.hours_parts import BadHours, Part, assembled

FIRST: Final = date(YEARS[0], 1, 1)
LAST: Final = date(YEARS[-1], 12, 31)
LOOKED_AT: Final = timedelta(days=6 * 366)
"""Of a time without end so much is looked at: every date has then fallen on most weekdays."""


def check_that_each_matters(parts: Sequence[Part], hours: OpeningHours) -> None:
    """Raises ``BadHours`` for a part of certain dates that changes nothing on any of them.

    An exception with a note is never refused, since the note is shown. Nor may two times overlap
    unless one lies within the other: nobody can tell which of them was meant to win.
    """
    for one, other in combinations(parts, 2):
        if any(_cross(*rows, hours) for rows in _pairs(one, other)):
            reason = "överlappar delvis; den ena tiden måste ligga helt inom den andra"
            raise BadHours(f"”{one.text}” och ”{other.text}” {reason}")
    for part in parts:
        dates = list(_dates_of(part))
        if not dates or any(exception.note for exception in part.exceptions):
            continue
        without = assembled([each for each in parts if each is not part])
        if all(intervals_on(hours, on) == intervals_on(without, on) for on in dates):
            reason = "ändrar ingenting; det är så ändå, eller så är det sagt för färre dagar"
            raise BadHours(f"”{part.text}” {reason}")
    if hours.on_red_days is None and not any(row.red_days is RedDays.ONLY for row in hours.weekly):
        for part in parts:
            if part.eves:
                reason = "ändrar ingenting, när röda dagar är som vanligt"
                raise BadHours(f"”{part.text}” {reason}")


def _dates_of(part: Part) -> Iterator[date]:
    """The dates that a part of certain dates may be about; none for what holds in general."""
    yield from (exception.on for exception in part.exceptions)
    dated = [row for row in part.weekly if row.is_dated]
    if not dated:
        return
    starts_on, ends_on = dated[0].valid_from, dated[0].valid_to
    first = max(starts_on or (ends_on or LAST) - LOOKED_AT, FIRST)
    last = min(ends_on or (starts_on or FIRST) + LOOKED_AT, LAST)
    if last < first:
        raise BadHours(f"”{part.text}” ligger utanför åren {YEARS[0]}–{YEARS[-1]}")
    weekdays = {row.weekday for row in dated}
    days = (last - first).days + 1
    yield first  # at least one, also where no such weekday comes between them
    for number in range(days):
        on = first + number * DAY
        if on.weekday() in weekdays:
            yield on


def _pairs(one: Part, other: Part) -> Iterator[tuple[WeeklyHours, WeeklyHours]]:
    for row in one.weekly:
        for another in other.weekly:
            if row.is_dated and another.is_dated and row.weekday == another.weekday:
                yield row, another


def _cross(row: WeeklyHours, other: WeeklyHours, hours: OpeningHours) -> bool:
    """Whether two rows are about the same days, of times that cross."""
    if hours.on_red_days is not None and {row.red_days, other.red_days} == {
        RedDays.NOT,
        RedDays.ONLY,
    }:
        return False
    (first, last), (begins, ends) = sorted((_bounds(row), _bounds(other)))
    if begins > last or begins == first or ends <= last:
        return False
    both = (begins + number * DAY for number in range(min((last - begins).days + 1, 7)))
    return any(on.weekday() == row.weekday for on in both)


def _bounds(row: WeeklyHours) -> tuple[date, date]:
    return (row.valid_from or date.min, row.valid_to or date.max)
