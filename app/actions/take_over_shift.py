"""Övertagande: a colleague has fallen ill, and somebody else is on call from this minute."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.actor import Actor
from app.actions.errors import NobodyOnShift, NotOnRota, ShiftAlreadyTaken, UnknownContact
from app.actions.free_text import checked
from models.db import start_writing
from models.rotas import ShiftChangeRow
from models.snapshot import bump_version, load_changes_of
from routing.directory import Directory
from routing.rota import Rota, Shift, ShiftSource, who_is_on_call


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

    Raises ``UnknownContact`` (no such rota), ``NotOnRota``, ``NobodyOnShift``,
    ``ShiftAlreadyTaken``, and for the reason what ``checked`` raises.
    """
    reason = checked("reason", command.reason)
    rota = _rota(directory, command.rota_id)
    if rota is None:
        raise UnknownContact
    if by.person_id is None or not may_take_over(rota, by.person_id, directory):
        raise NotOnRota
    start_writing(session)
    bump_version(session, at=at)  # locks: take-overs come one at a time, and see each other
    current = who_is_on_call(rota, load_changes_of(session, rota.id), at).current
    if current is None:
        session.rollback()
        raise NobodyOnShift
    if current.person_id != command.from_person or current.person_id == by.person_id:
        session.rollback()
        raise ShiftAlreadyTaken
    starts_at = at.replace(second=0, microsecond=0)
    row = ShiftChangeRow(
        id=str(uuid.uuid4()),
        rota_id=rota.id,
        source=ShiftSource.TAKE_OVER,
        starts_at=starts_at,
        ends_at=current.ends_at,
        person_id=by.person_id,
        made_at=at,
        made_by=by.account_id,
        reason=reason,
    )
    session.add(row)
    session.commit()
    return Shift(
        rota_id=rota.id,
        line_id=rota.line_id,
        tier=rota.tier,
        person_id=by.person_id,
        starts_at=starts_at,
        ends_at=current.ends_at,
        source=ShiftSource.TAKE_OVER,
    )


def may_take_over(rota: Rota, person_id: str, directory: Directory) -> bool:
    """Somebody of the rota itself, or of the same unit as one of its people."""
    if person_id in rota.people:
        return True
    person = directory.people.get(person_id)
    units = {directory.people[other].unit_id for other in rota.people if other in directory.people}
    return person is not None and person.unit_id in units


def _rota(directory: Directory, rota_id: str) -> Rota | None:
    return next(
        (rota for rotas in directory.rotas.values() for rota in rotas if rota.id == rota_id), None
    )
