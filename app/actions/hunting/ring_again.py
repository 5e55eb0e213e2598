"""They said yes elsewhere but no person picked up: ring once more, while there is time.

Part of its callers' transactions: it commits nothing itself.
"""

from app.actions.shared.locked_call import LockedCall
from models.tables.outbox import MessageKind
from notifications.outbox import enqueue, load_calls

# Times in all that we ring a responder who has said yes in the browser but not picked up.
CONNECT_TRIES = 2


def ring_again(call: LockedCall, *, delay: int = 0) -> bool:
    """One more call, after ``delay`` seconds; False when they have been rung enough. By when they
    must have answered stands."""
    if len(load_calls(call.session, call.attempt)) >= CONNECT_TRIES:
        return False
    call.attempt.picked_up_at = None
    enqueue(call.session, MessageKind.CALL_RESPONDER, call.attempt, at=call.at, delay=delay)
    return True
