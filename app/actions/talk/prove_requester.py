"""Nobody is rung until a person has been proven at the requester's end: by a key, or by what the
provider says that it hears.

Part of its callers' transactions: it commits nothing itself.
"""

from app.actions.hunting import hunt
from app.actions.shared.locked_call import LockedCall
from app.actions.talk.call_requester import call_again_unheard
from routing.lifecycle import OPEN_STATES, RequestEvent, RequestStatus


def is_unproven(call: LockedCall) -> bool:
    """Whether this call of the requester waits for a sign of a person, before the search."""
    is_first = call.request.status is RequestStatus.CALLING_REQUESTER
    return is_first and call.attempt.state in OPEN_STATES


def person_is_there(call: LockedCall) -> None:
    """The search begins."""
    call.both_saw(RequestEvent.REQUESTER_READY)
    call.attempt.confirmed_at = call.at
    hunt.advance(call.session, call.request, directory=call.directory, at=call.at)


def nobody_is_there(call: LockedCall, event: RequestEvent) -> None:
    """A voicemail box, or silence: they are rung once more, and then it counts as no answer."""
    call.attempt_saw(event)
    call.attempt.ended_at = call.at
    if not call_again_unheard(call.session, call.request, at=call.at):
        end_search(call, RequestEvent.REQUESTER_UNREACHABLE)


def end_search(call: LockedCall, event: RequestEvent) -> None:
    """The requester is gone, or was never reached: every phone stops."""
    if call.request_saw(event):
        call.request.ended_at = call.at
        call.request.check_at = None
        hunt.stop_ringing(call.session, call.request, at=call.at)
