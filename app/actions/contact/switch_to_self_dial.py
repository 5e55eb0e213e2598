""" "Ring själv i stället": the requester has waited enough, or telephony is down, and dials."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.hunting import hunt
from app.actions.shared.actor import Actor
from app.actions.shared.own_contact import lock_own_contact
from models.db import transaction
from models.logs.contacts import Happening, happened
from models.tables.contacts import CallMode
from models.tables.outbox import MessageKind
from notifications.outbox import cancel_pending_calls, enqueue
from routing.directory import Directory
from routing.lifecycle import RequestEvent


def switch_to_self_dial(
    session: Session, request_id: str, *, by: Actor, directory: Directory, at: datetime
) -> None:
    """Stop every call, and show the numbers one after the other, as "Jag ringer själv" does.

    Those we have rung in vain are not shown again. One that is answered, over, or dialled by hand
    already is left as it is. Raises ``UnknownContact`` or ``NotYours``.
    """
    with transaction(session):
        request = lock_own_contact(session, request_id, by=by)
        who = by.in_log
        if happened(session, request, Happening(RequestEvent.SWITCHED_TO_SELF_DIAL, at, who)):
            hunt.stop_ringing(session, request, at=at)
            legs = hunt.joined_legs(session, request_id)
            cancel_pending_calls(session, legs)
            for leg in legs:
                leg.ended_at = at
                enqueue(session, MessageKind.HANG_UP, leg, at=at)
            request.mode = CallMode.SELF_DIAL
            hunt.advance(session, request, directory=directory, at=at)
        session.commit()
