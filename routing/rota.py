"""Rotas (jourscheman): shifts made by rule, changed by override, swap and take-over.

When shifts begin and end by rule stands in ``routing.shift_patterns``. A change says who else has a
stretch of the rota's shifts; it never makes anybody on call outside them. All moments are whole
minutes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final

from routing.calendar import DAY, MIDNIGHT, in_utc, to_local, to_utc
from routing.shift_patterns import DayGroup as DayGroup
from routing.shift_patterns import ShiftPattern as ShiftPattern
from routing.shift_patterns import Span, beginning_on, served_days, spans_on
from routing.types import OnCallTier

LOOKAHEAD_DAYS: Final = 35


class Rotation(StrEnum):
    """How long one person keeps the turn: a day on which a shift starts, or a week from Monday."""

    DAILY = "dag"
    WEEKLY = "vecka"


class ShiftSource(StrEnum):
    """Where a shift comes from; take-over > swap > override > rota."""

    ROTA = "schema"
    OVERRIDE = "avvikelse"
    SWAP = "byte"
    TAKE_OVER = "overtagande"


@dataclass(frozen=True, slots=True)
class Rota:
    """Jourschema: ``people`` (person ids) take turns from ``starts_on``; both dates inclusive,
    local."""

    id: str
    line_id: str
    tier: OnCallTier
    patterns: tuple[ShiftPattern, ...]
    people: tuple[str, ...]
    rotation: Rotation
    starts_on: date
    ends_on: date | None = None
    eves_as_red: frozenset[str] = frozenset({"midsommarafton", "julafton", "nyarsafton"})


@dataclass(frozen=True, slots=True)
class ShiftChange:
    """A stretch of a rota that somebody else has (or nobody: ``person_id`` None). Moments in
    UTC."""

    id: str
    rota_id: str
    source: ShiftSource
    starts_at: datetime
    ends_at: datetime
    person_id: str | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Shift:
    """Pass: one person's time on a line. Moments in UTC, end exclusive."""

    rota_id: str
    line_id: str
    tier: OnCallTier
    person_id: str
    starts_at: datetime
    ends_at: datetime
    source: ShiftSource


@dataclass(frozen=True, slots=True)
class OnCall:
    """Who now (``current``, None when nobody) and who next (``following``)."""

    current: Shift | None
    following: Shift | None


_PRECEDENCE: Final = {
    ShiftSource.OVERRIDE: 1,
    ShiftSource.SWAP: 2,
    ShiftSource.TAKE_OVER: 3,
}
_Span = tuple[datetime, datetime, str]
_Change = tuple[datetime, datetime, ShiftChange]


def _person_on(rota: Rota, on: date) -> str:
    """Whose turn it is: one step per day served since ``starts_on``, or per week from its
    Monday."""
    if rota.rotation is Rotation.WEEKLY:
        turns = ((on - rota.starts_on).days + rota.starts_on.weekday()) // 7
    else:
        turns = served_days(rota.patterns, rota.starts_on, on, eves_as_red=rota.eves_as_red)
    return rota.people[turns % len(rota.people)]


@lru_cache(maxsize=8192)
def _planned(rota: Rota, on: date) -> tuple[_Span, ...]:
    """The rule's shifts that begin on a local date, in order and never overlapping one another."""
    around = [span for each in (on - DAY, on, on + DAY) for span in _starting_on(rota, each)]
    return tuple(
        (span.starts_at, span.ends_at, _person_on(rota, span.on))
        for span in beginning_on(on, around)
    )


@lru_cache(maxsize=8192)
def _starting_on(rota: Rota, on: date) -> tuple[Span, ...]:
    if not rota.people or on < rota.starts_on or (rota.ends_on and on > rota.ends_on):
        return ()
    return tuple(spans_on(rota.patterns, on, eves_as_red=rota.eves_as_red))


def _to_minute(at: datetime) -> datetime:
    return in_utc(at).replace(second=0, microsecond=0)


def _ranked(rota: Rota, changes: Iterable[ShiftChange], since: datetime) -> list[_Change]:
    """The rota's changes that end after a moment, the one that beats the others first."""
    ours = [
        (_to_minute(change.starts_at), _to_minute(change.ends_at), change)
        for change in changes
        if change.rota_id == rota.id and change.ends_at > since
    ]
    ours.sort(key=lambda row: (_PRECEDENCE[row[2].source], row[2].made_at, row[2].id), reverse=True)
    return ours


def _shift(rota: Rota, span: _Span, source: ShiftSource) -> Shift:
    starts_at, ends_at, person_id = span
    return Shift(rota.id, rota.line_id, rota.tier, person_id, starts_at, ends_at, source)


def _changed(rota: Rota, span: _Span, ranked: list[_Change]) -> Iterator[Shift]:
    """One planned shift, split where changes begin and end; a vacancy leaves a gap."""
    starts_at, ends_at, person_id = span
    touching = [row for row in ranked if row[0] < ends_at and row[1] > starts_at]
    if not touching:
        yield _shift(rota, span, ShiftSource.ROTA)
        return
    bounds = {moment for row in touching for moment in row[:2] if starts_at < moment < ends_at}
    winner: ShiftChange | None = None
    begun_at = starts_at
    for moment in sorted({starts_at, *bounds}):
        best = next((row[2] for row in touching if row[0] <= moment < row[1]), None)
        if best is not winner and moment > begun_at:
            yield from _part(rota, (begun_at, moment, person_id), winner)
            begun_at = moment
        winner = best
    yield from _part(rota, (begun_at, ends_at, person_id), winner)


def _part(rota: Rota, span: _Span, change: ShiftChange | None) -> Iterator[Shift]:
    if change is None:
        yield _shift(rota, span, ShiftSource.ROTA)
    elif change.person_id is not None:
        yield _shift(rota, (span[0], span[1], change.person_id), change.source)


def _shifts_beginning(rota: Rota, ranked: list[_Change], on: date) -> Iterator[Shift]:
    for span in _planned(rota, on):
        yield from _changed(rota, span, ranked)


def shifts_between(
    rota: Rota, changes: Iterable[ShiftChange], starts_at: datetime, ends_at: datetime
) -> tuple[Shift, ...]:
    """Every shift that touches the time from ``starts_at`` to ``ends_at``, uncut, in order."""
    first = to_local(starts_at).date() - DAY  # a shift over midnight started the day before
    ranked = _ranked(rota, changes, to_utc(first, MIDNIGHT))
    days = (to_local(ends_at).date() - first).days + 1
    return tuple(
        shift
        for number in range(days)
        for shift in _shifts_beginning(rota, ranked, first + number * DAY)
        if shift.starts_at < ends_at and shift.ends_at > starts_at
    )


def who_is_on_call(rota: Rota, changes: Iterable[ShiftChange], at: datetime) -> OnCall:
    """Who has the line at a moment and until when, and which shift comes next.

    Nothing is merged: the next shift may be the same person's. It is looked for up to
    ``LOOKAHEAD_DAYS`` after the date of the current shift (or, with nobody on call, after that of
    ``at`` or of the rota's first day).
    """
    at = in_utc(at)
    today = to_local(at).date()
    on = max(today - DAY, rota.starts_on)
    ranked = _ranked(rota, changes, to_utc(on, MIDNIGHT))
    limit = _last_searched(rota, today)
    current: Shift | None = None
    while on <= limit:
        for shift in _shifts_beginning(rota, ranked, on):
            if shift.starts_at > at:
                return OnCall(current, shift)
            if shift.ends_at > at:
                current = shift
                limit = _last_searched(rota, on)
        on += DAY
    return OnCall(current, None)


def _last_searched(rota: Rota, on: date) -> date:
    limit = max(on, rota.starts_on) + timedelta(days=LOOKAHEAD_DAYS)
    # The last day's shift may be broken into by another, and go on after midnight.
    return min(limit, rota.ends_on + DAY) if rota.ends_on else limit
