"""Records what the provider said of a message, on the outbox row, the attempt and in the log."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.orm import Session

from models.db import start_writing
from models.logs.contacts import (
    Happening,
    adopt_call,
    happened_to_attempt,
    lock_request,
    look_again_at,
    write,
)
from models.tables.admissions import AdmissionRow
from models.tables.contacts import AttemptRow, CareRequestRow
from models.tables.outbox import MessageKind, MessageState, OutboxMessageRow
from notifications.outbox import CALLS, enqueue
from notifications.retry import next_attempt_at
from notifications.wake import Need, wake_after_commit
from routing.lifecycle import OPEN_STATES, AttemptState, RequestEvent, RequestStatus
from routing.live_limits import RINGS
from routing.outcome import Side

# Seconds after the ringing ought to have ended before we stop waiting for the provider's word.
GRACE = 10


@dataclass(frozen=True, slots=True)
class Delivered:
    """The provider took it; ``call_id`` is the call it made, None when there was nothing to do."""

    call_id: str | None


@dataclass(frozen=True, slots=True)
class Postponed:
    """It failed for the moment."""

    code: str


@dataclass(frozen=True, slots=True)
class Failed:
    """It failed for good."""

    code: str
    is_bad_number: bool


Outcome = Delivered | Postponed | Failed

_RINGING = frozenset({AttemptState.DIALLED, AttemptState.RINGING})


@dataclass(frozen=True, slots=True)
class _Errand:
    """A claimed message with what it is about, all locked."""

    session: Session
    request: CareRequestRow
    attempt: AttemptRow
    message: OutboxMessageRow
    at: datetime


def record(
    session: Session, message_id: int, outcome: Outcome, *, request_id: str, at: datetime
) -> None:
    """One transaction: the row, the attempt, the log, and when the hunt must be looked at next.

    Does nothing when the message is not being sent any more: it has been recorded already.
    """
    start_writing(session)
    errand = _lock(session, message_id, request_id, at=at)
    if errand is None:
        session.rollback()
        return
    errand.message.deadline_at = None
    match outcome:
        case Delivered(call_id):
            _delivered(errand, call_id)
        case Postponed(code):
            _postponed(errand, code)
        case Failed(code, is_bad_number):
            event = RequestEvent.NUMBER_BAD if is_bad_number else RequestEvent.CALL_FAILED
            _give_up(errand, event, code)
    session.commit()


def record_done(session: Session, message_id: int, call_id: str | None, *, at: datetime) -> None:
    """A message that is no call was delivered: nothing but its own row changes."""
    start_writing(session)
    done = {"message_id": message_id, "done_at": at, "call_id": call_id}
    session.connection().execute(_DONE, done)
    session.commit()


def _lock(session: Session, message_id: int, request_id: str, *, at: datetime) -> _Errand | None:
    request = lock_request(session, request_id)
    found = session.execute(_MESSAGE, {"id": message_id}).one_or_none()
    if request is None or found is None:
        return None
    message, attempt = found
    if message.state is not MessageState.SENDING:
        return None
    return _Errand(session, request, attempt, message, at)


_MESSAGES = cast(Table, OutboxMessageRow.__table__)
_DONE = (
    update(_MESSAGES)
    .where(_MESSAGES.c.id == bindparam("message_id"), _MESSAGES.c.state == MessageState.SENDING)
    .values(
        state=MessageState.SENT,
        sent_at=bindparam("done_at"),
        provider_id=bindparam("call_id"),
        deadline_at=None,
    )
)
_MESSAGE = (
    select(OutboxMessageRow, AttemptRow)
    .join(AttemptRow, AttemptRow.id == OutboxMessageRow.attempt_id)
    .where(OutboxMessageRow.id == bindparam("id"))
)


def _delivered(errand: _Errand, call_id: str | None) -> None:
    message, attempt, at = errand.message, errand.attempt, errand.at
    message.state = MessageState.SENT
    message.sent_at = at
    message.provider_id = call_id
    is_picked_up = attempt.state is AttemptState.PROMPT or attempt.connected_at is not None
    if call_id is not None and not is_picked_up:
        adopt_call(errand.session, attempt, call_id)
    is_requester = attempt.side is Side.REQUESTER
    event = RequestEvent.REQUESTER_DIALLED if is_requester else RequestEvent.DIALLED
    happened_to_attempt(errand.session, attempt, Happening(event, at))
    if attempt.state in _RINGING:  # the provider may have reported the ringing before we got here
        attempt.gives_up_at = at + timedelta(seconds=attempt.ring_seconds + GRACE)
        _look_again(errand, attempt.gives_up_at)
    if not _is_wanted(errand):
        enqueue(errand.session, MessageKind.HANG_UP, attempt, at=at)


def _is_wanted(errand: _Errand) -> bool:
    """The contact may have been cancelled or answered, or this very call declined, while the
    provider was being told."""
    request, attempt = errand.request, errand.attempt
    if attempt.side is Side.WARD:
        return attempt.state in OPEN_STATES
    is_to_be_told = request.status is RequestStatus.EXHAUSTED and attempt.side is Side.REQUESTER
    is_talk = request.status is RequestStatus.ANSWERED and request.ended_at is None
    joins_later = is_talk and attempt.side is not Side.RESPONDER
    if attempt.state in OPEN_STATES:
        return is_to_be_told or joins_later or request.status in RINGS
    if attempt.state is not AttemptState.ACCEPTED or attempt.ended_at is not None:
        return False
    return is_to_be_told or request.ended_at is None


def _postponed(errand: _Errand, code: str) -> None:
    message = errand.message
    message.last_error = code
    if message.tries == 1:
        failed = Happening(RequestEvent.PROVIDER_FAILED, errand.at, detail={"code": code})
        write(errand.session, errand.request.id, failed, attempt=errand.attempt)
    again = next_attempt_at(message.tries, at=errand.at, expires_at=message.expires_at)
    if again is None:
        _give_up(errand, RequestEvent.CALL_FAILED, code)
        return
    message.state = MessageState.PENDING
    message.next_attempt_at = again


def _give_up(errand: _Errand, event: RequestEvent, code: str) -> None:
    message, attempt = errand.message, errand.attempt
    message.state = MessageState.FAILED
    message.last_error = code
    if message.kind not in CALLS:
        return
    is_taken = attempt.accepted_at is not None and attempt.ended_at is None
    happening = Happening(event, errand.at, detail={"code": code})
    if is_taken and attempt.side is not Side.WARD:  # their yes comes to nothing: the search goes on
        write(errand.session, errand.request.id, happening, attempt=attempt)
        attempt.ended_at = errand.at
        _look_again(errand, errand.at)
        wake_after_commit(errand.session, Need.HUNTS)
        return
    if happened_to_attempt(errand.session, attempt, happening):
        attempt.ended_at = errand.at
        _look_again(errand, errand.at)
        is_ward = attempt.side is Side.WARD
        wake_after_commit(errand.session, Need.BEDS if is_ward else Need.HUNTS)


def _look_again(errand: _Errand, at: datetime) -> None:
    """Have the worker look no later than ``at`` at whatever the call is made for."""
    admission_id = errand.attempt.admission_id
    if admission_id is None:
        look_again_at(errand.request, at)
        return
    admission = errand.session.get_one(AdmissionRow, admission_id)
    if admission.check_at is None or at < admission.check_at:
        admission.check_at = at
