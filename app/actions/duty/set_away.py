""" "Inte nu" (do-not-disturb): somebody on duty cannot be rung for a while, and who answers
instead.

A phone that rings at that moment falls silent, and whoever answers instead is rung at once.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.duty.errors import AlreadyAway, BadAway, BadStandIn, NobodyToDisturb
from app.actions.hunting import hunt
from app.actions.shared.actor import Actor
from models.db import transaction
from models.logs.contacts import lock_request
from models.snapshot import bump_version, change_directory, load_directory
from models.tables.contacts import AttemptRow, CareRequestRow
from models.tables.notices import NoticeKind
from models.tables.preferences import AwayRow
from notifications.notices import NewNotice, ToPerson, notify
from notifications.wording import moment
from routing.away import Away
from routing.directory import Directory
from routing.lifecycle import OPEN_STATES, RequestStatus
from routing.outcome import Side
from routing.units import Person
from routing.urgency import Urgency

LONGEST = timedelta(hours=24)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class AwayUntil:
    """From now until a moment (UTC; up to the next whole minute); ``forward_to`` answers instead,
    or nobody does."""

    ends_at: datetime
    forward_to: str | None = None


def set_away(
    session: Session, command: AwayUntil, *, by: Actor, directory: Directory, at: datetime
) -> Away:
    """Let nobody disturb oneself from this minute; what one asked for before is replaced.

    The colleague is told. Raises ``NobodyToDisturb``, ``BadAway``,
    ``BadStandIn`` or ``AlreadyAway``.
    """
    if not at < command.ends_at <= at + LONGEST:
        raise BadAway
    starts_at, ends_at = _floor(at), _ceiling(command.ends_at)
    with transaction(session):
        directory = change_directory(
            session, directory, at=at
        )  # two who forward to each other see it
        if by.person_id is None or by.person_id not in directory.people:
            raise NobodyToDisturb
        if refusal := _refusal(
            session, command, person_id=by.person_id, directory=directory, at=at
        ):
            raise refusal
        _end_running(session, by.person_id, at=starts_at)
        row = AwayRow(
            id=str(uuid.uuid4()),
            person_id=by.person_id,
            starts_at=starts_at,
            ends_at=ends_at,
            forward_to=command.forward_to,
            made_by=by.account_id,
            made_at=at,
        )
        session.add(row)
        session.flush()
        _tell_stand_in(session, row, directory=directory, at=at)
        _hang_up_on(session, by, at=at)
        session.commit()
    return Away(row.person_id, row.starts_at, row.ends_at, row.forward_to)


def end_away(session: Session, *, by: Actor, at: datetime) -> None:
    """Be reached again from this minute; changes nothing when one is."""
    with transaction(session):
        bump_version(session, at=at)
        if by.person_id is None or not _end_running(session, by.person_id, at=_floor(at)):
            return
        session.commit()


def stand_ins(person_id: str, directory: Directory, at: datetime) -> tuple[Person, ...]:
    """Whom one may forward to: of the same unit or rota, with a number, to be disturbed now."""
    found = [
        other
        for other in directory.people.values()
        if may_stand_in(other, person_id, directory) and not _is_away(other.id, directory, at)
    ]
    return tuple(sorted(found, key=lambda person: person.name))


def may_stand_in(other: Person, person_id: str, directory: Directory) -> bool:
    """Another person of the same unit or of one of the same rotas, who has a number."""
    if other.id == person_id or other.number is None:
        return False
    me = directory.people[person_id]
    return other.unit_id == me.unit_id or any(
        person_id in rota.people and other.id in rota.people
        for rotas in directory.rotas.values()
        for rota in rotas
    )


def away_now(person_id: str | None, directory: Directory, at: datetime) -> Away | None:
    """What holds for somebody now."""
    return next((one for one in directory.away.get(person_id or "", ()) if one.holds(at)), None)


def _refusal(
    session: Session, command: AwayUntil, *, person_id: str, directory: Directory, at: datetime
) -> Exception | None:
    if command.forward_to is None:
        return None
    other = directory.people.get(command.forward_to)
    if other is None or not may_stand_in(other, person_id, directory):
        return BadStandIn()
    running = _running(session, other.id, at=at)
    return AlreadyAway() if running else None


def _is_away(person_id: str, directory: Directory, at: datetime) -> bool:
    return away_now(person_id, directory, at) is not None


def _running(session: Session, person_id: str, *, at: datetime) -> Sequence[AwayRow]:
    return session.scalars(
        select(AwayRow).where(
            AwayRow.person_id == person_id, AwayRow.starts_at <= at, AwayRow.ends_at > at
        )
    ).all()


def _end_running(session: Session, person_id: str, *, at: datetime) -> bool:
    rows = _running(session, person_id, at=at)
    for row in rows:
        row.ends_at = at
    session.flush()
    return bool(rows)


def _tell_stand_in(session: Session, row: AwayRow, *, directory: Directory, at: datetime) -> None:
    if row.forward_to is None:
        return
    notice = NewNotice(
        kind=NoticeKind.FORWARDED_TO_YOU,
        key=f"forwarded:{row.id}",
        to=ToPerson(row.forward_to),
        values={
            "who": directory.people[row.person_id].name,
            "until": moment(row.ends_at),
            "link": "/jour",
        },
        urgency=Urgency.SOON,
    )
    notify(session, notice, directory=directory, at=at)


def _hang_up_on(session: Session, by: Actor, *, at: datetime) -> None:
    """The phone that rings falls silent; the same step is taken again, and finds who stands in."""
    rung = session.execute(
        select(AttemptRow.id, AttemptRow.request_id)
        .join(CareRequestRow, CareRequestRow.id == AttemptRow.request_id)
        .where(
            AttemptRow.person_id == by.person_id,
            AttemptRow.side == Side.RESPONDER,
            AttemptRow.state.in_(OPEN_STATES),
            CareRequestRow.status == RequestStatus.HUNTING,
        )
        .order_by(AttemptRow.request_id)
    ).all()
    if not rung:
        return
    directory = load_directory(session)  # as this very transaction makes it
    # All of them before any line is rung: whoever has a contact may wait for a line (turas om).
    locked = [(one, lock_request(session, request_id)) for one, request_id in rung]
    for attempt_id, request in locked:
        attempt = session.get(AttemptRow, attempt_id, populate_existing=True)
        if request is None or attempt is None or attempt.state not in OPEN_STATES:
            continue
        if request.status is RequestStatus.HUNTING:
            hunt.stop(session, [attempt], at=at, by=by.in_log)
            hunt.advance(session, request, directory=directory, at=at)


def _floor(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _ceiling(moment_given: datetime) -> datetime:
    at = moment_given.astimezone(UTC)
    floor = _floor(at)
    return floor if floor == at else floor + MINUTE
