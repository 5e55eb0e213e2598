"""A no: the next in turn is rung at once. Why may be said with it, or right after.

Part of its callers' transactions: it commits nothing itself.
"""

from app.actions.hunting import hunt
from app.actions.shared.locked_call import LockedCall
from models.logs.contacts import MACHINE, By, Happening, write
from routing.lifecycle import AttemptState, RequestEvent
from routing.outcome import DeclineReason


def decline_contact(call: LockedCall, *, by: By = MACHINE) -> None:
    """Say no on behalf of whoever is rung, and let the hunt go on."""
    call.attempt_saw(RequestEvent.DECLINED, by=by)
    call.attempt.ended_at = call.at
    hunt.advance(call.session, call.request, directory=call.directory, at=call.at)


def give_reason(call: LockedCall, reason: DeclineReason, *, by: By = MACHINE) -> None:
    """Note why, once; the first reason stands."""
    if call.attempt.state is not AttemptState.DECLINED or call.attempt.decline_reason is not None:
        return
    call.attempt.decline_reason = reason
    given = Happening(
        RequestEvent.DECLINE_REASON_GIVEN, call.at, by, detail={"reason": reason.value}
    )
    write(call.session, call.request.id, given, attempt=call.attempt)
