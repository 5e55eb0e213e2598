"""Looks at every contact whose time has come: a phone rang too long, a step must be taken."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from app.actions.call_back.call_back_due import call_back_due
from app.actions.calls.tell_again import tell_again
from app.actions.calls.third_party_call import give_up_lost
from app.actions.hunting import hunt
from app.actions.hunting.unreported_talk import find_late_pair, have_met_since
from app.actions.talk.await_talk import give_up_overdue, look_at_yes
from app.actions.talk.call_requester import call_again_unheard
from app.actions.talk.record_connection import Unreported, answered
from models.db import transaction
from models.logs.contacts import (
    Happening,
    happened,
    happened_to_attempt,
    lock_request,
    look_again_at,
)
from models.tables.contacts import CareRequestRow
from models.tables.outbox import MessageKind
from notifications.outbox import cancel_pending_calls, enqueue
from routing.directory import Directory
from routing.lifecycle import LIVE, AttemptState, RequestEvent, RequestStatus
from routing.outcome import Side

log = logging.getLogger(__name__)

# While somebody is sought, and until the requester knows that nobody was found.
LOOKED_AT = LIVE | {RequestStatus.ANSWERED, RequestStatus.EXHAUSTED}

# How long a contact waits that could not be taken further.
PUT_OFF = timedelta(seconds=5)

# How soon the same contact is looked at again, at the earliest.
AGAIN = timedelta(seconds=1)


def escalate_due(
    sessions: sessionmaker[Session],
    directory: Callable[[Session], Directory],
    *,
    clock: Callable[[], datetime],
) -> int:
    """Until nothing is due, one transaction per contact; returns how many were looked at.

    The rows are the truth: several workers doing this at once share the contacts, since each
    takes the next one that nobody has locked.
    """
    count = 0
    while escalate_next(sessions, directory, at=clock()):
        count += 1
    return count


def escalate_next(
    sessions: sessionmaker[Session], directory: Callable[[Session], Directory], *, at: datetime
) -> bool:
    """Look at the contact that has waited longest; False when none is due."""
    with sessions() as session, transaction(session):
        request = _lock_next(session, at)
        if request is None:
            return False
        request_id = request.id
        try:
            _look_at(session, request, directory=directory(session), at=at)
            session.commit()
        except (OperationalError, InterfaceError):
            raise  # the database's trouble is not the contact's
        except Exception:
            # One contact that cannot be taken further must not keep all others waiting.
            log.exception("contact could not be escalated", extra={"request_id": request_id})
            _put_off(session, request_id, until=at + PUT_OFF)
    return True


def _lock_next(session: Session, at: datetime) -> CareRequestRow | None:
    return session.scalars(_NEXT, {"at": at}).one_or_none()


_NEXT = (
    select(CareRequestRow)
    .where(CareRequestRow.check_at <= bindparam("at"), CareRequestRow.status.in_(LOOKED_AT))
    .order_by(CareRequestRow.check_at)
    .limit(1)
    .with_for_update(skip_locked=True)
)


def _put_off(session: Session, request_id: str, *, until: datetime) -> None:
    with transaction(session):
        request = lock_request(session, request_id)
        if request is not None and request.check_at is not None:
            request.check_at = max(request.check_at, until)
        session.commit()


def _look_at(
    session: Session, request: CareRequestRow, *, directory: Directory, at: datetime
) -> None:
    if request.status is RequestStatus.EXHAUSTED:
        tell_again(session, request, directory=directory, at=at)
        return
    if request.status is RequestStatus.ANSWERED:
        _look_at_talk(session, request, at=at)
        return
    if request.status is RequestStatus.JOINING:
        look_at_yes(session, request, directory=directory, at=at)
        return
    if request.status is RequestStatus.CALL_BACK_PROMISED:
        call_back_due(session, request, directory=directory, at=at)
        return
    if request.status is RequestStatus.SELF_DIALLING:
        _leave(session, request, at=at)
        return
    _look_at_search(session, request, directory=directory, at=at)
    if request.check_at is not None and request.check_at <= at:
        request.check_at = at + AGAIN  # never round and round in one instant


def _look_at_search(
    session: Session, request: CareRequestRow, *, directory: Directory, at: datetime
) -> None:
    """Calls that rang too long are given up, and the next step is taken."""
    if request.status is RequestStatus.HUNTING and _have_met(session, request, at=at):
        return
    waits_until = _give_up_overdue(session, request, at=at)
    if request.status is RequestStatus.HUNTING:
        hunt.advance(session, request, directory=directory, at=at)
    elif request.status is RequestStatus.CALLING_REQUESTER and not hunt.open_attempts(
        session, request.id
    ):
        if not call_again_unheard(session, request, at=at):
            happened(session, request, Happening(RequestEvent.REQUESTER_UNREACHABLE, at))
            request.ended_at = at
            request.check_at = None
    else:
        request.check_at = waits_until


def _have_met(session: Session, request: CareRequestRow, *, at: datetime) -> bool:
    """One whose yes seemed to have come to nothing, and the requester, talk: no report has come."""
    pair = find_late_pair(session, request)
    if pair is None or not have_met_since(pair, at):
        return False
    joined_at = (pair.alone_at or pair.entered_at) + AGAIN
    answered(session, request, pair.responder, at=joined_at, how=Unreported.SILENCE)
    return True


def _look_at_talk(session: Session, request: CareRequestRow, *, at: datetime) -> None:
    """Third parties who are rung in vain, or have said yes and never came."""
    request.check_at = None
    give_up_overdue(session, request, at=at)
    give_up_lost(session, request, at=at)
    for attempt in hunt.open_attempts(session, request.id):
        look_again_at(request, attempt.gives_up_at)


def _leave(session: Session, request: CareRequestRow, *, at: datetime) -> None:
    """The requester dialled by hand and never said how it went."""
    happened(session, request, Happening(RequestEvent.CANCELLED, at))
    hunt.stop_ringing(session, request, at=at)
    request.ended_at = at
    request.check_at = None


def _give_up_overdue(session: Session, request: CareRequestRow, *, at: datetime) -> datetime | None:
    """Returns when the first of those that still ring must be given up."""
    waits_until, never_made = [], []
    for attempt in hunt.open_attempts(session, request.id):
        if attempt.gives_up_at > at:
            waits_until.append(attempt.gives_up_at)
            continue
        was_never_made = attempt.state is AttemptState.QUEUED
        event = RequestEvent.CALL_FAILED if was_never_made else RequestEvent.NO_ANSWER
        if attempt.state is AttemptState.PROMPT and attempt.side is Side.RESPONDER:
            event = RequestEvent.NO_DIGIT
        happened_to_attempt(session, attempt, Happening(event, at))
        attempt.ended_at = at
        if was_never_made:
            never_made.append(attempt)
        enqueue(session, MessageKind.HANG_UP, attempt, at=at)
    if never_made:
        cancel_pending_calls(session, never_made)
    return min(waits_until, default=None)
