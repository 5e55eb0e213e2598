"""Övertagande: a colleague has fallen ill, and somebody else is on call from this minute."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.actions.duty.errors import NobodyOnShift, NotOnRota, ShiftAlreadyTaken, UnknownRota
from app.actions.duty.shift_notices import Cause, shift_begins, tell_differences
from app.actions.shared.actor import Actor
from app.actions.shared.free_text import checked
from models.db import insert_now, transaction
from models.logs.undo import Done, remembering
from models.snapshot import change_directory, load_changes_of
from models.tables.rotas import ShiftChangeRow
from notifications.notices import notify
from routing.directory import Directory
from routing.handover import handovers_between
from routing.rota import Rota, Shift, ShiftSource, who_is_on_call
from routing.rota_changes import RotaState, differences
from routing.undo import Act


@dataclass(frozen=True, slots=True)
class TakeOver:
    """``from_person`` is whom the page showed as on call; if no longer so, somebody was faster."""

    rota_id: str
    from_person: str
    reason: str = ""


def take_over_shift(
    session: Session, command: TakeOver, *, by: Actor, directory: Directory, at: datetime
) -> Shift:
    """Take the rest of the running shift, from the whole minute on; returns the shift as it now is.

    Raises ``UnknownRota``, ``NotOnRota``, ``NobodyOnShift``,
    ``ShiftAlreadyTaken``, and for the reason what ``checked`` raises.
    """
    reason = checked("reason", command.reason)
    with transaction(session), remembering(session) as memento:
        directory = change_directory(session, directory, at=at)
        before, mine = _taken(session, command, by=by, directory=directory, at=at)
        change = Cause(str(uuid.uuid4()), by.name, at)
        insert_now(session, _row(mine, change, reason=reason, made_by=by.account_id))
        _tell(session, before, ends_at=mine.ends_at, change=change, directory=directory)
        memento.keep(Done(Act.SHIFT_TAKEN, mine.rota_id, by.account_id, at))
        session.commit()
    return mine


def _taken(
    session: Session, command: TakeOver, *, by: Actor, directory: Directory, at: datetime
) -> tuple[RotaState, Shift]:
    """The rota as it was, and the shift as it is to be."""
    rota = find_rota(directory, command.rota_id)
    if rota is None:
        raise UnknownRota
    if by.person_id is None or not may_take_over(rota, by.person_id, directory):
        raise NotOnRota
    before = RotaState(rota, load_changes_of(session, rota.id))
    current = who_is_on_call(rota, before.changes, at).current
    if current is None:
        raise NobodyOnShift
    if current.person_id != command.from_person or current.person_id == by.person_id:
        raise ShiftAlreadyTaken
    source = ShiftSource.TAKE_OVER
    return before, replace(current, person_id=by.person_id, starts_at=_minute(at), source=source)


def _row(mine: Shift, change: Cause, *, reason: str, made_by: int) -> ShiftChangeRow:
    return ShiftChangeRow(
        id=change.id,
        rota_id=mine.rota_id,
        source=mine.source,
        starts_at=mine.starts_at,
        ends_at=mine.ends_at,
        person_id=mine.person_id,
        made_at=change.at,
        made_by=made_by,
        reason=reason,
    )


def _tell(
    session: Session,
    before: RotaState,
    *,
    ends_at: datetime,
    change: Cause,
    directory: Directory,
) -> None:
    """The one relieved, the one who took over (as a receipt), and the next, whom it is now from."""
    if before.rota is None:
        return
    after = RotaState(before.rota, load_changes_of(session, before.rota.id))
    found = differences(before, after, since=_minute(change.at), until=ends_at)
    tell_differences(session, found, cause=change, directory=directory)
    following = who_is_on_call(before.rota, after.changes, change.at).following
    if following is None:
        return
    minute = timedelta(minutes=1)
    turns = handovers_between(
        before.rota, after.changes, following.starts_at, following.starts_at + minute
    )
    for turn in turns.begins:
        notice = replace(shift_begins(turn, directory), key=f"taken-over:{change.id}")
        notify(session, notice, directory=directory, at=change.at)


def may_take_over(rota: Rota, person_id: str, directory: Directory) -> bool:
    """Somebody of the rota itself, or of the same unit as one of its people."""
    if person_id in rota.people:
        return True
    person = directory.people.get(person_id)
    units = {directory.people[other].unit_id for other in rota.people if other in directory.people}
    return person is not None and person.unit_id in units


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def find_rota(directory: Directory, rota_id: str) -> Rota | None:
    """The rota of an id."""
    return next(
        (rota for rotas in directory.rotas.values() for rota in rotas if rota.id == rota_id), None
    )
