"""Överlämning: when a line passes from one person to another, and whom each of them should know of.

What counts is a person's turn: their shifts of a rota after one another, the hours between in which
the rota has no shift included. Somebody who comes back the next morning hands nothing over. A
vacancy (a shift that nobody has) ends a turn.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from routing.rota import Rota, Shift, ShiftChange, ShiftSource, shifts_between
from routing.types import OnCallTier

LOOK_BACK: Final = timedelta(days=14)
"""Whoever had the line longer ago than this hands nothing over."""

LOOK_AHEAD: Final = timedelta(days=35)
"""How far ahead the end of a turn, and whoever comes after, is looked for."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One person's time on a rota. Moments in UTC, end exclusive.

    ``before`` and ``after`` are person ids; None when nobody stood there, or the shift is vacant.
    """

    rota_id: str
    line_id: str
    tier: OnCallTier
    person_id: str
    starts_at: datetime
    ends_at: datetime
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Handovers:
    """The turns that begin, and those that end, within a time; each in order."""

    begins: tuple[Turn, ...] = ()
    ends: tuple[Turn, ...] = ()


def handovers_between(
    rota: Rota, changes: Iterable[ShiftChange], since: datetime, until: datetime
) -> Handovers:
    """The turns that begin or end from ``since`` until, not including, ``until``.

    A take-over is none: whoever takes over a running shift tells the other at once.
    """
    changes = tuple(changes)
    near = shifts_between(rota, changes, since - timedelta(minutes=1), until)
    if not any(since <= moment < until for shift in near for moment in _edges(shift)):
        return Handovers()
    begins: list[Turn] = []
    ends: list[Turn] = []
    for turn, is_taken, is_taken_after in _turns(rota, changes, since - LOOK_BACK, until):
        if since <= turn.starts_at < until and not is_taken:
            begins.append(turn)
        if since <= turn.ends_at < until and not is_taken_after:
            ends.append(turn)
    return Handovers(tuple(begins), tuple(ends))


def _edges(shift: Shift) -> tuple[datetime, datetime]:
    return shift.starts_at, shift.ends_at


def _turns(
    rota: Rota, changes: Sequence[ShiftChange], since: datetime, until: datetime
) -> Iterator[tuple[Turn, bool, bool]]:
    """Turns in order; whether each was begun, and ended, by a take-over."""
    until += LOOK_AHEAD
    planned = shifts_between(rota, (), since, until)
    groups = _grouped(shifts_between(rota, changes, since, until), planned)
    for position, group in enumerate(groups):
        earlier = groups[position - 1] if position else ()
        later = groups[position + 1] if position + 1 < len(groups) else ()
        yield (
            Turn(
                rota_id=rota.id,
                line_id=rota.line_id,
                tier=rota.tier,
                person_id=group[0].person_id,
                starts_at=group[0].starts_at,
                ends_at=group[-1].ends_at,
                before=_neighbour(earlier, group, planned, of=earlier),
                after=_neighbour(group, later, planned, of=later),
            ),
            _is_take_over(earlier, group),
            _is_take_over(group, later),
        )


def _grouped(shifts: Sequence[Shift], planned: Sequence[Shift]) -> list[list[Shift]]:
    """Shifts in order, those of one turn together."""
    groups = [[shift] for shift in shifts[:1]]
    for earlier, later in pairwise(shifts):
        is_same = earlier.person_id == later.person_id
        if is_same and not _is_vacant_between(earlier, later, planned):
            groups[-1].append(later)
        else:
            groups.append([later])
    return groups


def _neighbour(
    earlier: Sequence[Shift],
    later: Sequence[Shift],
    planned: Sequence[Shift],
    *,
    of: Sequence[Shift],
) -> str | None:
    if not earlier or not later or _is_vacant_between(earlier[-1], later[0], planned):
        return None
    return of[0].person_id


def _is_vacant_between(earlier: Shift, later: Shift, planned: Sequence[Shift]) -> bool:
    return any(
        shift.starts_at < later.starts_at and shift.ends_at > earlier.ends_at for shift in planned
    )


def _is_take_over(earlier: Sequence[Shift], later: Sequence[Shift]) -> bool:
    if not earlier or not later or later[0].source is not ShiftSource.TAKE_OVER:
        return False
    return earlier[-1].ends_at == later[0].starts_at
