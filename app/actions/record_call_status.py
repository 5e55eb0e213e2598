"""What the provider reports of a call's progress. "It rang" is never "they said yes"."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.actions import hunt
from app.actions.admission.ward_call import ward_call_over
from app.actions.call_requester import call_again_unheard
from app.actions.fetch_requester import look_at_talk
from app.actions.locked_call import LockedCall, lock_call
from app.actions.ring_again import ring_again
from app.actions.third_party_call import third_party_call_over
from models.journal import Happening, adopt_call, look_again_at, write
from models.outbox import MessageKind, MessageState
from notifications.outbox import cancel_pending_calls, enqueue, load_calls
from notifications.wake import Need, wake_after_commit
from routing.directory import Directory
from routing.lifecycle import OPEN_STATES, RequestEvent, RequestStatus
from routing.outcome import Side

# Seconds the requester may stay on the line after the talk: two questions and two silences.
OUTCOME_SECONDS = 90


@dataclass(frozen=True, slots=True)
class CallReport:
    """One report: of which call at the provider, and what happened to it."""

    call_id: str
    event: RequestEvent


def record_call_status(
    session: Session, attempt_id: str, report: CallReport, *, directory: Directory, at: datetime
) -> bool:
    """Let a report change what it may; False when the attempt is unknown. Repeats do nothing."""
    call = lock_call(session, attempt_id, directory=directory, at=at)
    if call is None:
        return False
    attempt = call.attempt
    if _is_repeated(call, report):
        session.rollback()
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
    if call.request.answered_at is not None and call.attempt.state in OPEN_STATES:
        call.attempt_saw(event)  # rung for one who has said yes, and who waits
        look_at_talk(call.session, call.request, at=call.at)
        return
    if call.request.answered_at is not None:
        end_talk(call)
        return
    if call.request.status is RequestStatus.EXHAUSTED:  # were they told before it broke off?
        call.attempt_saw(event)
        look_again_at(call.request, call.at)
        wake_after_commit(call.session, Need.HUNTS)
        return
    if call.request.status is RequestStatus.CALLING_REQUESTER:
        call.attempt_saw(event)
        if event is RequestEvent.CALL_ENDED and call_again_unheard(
            call.session, call.request, at=call.at
        ):
            return
        reason = RequestEvent.REQUESTER_UNREACHABLE
    else:
        reason = RequestEvent.REQUESTER_HUNG_UP
    if call.request_saw(reason):
        call.request.ended_at = call.at
        call.request.check_at = None
        hunt.stop_ringing(call.session, call.request, at=call.at)


def _responder_call_over(call: LockedCall, event: RequestEvent) -> None:
    attempt = call.attempt
    if attempt.accepted_at is not None:
        # Over before it was known that a person held the phone: a voicemail box, or nobody.
        if attempt.connected_at is None and (
            attempt.confirmed_at is None or event is not RequestEvent.CALL_ENDED
        ):
            ring_again(call, event)
            return
        attempt.ended_at = call.at
        end_talk(call)
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


def end_talk(call: LockedCall) -> None:
    """The talk is over, once: the other legs are hung up, the requester's when there has been time
    to ask them how it went."""
    if call.request.ended_at is not None:
        return
    call.request.ended_at = call.at
    write(call.session, call.request.id, Happening(RequestEvent.CALL_ENDED, call.at))
    hunt.stop_ringing(call.session, call.request, at=call.at)  # a third party
    legs = hunt.joined_legs(call.session, call.request.id)
    cancel_pending_calls(call.session, legs)
    for leg in legs:
        stays = leg.side is Side.REQUESTER and leg.id != call.attempt.id
        delay = OUTCOME_SECONDS if stays else 0
        enqueue(call.session, MessageKind.HANG_UP, leg, at=call.at, delay=delay)
