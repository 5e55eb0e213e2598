"""They said yes elsewhere but no person picked up: ring once more, then say so.

Part of its callers' transactions: it commits nothing itself.
"""

from app.actions.locked_call import LockedCall
from models.outbox import MessageKind
from notifications.outbox import enqueue, load_calls
from notifications.unreached import note_unreached
from routing.lifecycle import RequestEvent

# Times in all that we ring a responder who has said yes in the browser but not picked up.
CONNECT_TRIES = 2


def ring_again(call: LockedCall, event: RequestEvent, *, delay: int = 0) -> None:
    """One more call, after ``delay`` seconds; after the last one the requester is told the
    number."""
    if len(load_calls(call.session, call.attempt)) < CONNECT_TRIES:
        kind = MessageKind.CALL_RESPONDER
        enqueue(call.session, kind, call.attempt, at=call.at, delay=delay)
        return
    note_unreached(call.session, call.request, call.attempt, code=event.value, at=call.at)
