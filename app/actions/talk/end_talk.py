"""The talk is over (samtalet är slut), once: the other legs are hung up.

Part of its callers' transactions: it commits nothing itself.
"""

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from app.actions.hunting import hunt
from models.logs.contacts import Happening, write
from models.tables.contacts import AttemptRow, CareRequestRow
from models.tables.outbox import MessageKind
from notifications.outbox import cancel_pending_calls, enqueue
from routing.lifecycle import RequestEvent
from routing.outcome import Side

OUTCOME_SECONDS: Final = 90
"""How long the requester may stay on the line after the talk: two questions and two silences."""


def end_talk(
    session: Session, request: CareRequestRow, *, left_by: AttemptRow, at: datetime
) -> None:
    """``left_by`` has gone; the requester is hung up when there has been time to ask them how it
    went."""
    if request.ended_at is not None:
        return
    request.ended_at = at
    request.check_at = None
    write(session, request.id, Happening(RequestEvent.CALL_ENDED, at))
    hunt.stop_ringing(session, request, at=at)  # a third party
    legs = hunt.joined_legs(session, request.id)
    cancel_pending_calls(session, legs)
    for leg in legs:
        stays = leg.side is Side.REQUESTER and leg.id != left_by.id
        delay = OUTCOME_SECONDS if stays else 0
        enqueue(session, MessageKind.HANG_UP, leg, at=at, delay=delay)
