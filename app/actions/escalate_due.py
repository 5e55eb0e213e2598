"""Looks at every contact whose time has come: a phone rang too long, a step must be taken."""

import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from app.actions import hunt
from models.care_request import CareRequestRow
from models.db import start_writing
from models.journal import Happening, happened, happened_to_attempt, lock_request
from models.outbox import MessageKind
from notifications.outbox import cancel_pending_calls, enqueue
from routing.directory import Directory
from routing.lifecycle import LIVE, AttemptState, RequestEvent, RequestStatus
from routing.outcome import Side

log = logging.getLogger(__name__)


def escalate_due(
    sessions: sessionmaker[Session], directory: Callable[[Session], Directory], *, at: datetime
) -> int:
    """One round, one transaction per contact; returns how many were due.

    The rows are the truth: two workers doing this at once harm nothing, since each contact is
    locked and looked at anew.
    """
    with sessions() as session:
        due = session.scalars(
            select(CareRequestRow.id)
            .where(CareRequestRow.check_at <= at, CareRequestRow.status.in_(LIVE))
            .order_by(CareRequestRow.check_at)
        ).all()
    for request_id in due:
        try:
            with sessions() as session:
                _look_at(session, request_id, directory=directory(session), at=at)
        except Exception:
            # One contact that cannot be taken further must not keep all others waiting.
            log.exception("contact could not be escalated", extra={"request_id": request_id})
    return len(due)


def _look_at(session: Session, request_id: str, *, directory: Directory, at: datetime) -> None:
    start_writing(session)
    request = lock_request(session, request_id)
    if request is None or request.status not in LIVE:
        session.rollback()
        return
    if request.check_at is None or request.check_at > at:
        session.rollback()
        return
    if request.status is RequestStatus.SELF_DIALLING:
        _leave(session, request, at=at)
        session.commit()
        return
    _give_up_overdue(session, request, at=at)
    if request.status is RequestStatus.HUNTING:
        hunt.advance(session, request, directory=directory, at=at)
    elif request.status is RequestStatus.CALLING_REQUESTER and not hunt.open_attempts(
        session, request_id
    ):
        happened(session, request, Happening(RequestEvent.REQUESTER_UNREACHABLE, at))
        request.ended_at = at
        request.check_at = None
    session.commit()


def _leave(session: Session, request: CareRequestRow, *, at: datetime) -> None:
    """The requester dialled by hand and never said how it went."""
    happened(session, request, Happening(RequestEvent.CANCELLED, at))
    hunt.stop_ringing(session, request, at=at)
    request.ended_at = at
    request.check_at = None


def _give_up_overdue(session: Session, request: CareRequestRow, *, at: datetime) -> None:
    waits_until = []
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
        cancel_pending_calls(session, [attempt])
        enqueue(session, MessageKind.HANG_UP, attempt, at=at)
    request.check_at = min(waits_until, default=None)
