"""What the provider reports of a call's progress. "It rang" is never "they said yes"."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.admission.ward_call import ward_call_over
from app.actions.calls.third_party_call import third_party_call_over
from app.actions.hunting import hunt
from app.actions.hunting.ring_again import ring_again
from app.actions.shared.locked_call import LockedCall, lock_call
from app.actions.talk.await_talk import PATIENCE, look_at_yes, note_yes_over
from app.actions.talk.end_talk import end_talk
from app.actions.talk.prove_requester import end_search, nobody_is_there
from models.db import transaction
from models.logs.contacts import adopt_call, look_again_at
from models.tables.outbox import MessageState
from notifications.outbox import load_calls
from notifications.wake import Need, wake_after_commit
from routing.directory import Directory
from routing.lifecycle import OPEN_STATES, RequestEvent, RequestStatus
from routing.outcome import Side

# In these the requester has been on the line, and is rung only for one who has said yes, or had.
_SAID_YES = frozenset({RequestStatus.HUNTING, RequestStatus.JOINING, RequestStatus.ANSWERED})


@dataclass(frozen=True, slots=True)
class CallReport:
    """One report: of which call at the provider, and what happened to it."""

    call_id: str
    event: RequestEvent


def record_call_status(
    session: Session, attempt_id: str, report: CallReport, *, directory: Directory, at: datetime
) -> bool:
    """Let a report change what it may; False when the attempt is unknown. Repeats do nothing."""
    with transaction(session):
        call = lock_call(session, attempt_id, directory=directory, at=at)
        if call is None:
            return False
        attempt = call.attempt
        if _is_repeated(call, report):
            return True
        if attempt.provider_call_id is None or _is_rung_again(call):
            adopt_call(session, attempt, report.call_id)
        is_old = attempt.provider_call_id != report.call_id or attempt.ended_at is not None
        if report.event is RequestEvent.RINGING:
            call.attempt_saw(report.event)
        elif not is_old and attempt.side is Side.REQUESTER:
            _requester_call_over(call, report.event)
        elif not is_old and attempt.side is Side.THIRD_PARTY:
            third_party_call_over(call, report.event)
        elif not is_old and attempt.side is Side.WARD:
            ward_call_over(call, report.event)
        elif not is_old:
            _responder_call_over(call, report.event)
        session.commit()
    return True


def _requester_call_over(call: LockedCall, event: RequestEvent) -> None:
    call.attempt.ended_at = call.at
    status = call.request.status
    # Rung for one who has said yes: such a call, in vain, is not what ends the search.
    was_rung = status in _SAID_YES and call.attempt.state in OPEN_STATES
    if was_rung:
        call.attempt_saw(event)
    if status is RequestStatus.JOINING:
        _requester_gone(call, was_rung=was_rung)
    elif call.request.answered_at is not None and not was_rung:
        end_talk(call.session, call.request, left_by=call.attempt, at=call.at)
    elif status is RequestStatus.EXHAUSTED:  # were they told before it broke off?
        call.attempt_saw(event)
        look_again_at(call.request, call.at)
        wake_after_commit(call.session, Need.HUNTS)
    elif not was_rung:
        _requester_gave_up(call, event)


def _requester_gave_up(call: LockedCall, event: RequestEvent) -> None:
    if call.request.status is not RequestStatus.CALLING_REQUESTER:
        end_search(call, RequestEvent.REQUESTER_HUNG_UP)
    elif event is RequestEvent.CALL_ENDED:  # picked up, and nobody has been proven there
        nobody_is_there(call, event)
    else:
        call.attempt_saw(event)
        end_search(call, RequestEvent.REQUESTER_UNREACHABLE)


def _requester_gone(call: LockedCall, *, was_rung: bool) -> None:
    """Somebody has said yes and waits: the requester is rung once more, or has hung up."""
    if was_rung:
        look_at_yes(call.session, call.request, directory=call.directory, at=call.at)
        return
    look_again_at(call.request, call.at + PATIENCE)
    wake_after_commit(call.session, Need.HUNTS)


def _responder_call_over(call: LockedCall, event: RequestEvent) -> None:
    attempt = call.attempt
    if call.request.status is RequestStatus.JOINING and attempt.accepted_at is not None:
        is_unlifted = attempt.confirmed_at is None and event is not RequestEvent.CALL_ENDED
        if not (is_unlifted and ring_again(call)):
            note_yes_over(call)
        return
    if attempt.accepted_at is not None:
        attempt.ended_at = call.at
        if call.request.answered_at is not None:
            end_talk(call.session, call.request, left_by=attempt, at=call.at)
        return
    was_open = call.is_open
    call.attempt_saw(event)
    attempt.ended_at = call.at
    if was_open:
        hunt.advance(call.session, call.request, directory=call.directory, at=call.at)


def _is_repeated(call: LockedCall, report: CallReport) -> bool:
    """A report of a call whose end has led to another one, not yet made."""
    states = _states_of_second_call(call)
    is_known = call.attempt.provider_call_id == report.call_id
    return is_known and bool(states & {MessageState.PENDING, MessageState.SENDING})


def _is_rung_again(call: LockedCall) -> bool:
    """The provider has been asked for the second call, and may report it before we have its id."""
    return MessageState.SENDING in _states_of_second_call(call)


def _states_of_second_call(call: LockedCall) -> set[MessageState]:
    if call.attempt.accepted_at is None or call.attempt.connected_at is not None:
        return set()
    return {one.state for one in load_calls(call.session, call.attempt)[1:]}
