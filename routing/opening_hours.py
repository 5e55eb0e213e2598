"""Opening hours (öppettider): exceptions per date beat holiday rules beat weekly hours.

The holiday rule holds on named holidays and on the eves that count as red. An ordinary Sunday is
red in law, but has weekly hours of its own. An interval past midnight belongs to the date it opens
on and runs to its end, whatever holds on the next date.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from routing.calendar import DAY, MIDNIGHT, in_utc, is_holiday, to_local, to_utc

SEARCH_DAYS: Final = 35


class Openness(StrEnum):
    """An absent schedule is unknown, not closed."""

    OPEN = "oppet"
    CLOSED = "stangt"
    UNKNOWN = "okant"


@dataclass(frozen=True, slots=True)
class Interval:
    """Local clock times (Europe/Stockholm). ``closes`` ≤ ``opens`` means past midnight; 00:00–00:00
    a whole day."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """Opening on one weekday (0 = Monday) while valid; dates inclusive, None = unbounded."""

    weekday: int
    interval: Interval
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class DateException:
    """What holds on one date instead of everything else; no intervals = closed (e.g. a klämdag)."""

    on: date
    intervals: tuple[Interval, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """A schedule. ``on_red_days``: intervals used on red days (röda dagar) and on those eves that
    count as red; None = red days are like any weekday, () = closed. ``eves_as_red``: names as in
    ``routing.calendar.EVES``.
    """

    weekly: tuple[WeeklyHours, ...]
    on_red_days: tuple[Interval, ...] | None = ()
    exceptions: tuple[DateException, ...] = ()
    eves_as_red: frozenset[str] = frozenset({"midsommarafton", "julafton", "nyarsafton"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """What holds at a moment, surely until ``until`` (UTC, exclusive); it may go on after that."""

    openness: Openness
    until: datetime


def intervals_on(hours: OpeningHours, on: date) -> tuple[Interval, ...]:
    """The intervals that open on a local date, in the order they were given."""
    for exception in hours.exceptions:
        if exception.on == on:
            return exception.intervals
    if hours.on_red_days is not None and is_holiday(on, eves_as_red=hours.eves_as_red):
        return hours.on_red_days
    weekday = on.weekday()
    return tuple(
        row.interval
        for row in hours.weekly
        if row.weekday == weekday and is_valid(on, row.valid_from, row.valid_to)
    )


def is_valid(on: date, valid_from: date | None, valid_to: date | None) -> bool:
    """Whether a date lies between two dates, both inclusive, None unbounded."""
    return (valid_from is None or valid_from <= on) and (valid_to is None or on <= valid_to)


def _moments_on(hours: OpeningHours, on: date) -> Iterator[tuple[datetime, datetime]]:
    """From when to when (UTC) each interval of a local date lasts; one that lasts no time is left
    out."""
    for interval in intervals_on(hours, on):
        opens_at = to_utc(on, interval.opens)
        closes_on = on if interval.closes > interval.opens else on + DAY
        closes_at = to_utc(closes_on, interval.closes)
        if opens_at < closes_at:
            yield opens_at, closes_at


def stretch_at(hours: OpeningHours, at: datetime) -> Stretch:
    """What holds at a moment and until when that is sure: at most until the local day ends."""
    on = to_local(at).date()
    day_ends_at = to_utc(on + DAY, MIDNIGHT)
    moments = (*_moments_on(hours, on - DAY), *_moments_on(hours, on))
    closings = [closes_at for opens_at, closes_at in moments if opens_at <= at < closes_at]
    if closings:
        return Stretch(Openness.OPEN, max(closings))
    openings = (opens_at for opens_at, _ in moments if opens_at > at)
    return Stretch(Openness.CLOSED, min(openings, default=day_ends_at))


def openness(hours: OpeningHours | None, at: datetime) -> Openness:
    """Whether a schedule is open, closed or unknown at a moment."""
    return Openness.UNKNOWN if hours is None else stretch_at(hours, at).openness


def is_open(hours: OpeningHours | None, at: datetime) -> bool:
    """Whether a schedule surely is open; one that is unknown is not."""
    return openness(hours, at) is Openness.OPEN


def next_opening(hours: OpeningHours | None, at: datetime) -> datetime | None:
    """When it is open next (UTC): ``at`` itself if open; None if unknown or not within
    ``SEARCH_DAYS``."""
    return _next_moment(hours, at, Openness.OPEN)


def closes_at(hours: OpeningHours | None, at: datetime) -> datetime | None:
    """When what is open closes (UTC): None if not open, or not closing within ``SEARCH_DAYS``."""
    return _next_moment(hours, at, Openness.CLOSED) if is_open(hours, at) else None


def _next_moment(hours: OpeningHours | None, at: datetime, wanted: Openness) -> datetime | None:
    if hours is None:
        return None
    moment = in_utc(at)
    limit = moment + timedelta(days=SEARCH_DAYS)
    while moment <= limit:
        stretch = stretch_at(hours, moment)
        if stretch.openness is wanted:
            return moment
        moment = stretch.until
    return None
