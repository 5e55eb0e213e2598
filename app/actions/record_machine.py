"""The provider says that a voicemail box picked up: the next in turn is rung at once.

It may be wrong, so nobody who has pressed a digit is hung up on.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from app.actions import hunt
from app.actions.admission.ward_call import ward_call_over
from app.actions.await_talk import note_yes_over
from app.actions.locked_call import LockedCall, lock_call
from app.actions.ring_again import ring_again
from models.outbox import MessageKind
from notifications.outbox import enqueue
from routing.directory import Directory
from routing.lifecycle import OPEN_STATES, RequestEvent
from routing.outcome import Side

HANG_UP_SECONDS = 3  # until the line is free again


def record_machine(
    session: Session, attempt_id: str, *, call_id: str, directory: Directory, at: datetime
) -> None:
    """Hang up on a voicemail box, unless a person has answered for it. Again: nothing."""
    call = lock_call(session, attempt_id, directory=directory, at=at)
    if call is None:
        return
    attempt = call.attempt
    is_this_call = attempt.provider_call_id == call_id and attempt.ended_at is None
    if not is_this_call or attempt.side is Side.REQUESTER:
        session.rollback()
        return
    if attempt.state in OPEN_STATES:
        _nobody_there(call)
    elif attempt.accepted_at is not None and attempt.confirmed_at is None:
        enqueue(session, MessageKind.HANG_UP, attempt, at=at)
        if not ring_again(call, delay=HANG_UP_SECONDS):
            note_yes_over(call)
    session.commit()


def _nobody_there(call: LockedCall) -> None:
    if call.attempt.side is Side.WARD:
        enqueue(call.session, MessageKind.HANG_UP, call.attempt, at=call.at)
        ward_call_over(call, RequestEvent.VOICEMAIL)
        return
    was_open = call.is_open and call.attempt.side is Side.RESPONDER
    call.attempt_saw(RequestEvent.VOICEMAIL)
    call.attempt.ended_at = call.at
    enqueue(call.session, MessageKind.HANG_UP, call.attempt, at=call.at)
    if was_open:
        hunt.advance(call.session, call.request, directory=call.directory, at=call.at)
