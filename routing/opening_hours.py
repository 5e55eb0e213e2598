"""Opening hours (öppettider): what is said of fewer days beats what is said of more.

An exception of one date beats rows that hold between two dates; of those the one of fewest dates
beats the others, and all of them beat what holds in general. In general, and between the same two
dates, the rule for red days beats weekly hours. What wins replaces the rest: nothing is added up.

Red days are named holidays and the eves that count as red. An ordinary Sunday is red in law, but
has weekly hours of its own. An interval past midnight belongs to the date it opens on and runs to
its end, whatever holds on the next date.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from routing.calendar import DAY, MIDNIGHT, in_utc, is_holiday, to_local, to_utc

SEARCH_DAYS: Final = 100
"""How far ahead an opening is looked for: longer than a summer's closing (sommarstängt)."""


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


class RedDays(StrEnum):
    """Whether a row that holds between two dates holds on red days (röda dagar)."""

    NOT = "inte_roda_dagar"
    TOO = "aven_roda_dagar"
    ONLY = "bara_roda_dagar"


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """Opening on one weekday (0 = Monday) while valid; dates inclusive, None = unbounded.

    ``interval`` None: closed. With dates it replaces what holds in general, and ``red_days`` says
    whether on red days too; without dates the schedule's own rule for red days decides.
    """

    weekday: int
    interval: Interval | None
    valid_from: date | None = None
    valid_to: date | None = None
    red_days: RedDays = RedDays.NOT

    @property
    def is_dated(self) -> bool:
        """Whether it holds for a time only."""
        return self.valid_from is not None or self.valid_to is not None


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
    weekday = on.weekday()
    rows = [
        row
        for row in hours.weekly
        if row.weekday == weekday and is_valid(on, row.valid_from, row.valid_to)
    ]
    is_red = is_holiday(on, eves_as_red=hours.eves_as_red)
    of_period = [row for row in rows if row.is_dated and _holds(row, hours, is_red=is_red)]
    if of_period:
        best = min(_rank(row) for row in of_period)
        return _intervals(row for row in of_period if _rank(row) == best)
    if is_red and hours.on_red_days is not None:
        return hours.on_red_days
    return _intervals(row for row in rows if not row.is_dated)


def _holds(row: WeeklyHours, hours: OpeningHours, *, is_red: bool) -> bool:
    """Whether a dated row is about a day that is red, or about one that is not."""
    if not is_red:
        return row.red_days is not RedDays.ONLY
    return row.red_days is not RedDays.NOT or hours.on_red_days is None


def _rank(row: WeeklyHours) -> tuple[timedelta, bool]:
    """The less, the more specific: few dates before many, red days alone before all days."""
    lasts = (row.valid_to or date.max) - (row.valid_from or date.min)
    return (lasts, row.red_days is not RedDays.ONLY)


def _intervals(rows: Iterable[WeeklyHours]) -> tuple[Interval, ...]:
    return tuple(row.interval for row in rows if row.interval is not None)


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
