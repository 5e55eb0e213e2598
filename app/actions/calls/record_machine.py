"""The provider says who picked up: after a voicemail box the next in turn is rung at once, and a
requester who is heard to be a person need not press a key.

It may be wrong, so nobody who has pressed a digit is hung up on, and no responder's yes is assumed.
"""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.actions.admission.ward_call import ward_call_over
from app.actions.hunting import hunt
from app.actions.hunting.ring_again import ring_again
from app.actions.shared.locked_call import LockedCall, lock_call
from app.actions.talk.await_talk import note_yes_over
from app.actions.talk.prove_requester import is_unproven, nobody_is_there, person_is_there
from models.db import transaction
from models.logs.contacts import look_again_at
from models.tables.outbox import MessageKind
from notifications.outbox import enqueue
from routing.directory import Directory
from routing.lifecycle import OPEN_STATES, AttemptState, RequestEvent, RequestStatus
from routing.outcome import Side

HANG_UP_SECONDS = 3  # until the line is free again

# In these a requester who picks up is asked for a key.
_ASKED = frozenset({RequestStatus.CALLING_REQUESTER, RequestStatus.HUNTING, RequestStatus.JOINING})


def record_machine(
    session: Session, attempt_id: str, *, call_id: str, directory: Directory, at: datetime
) -> None:
    """Hang up on a voicemail box, unless a person has answered for it. Again: nothing."""
    with transaction(session):
        call = lock_call(session, attempt_id, directory=directory, at=at)
        if call is None:
            return
        attempt = call.attempt
        is_this_call = attempt.provider_call_id == call_id and attempt.ended_at is None
        if not is_this_call:
            return
        if attempt.side is Side.REQUESTER:
            _requesters_box(call)
        elif attempt.state in OPEN_STATES:
            _nobody_there(call)
        elif attempt.accepted_at is not None and attempt.confirmed_at is None:
            enqueue(session, MessageKind.HANG_UP, attempt, at=at)
            if not ring_again(call, delay=HANG_UP_SECONDS):
                note_yes_over(call)
        session.commit()


def record_person(
    session: Session, attempt_id: str, *, call_id: str, directory: Directory, at: datetime
) -> None:
    """The requester is there: what a key would have led to. Again, or of anybody else: nothing."""
    with transaction(session):
        call = lock_call(session, attempt_id, directory=directory, at=at)
        if call is None:
            return
        attempt = call.attempt
        is_this_call = attempt.provider_call_id == call_id and attempt.ended_at is None
        is_asked = attempt.side is Side.REQUESTER and attempt.state is AttemptState.PROMPT
        if not (is_this_call and is_asked):
            return
        if is_unproven(call):
            person_is_there(call)
            enqueue(session, MessageKind.RELEASE, attempt, at=at)
        session.commit()


def _requesters_box(call: LockedCall) -> None:
    if call.attempt.state not in OPEN_STATES or call.request.status not in _ASKED:
        return
    enqueue(call.session, MessageKind.HANG_UP, call.attempt, at=call.at)
    if is_unproven(call):
        nobody_is_there(call, RequestEvent.VOICEMAIL)
        return
    call.attempt_saw(RequestEvent.VOICEMAIL)
    call.attempt.ended_at = call.at
    if call.request.status is RequestStatus.JOINING:  # rung once more, when the line is free
        look_again_at(call.request, call.at + timedelta(seconds=HANG_UP_SECONDS))


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
