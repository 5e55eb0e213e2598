"""A shift (pass) that has not begun goes to somebody else, is left vacant, or changes places with
another."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from app.actions.duty.errors import (
    NothingToSwap,
    NotOnRota,
    ShiftHasBegun,
    ShiftHasChanged,
    UnknownRota,
)
from app.actions.duty.shift_notices import Cause, tell_differences
from app.actions.duty.take_over_shift import find_rota, may_take_over
from app.actions.shared.actor import Actor
from app.actions.shared.free_text import checked
from models.db import insert_now, transaction
from models.logs.undo import Done, remembering
from models.snapshot import change_directory, load_changes_of
from models.tables.accounts import AccountRole
from models.tables.rotas import ShiftChangeRow
from routing.calendar import whole_minute
from routing.directory import Directory
from routing.rota import Rota, ShiftChange, ShiftSource, shifts_between
from routing.rota_changes import RotaState, Span, differences, vacancies
from routing.undo import Act

# The weakest source first: an override stands unless a swap already does.
_BY_STRENGTH: Final = (ShiftSource.OVERRIDE, ShiftSource.SWAP, ShiftSource.TAKE_OVER)


@dataclass(frozen=True, slots=True)
class ShownShift:
    """A shift as the page showed it; ``person_id`` None: a vacancy."""

    rota_id: str
    starts_at: datetime
    person_id: str | None


@dataclass(frozen=True, slots=True)
class ChangeShift:
    """Who has it instead; ``to_person`` None: nobody."""

    shift: ShownShift
    to_person: str | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SwapShifts:
    """Each of two people has the other's shift instead of their own."""

    shift: ShownShift
    other: ShownShift
    reason: str = ""


def change_shift(
    session: Session, command: ChangeShift, *, by: Actor, directory: Directory, at: datetime
) -> None:
    """Give a whole future shift to somebody else, or to nobody; whoever it concerns is told.

    Raises ``UnknownRota``, ``NotOnRota``, ``ShiftHasBegun``, ``ShiftHasChanged``
    (the shift no longer looks so, or it is that person's already), ``MomentOutOfRange``, and for
    the reason what ``checked`` raises.
    """
    reason = checked("reason", command.reason)
    with transaction(session), remembering(session) as memento:
        change = _Change(session, reason, by, directory, at)
        rota = change.rota(command.shift, command.to_person)
        span = change.find(rota, command.shift)
        if command.to_person == command.shift.person_id:
            raise ShiftHasChanged
        change.give(rota, span, command.to_person, at_least=ShiftSource.OVERRIDE)
        change.tell()
        memento.keep(Done(Act.SHIFT_CHANGED, rota.id, by.account_id, at))
        session.commit()


def swap_shifts(
    session: Session, command: SwapShifts, *, by: Actor, directory: Directory, at: datetime
) -> None:
    """Let two people change places, each with a whole future shift; both are told.

    Raises what ``change_shift`` does, and ``NothingToSwap`` for a vacancy or one's own two shifts.
    """
    reason = checked("reason", command.reason)
    first, second = command.shift, command.other
    if first.person_id is None or second.person_id is None or first.person_id == second.person_id:
        raise NothingToSwap
    with transaction(session), remembering(session) as memento:
        change = _Change(session, reason, by, directory, at)
        rotas = [change.rota(first, second.person_id), change.rota(second, first.person_id)]
        spans = [change.find(rotas[0], first), change.find(rotas[1], second)]
        change.give(rotas[0], spans[0], second.person_id, at_least=ShiftSource.SWAP)
        change.give(rotas[1], spans[1], first.person_id, at_least=ShiftSource.SWAP)
        change.tell()
        memento.keep(Done(Act.SHIFTS_SWAPPED, rotas[0].id, by.account_id, at))
        session.commit()


def may_change(rota: Rota, by: Actor, directory: Directory) -> bool:
    """Somebody of the rota or the unit, and the unit's own directory editor."""
    if by.person_id is not None and may_take_over(rota, by.person_id, directory):
        return True
    line = directory.lines.get(rota.line_id)
    is_editor = by.role is AccountRole.KATALOGREDAKTOR and by.unit_id is not None
    return is_editor and line is not None and by.unit_id in (line.unit_id, line.hospital_id)


class _Change:
    """What changes rotas in one transaction: changes come one at a time, and see each other."""

    def __init__(
        self, session: Session, reason: str, by: Actor, directory: Directory, at: datetime
    ) -> None:
        self._session = session
        self._reason = reason
        self._by = by
        self._directory = change_directory(session, directory, at=at)
        self._at = at
        self._id = str(uuid.uuid4())
        self._before: dict[str, RotaState] = {}
        self._after: dict[str, RotaState] = {}

    def rota(self, shown: ShownShift, to_person: str | None) -> Rota:
        """The shift's rota, when it may be changed so."""
        rota = find_rota(self._directory, shown.rota_id)
        if rota is None:
            raise UnknownRota
        if not may_change(rota, self._by, self._directory):
            raise NotOnRota
        if whole_minute(shown.starts_at) <= self._at:
            raise ShiftHasBegun
        if to_person is not None and not may_take_over(rota, to_person, self._directory):
            raise NotOnRota
        return rota

    def find(self, rota: Rota, shown: ShownShift) -> Span:
        """The shift's time; ``ShiftHasChanged`` when it does not look as it was shown."""
        if rota.id not in self._before:
            changes = load_changes_of(self._session, rota.id)
            self._before[rota.id] = self._after[rota.id] = RotaState(rota, changes)
        for span, person_id in stretches_from(self._before[rota.id], shown.starts_at):
            if span.starts_at == shown.starts_at and person_id == shown.person_id:
                return span
        raise ShiftHasChanged

    def give(self, rota: Rota, span: Span, person_id: str | None, *, at_least: ShiftSource) -> None:
        """Add the weakest change that lets ``person_id`` have the whole time."""
        changes = self._after[rota.id].changes
        for source in _BY_STRENGTH[_BY_STRENGTH.index(at_least) :]:
            change = self._new(rota, span, person_id, source=source)
            state = RotaState(rota, (*changes, change))
            if (span, person_id) in stretches_from(state, span.starts_at):
                break
        else:
            raise ShiftHasChanged
        self._after[rota.id] = state
        insert_now(
            self._session,
            ShiftChangeRow(
                id=change.id,
                rota_id=change.rota_id,
                source=change.source,
                starts_at=change.starts_at,
                ends_at=change.ends_at,
                person_id=change.person_id,
                made_at=change.made_at,
                made_by=self._by.account_id,
                reason=self._reason,
            ),
        )

    def tell(self) -> None:
        """Everybody whose shifts are others than before."""
        cause = Cause(self._id, self._by.name, self._at)
        for rota_id, before in self._before.items():
            after = self._after[rota_id]
            until = max(change.ends_at for change in after.changes)
            found = differences(before, after, since=self._at, until=until)
            tell_differences(self._session, found, cause=cause, directory=self._directory)

    def _new(
        self, rota: Rota, span: Span, person_id: str | None, *, source: ShiftSource
    ) -> ShiftChange:
        made = [change.made_at for change in self._after[rota.id].changes]
        return ShiftChange(
            id=str(uuid.uuid4()),
            rota_id=rota.id,
            source=source,
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            person_id=person_id,
            # The one made last stands, also when two are made in the same instant.
            made_at=max([self._at, *(one + timedelta(microseconds=1) for one in made)]),
        )


def stretches_from(state: RotaState, since: datetime) -> Sequence[tuple[Span, str | None]]:
    """Shifts and vacancies that touch the minute from ``since``, with who has them."""
    if state.rota is None:
        return ()
    return stretches_between(state.rota, state.changes, since, since + timedelta(minutes=1))


def stretches_between(
    rota: Rota, changes: Iterable[ShiftChange], since: datetime, until: datetime
) -> Sequence[tuple[Span, str | None]]:
    """Shifts and vacancies that touch a time, in order, with who has them (None: nobody)."""
    changes = tuple(changes)
    taken = [
        (Span(shift.starts_at, shift.ends_at), shift.person_id)
        for shift in shifts_between(rota, changes, since, until)
    ]
    empty = [
        (span, None)
        for span in vacancies(rota, changes, since, until)
        if span.ends_at > since and span.starts_at < until
    ]
    return sorted([*taken, *empty], key=lambda one: one[0])
