"""Looks at every admission whose time has come: a ward does not answer, a reservation runs out."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from app.actions.admission import hunt_wards, tell
from app.actions.admission.locked_admission import LockedAdmission
from app.actions.hunting import hunt
from models.db import UtcDateTime, transaction
from models.logs.admissions import lock_admission
from models.logs.contacts import Happening, happened_to_attempt
from models.tables.admissions import AdmissionRow
from models.tables.beds import WardRow
from models.tables.outbox import MessageKind
from notifications.outbox import enqueue
from routing.admission import AdmissionEvent, AdmissionStatus, warn_at
from routing.directory import Directory
from routing.lifecycle import AttemptState, RequestEvent

log = logging.getLogger(__name__)

# How long an admission waits that could not be taken further, and how soon it is looked at again.
PUT_OFF = timedelta(seconds=5)
AGAIN = timedelta(seconds=1)

UNREACHED = frozenset({AttemptState.FAILED, AttemptState.NUMBER_BAD})


def look_at_due(
    sessions: sessionmaker[Session],
    directory: Callable[[Session], Directory],
    *,
    clock: Callable[[], datetime],
) -> int:
    """Until nothing is due, one transaction per admission; returns how many were looked at.

    Several workers may do this at once: each admission is looked at under the lock of its contact,
    and asked again whether it is still due.
    """
    count = 0
    for admission_id in _due(sessions, at=clock()):
        count += _look(sessions, directory, admission_id, at=clock())
    return count


def _due(sessions: sessionmaker[Session], *, at: datetime) -> list[str]:
    with sessions() as session:
        return list(session.scalars(_DUE, {"at": at}))


_DUE = (
    select(AdmissionRow.id)
    .where(AdmissionRow.check_at <= bindparam("at", type_=UtcDateTime()))
    .order_by(AdmissionRow.check_at)
    .limit(100)
)


def _look(
    sessions: sessionmaker[Session],
    directory: Callable[[Session], Directory],
    admission_id: str,
    *,
    at: datetime,
) -> bool:
    with sessions() as session, transaction(session):
        found = lock_admission(session, admission_id)
        if found is None or found[1].check_at is None or found[1].check_at > at:
            session.rollback()  # another worker, or an answer, was first
            return False
        try:
            _look_at(LockedAdmission(session, *found, directory(session), at))
            session.commit()
        except (OperationalError, InterfaceError):
            raise  # the database's trouble is not the admission's
        except Exception:
            # One admission that cannot be taken further must not keep the others waiting.
            log.exception("admission was put off", extra={"admission_id": admission_id})
            _put_off(session, admission_id, until=at + PUT_OFF)
    return True


def _put_off(session: Session, admission_id: str, *, until: datetime) -> None:
    with transaction(session):
        found = lock_admission(session, admission_id)
        if found is not None:
            found[1].check_at = until
        session.commit()


def _look_at(case: LockedAdmission) -> None:
    admission = case.admission
    match admission.status:
        case AdmissionStatus.ASKED:
            _give_up_overdue(case)
            _note_unreached(case)
            hunt_wards.advance(case)
        case AdmissionStatus.RESERVED | AdmissionStatus.ON_THE_WAY:
            _watch_reservation(case)
        case _:
            admission.check_at = None
    if admission.check_at is not None and admission.check_at <= case.at:
        admission.check_at = case.at + AGAIN  # never round and round in one instant


def _give_up_overdue(case: LockedAdmission) -> None:
    for attempt in hunt_wards.open_attempts(case):
        if attempt.gives_up_at > case.at:
            continue
        was_never_made = attempt.state is AttemptState.QUEUED
        event = RequestEvent.CALL_FAILED if was_never_made else RequestEvent.NO_ANSWER
        if attempt.state is AttemptState.PROMPT:
            event = RequestEvent.NO_DIGIT
        happened_to_attempt(case.session, attempt, Happening(event, case.at))
        attempt.ended_at = case.at
        hunt_wards.note_silence(case, attempt)
        enqueue(case.session, MessageKind.HANG_UP, attempt, at=case.at)


def _note_unreached(case: LockedAdmission) -> None:
    """Whom the provider could not ring at all has not answered, either."""
    for attempt in hunt_wards.attempts_of_round(case):
        if attempt.state in UNREACHED:
            hunt_wards.note_silence(case, attempt)


def _watch_reservation(case: LockedAdmission) -> None:
    admission, until = case.admission, case.admission.reserved_until
    if until is None or admission.ward_id is None:
        admission.check_at = None
        return
    ward = case.session.get_one(WardRow, admission.ward_id)
    if admission.warned_at is None and case.at < until:
        warns_at = warn_at(until, minutes=ward.warns_minutes)
        if case.at < warns_at:
            admission.check_at = warns_at
            return
        _warn(case)
        admission.check_at = until
    elif case.at < until:
        admission.check_at = until
    elif admission.standing.allows(AdmissionEvent.EXPIRED):
        _expire(case)
    else:  # a patient on the way keeps the bed: somebody has to say what has become of them
        if admission.warned_at is None or admission.warned_at < until:
            _warn(case)
        admission.check_at = None


def _warn(case: LockedAdmission) -> None:
    case.admission.warned_at = case.at
    case.note(AdmissionEvent.EXPIRY_WARNED, ward_id=case.admission.ward_id)
    tell.both_of_expiry(case)


def _expire(case: LockedAdmission) -> None:
    case.saw(AdmissionEvent.EXPIRED, ward_id=case.admission.ward_id)
    case.admission.check_at = None
    tell.requester_of_return(case, AdmissionEvent.EXPIRED)
    tell.ward_of_change(case, AdmissionEvent.EXPIRED)
    hunt.stop(case.session, hunt_wards.open_attempts(case), at=case.at)
