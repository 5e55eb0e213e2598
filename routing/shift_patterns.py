"""Shift patterns (pass): when shifts begin and end by rule, and who of those who take turns serves.

A shift belongs to the local date it starts on, also when it ends after midnight; that date decides
which day group and whose turn it is. Clock times follow the wall, so a shift over a DST night lasts
an hour less or more. Where shifts overlap, the one that started last has the line, and of two that
started together the first pattern listed; when it ends, an earlier one that still lasts has the
line again. No moment that any of the patterns covers is without somebody.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from itertools import pairwise
from typing import Final

from routing.calendar import DAY, MIDNIGHT, is_weekday, to_utc, weekdays_between


class DayGroup(StrEnum):
    """Vilka dagar ett pass gäller. ``ALL_DAYS``: red days too."""

    WEEKDAYS = "vardagar"
    WEEKENDS_AND_RED_DAYS = "helger_och_roda_dagar"
    ALL_DAYS = "alla_dagar"


@dataclass(frozen=True, slots=True)
class ShiftPattern:
    """A shift (pass) that starts on each day of the group; local clock times, ``ends`` ≤ ``starts``
    is the next day."""

    days: DayGroup
    starts: time
    ends: time


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a shift by rule (UTC, end exclusive); ``on`` is the local date the shift belongs
    to."""

    starts_at: datetime
    ends_at: datetime
    on: date


_EVERY_DAY: Final = (
    {DayGroup.ALL_DAYS},
    {DayGroup.WEEKDAYS, DayGroup.WEEKENDS_AND_RED_DAYS},
)


def served_days(
    patterns: Sequence[ShiftPattern], first: date, last: date, *, eves_as_red: frozenset[str]
) -> int:
    """On how many dates from ``first`` to before ``last`` a shift starts: so many turns have been
    taken where people change by the day."""
    days = {pattern.days for pattern in patterns}
    every = (last - first).days
    if any(group <= days for group in _EVERY_DAY):
        return every
    weekdays = weekdays_between(first, last, eves_as_red=eves_as_red)
    return weekdays if DayGroup.WEEKDAYS in days else every - weekdays


def spans_on(
    patterns: Sequence[ShiftPattern], on: date, *, eves_as_red: frozenset[str]
) -> list[Span]:
    """The shifts that start on a date, each as long as its pattern says, as they are listed."""
    weekday = is_weekday(on, eves_as_red=eves_as_red)
    found = []
    for pattern in patterns:
        if not _is_in_group(pattern.days, weekday=weekday):
            continue
        starts_at = to_utc(on, pattern.starts)
        ends_on = on if pattern.ends > pattern.starts else on + DAY
        ends_at = to_utc(ends_on, pattern.ends)
        if starts_at < ends_at:  # one inside the missing hour of spring lasts no time
            found.append(Span(starts_at, ends_at, on))
    return found


def _is_in_group(days: DayGroup, *, weekday: bool) -> bool:
    return days is DayGroup.ALL_DAYS or (days is DayGroup.WEEKDAYS) is weekday


def beginning_on(on: date, spans: Sequence[Span]) -> Iterator[Span]:
    """The stretches that begin on a local date, in order, none overlapping another.

    ``spans`` are the shifts that start on the date before, on that date and on the one after it,
    those of a date in the order of the patterns: no others can touch the date.
    """
    ordered = sorted(spans, key=lambda span: span.starts_at)
    if any(span.ends_at > following.starts_at for span, following in pairwise(ordered)):
        ordered = list(_one_at_a_time(spans))
    begins, ends = to_utc(on, MIDNIGHT), to_utc(on + DAY, MIDNIGHT)
    return (span for span in ordered if begins <= span.starts_at < ends)


def _one_at_a_time(spans: Sequence[Span]) -> Iterator[Span]:
    moments = sorted({moment for span in spans for moment in (span.starts_at, span.ends_at)})
    held: Span | None = None
    begun_at = moments[0]
    for moment in moments:
        # ``max`` takes the first of those that start together: the one listed first.
        lasting = (span for span in spans if span.starts_at <= moment < span.ends_at)
        best = max(lasting, key=lambda span: span.starts_at, default=None)
        if best is held:
            continue
        if held is not None:
            yield Span(begun_at, moment, held.on)
        held, begun_at = best, moment
