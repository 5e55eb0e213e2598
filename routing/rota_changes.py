"""Vad som skiljer två lägen av ett schema: which time each person has gained, lost or had moved.

What counts is the time on call, not how it is cut into shifts: a shift that only gets another
source, or is split between two shifts of the same person, changes nothing for anybody.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from routing.calendar import to_local
from routing.rota import Rota, Shift, ShiftChange, shifts_between
from routing.types import OnCallTier


class Difference(StrEnum):
    """Vad ändringen är för den som får veta den."""

    GAINED = "nytt_pass"
    LOST = "inte_langre_ditt"
    MOVED = "flyttat_pass"


class Span(NamedTuple):
    """A stretch of time. Moments in UTC, end exclusive."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class RotaState:
    """A rota with what changes it; ``rota`` None where there is none (it is new, or gone)."""

    rota: Rota | None
    changes: tuple[ShiftChange, ...] = ()


@dataclass(frozen=True, slots=True)
class ShiftDifference:
    """One change for one person. ``now`` is the time gained, lost or moved to; ``was`` where it was
    before, for what was moved."""

    kind: Difference
    person_id: str
    rota_id: str
    line_id: str
    tier: OnCallTier
    now: Span
    was: Span | None = None


def differences(
    before: RotaState, after: RotaState, *, since: datetime, until: datetime
) -> tuple[ShiftDifference, ...]:
    """What changes for whom from ``since`` on, in shifts that begin before ``until``; in order."""
    rota = after.rota or before.rota
    if rota is None:
        return ()
    earlier = _stretches(before, since, until)
    later = _stretches(after, since, until)
    found = [
        ShiftDifference(kind, person_id, rota.id, rota.line_id, rota.tier, now, was)
        for person_id in sorted({*earlier, *later})
        for kind, now, was in _compared(earlier.get(person_id, []), later.get(person_id, []))
    ]
    return tuple(sorted(found, key=lambda one: (one.now, one.person_id)))


def vacancies(
    rota: Rota, changes: Iterable[ShiftChange], since: datetime, until: datetime
) -> tuple[Span, ...]:
    """The parts of the rota's own shifts that nobody has, in shifts that touch the time."""
    taken = [Span(one.starts_at, one.ends_at) for one in _around(rota, changes, since, until)]
    return tuple(
        part
        for shift in shifts_between(rota, (), since, until)
        for part in _without([Span(shift.starts_at, shift.ends_at)], taken)
    )


def _around(
    rota: Rota, changes: Iterable[ShiftChange], since: datetime, until: datetime
) -> tuple[Shift, ...]:
    """Every shift that may share a moment with one that touches the time."""
    planned = shifts_between(rota, (), since, until)
    first = min((shift.starts_at for shift in planned), default=since)
    last = max((shift.ends_at for shift in planned), default=until)
    return shifts_between(rota, changes, min(first, since), max(last, until))


def _stretches(state: RotaState, since: datetime, until: datetime) -> dict[str, list[Span]]:
    """Person id → unbroken times on call, in order; what is past is cut off."""
    found: dict[str, list[Span]] = {}
    if state.rota is None:
        return found
    for shift in shifts_between(state.rota, state.changes, since, until):
        spans = found.setdefault(shift.person_id, [])
        starts_at = max(shift.starts_at, since)
        if spans and spans[-1].ends_at == starts_at:
            spans[-1] = Span(spans[-1].starts_at, shift.ends_at)
        else:
            spans.append(Span(starts_at, shift.ends_at))
    return found


def _compared(
    before: list[Span], after: list[Span]
) -> Iterator[tuple[Difference, Span, Span | None]]:
    """What one person has lost, gained and had moved."""
    moved = list(_moved(before, after))
    was = {one for one, _now in moved}
    now = {one for _was, one in moved}
    for left, came in moved:
        yield Difference.MOVED, came, left
    for span in _without([one for one in before if one not in was], after):
        yield Difference.LOST, span, None
    for span in _without([one for one in after if one not in now], before):
        yield Difference.GAINED, span, None


def _moved(before: list[Span], after: list[Span]) -> Iterator[tuple[Span, Span]]:
    """Times that became one other time: later or earlier on the same day, or partly the same."""
    taken: set[Span] = set()
    for was in before:
        shared = [one for one in after if _overlap(one, was)]
        if not shared:
            shared = [
                one
                for one in after
                if one not in taken
                and not any(_overlap(one, other) for other in before)
                and _day(one) == _day(was)
            ][:1]
        if len(shared) != 1:
            continue
        (now,) = shared
        is_its_own = sum(_overlap(now, other) for other in before) <= 1
        if is_its_own and _without([was], [now]) and _without([now], [was]):
            taken.add(now)
            yield was, now


def _overlap(one: Span, other: Span) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _day(span: Span) -> object:
    return to_local(span.starts_at).date()


def _without(spans: Sequence[Span], taken: Sequence[Span]) -> list[Span]:
    """What is left of times when others are taken out of them."""
    left = list(spans)
    for other in taken:
        left = [part for span in left for part in _cut(span, other)]
    return left


def _cut(span: Span, other: Span) -> Iterator[Span]:
    if not _overlap(span, other):
        yield span
        return
    if span.starts_at < other.starts_at:
        yield Span(span.starts_at, other.starts_at)
    if other.ends_at < span.ends_at:
        yield Span(other.ends_at, span.ends_at)
