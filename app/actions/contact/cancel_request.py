"""The requester changes their mind: every phone stops ringing."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.hunting import hunt
from app.actions.shared.actor import Actor
from app.actions.shared.own_contact import lock_own_contact
from models.db import transaction
from models.logs.contacts import Happening, happened
from routing.lifecycle import RequestEvent


def cancel_request(session: Session, request_id: str, *, by: Actor, at: datetime) -> None:
    """Cancel a contact nobody has answered yet; one that is over, or a talk, is left as it is.

    Raises ``UnknownContact`` or ``NotYours``.
    """
    with transaction(session):
        request = lock_own_contact(session, request_id, by=by)
        who = by.in_log
        if happened(session, request, Happening(RequestEvent.CANCELLED, at, who)):
            request.ended_at = at
            request.check_at = None
            hunt.stop_ringing(session, request, at=at)
            hunt.let_go(session, hunt.joined_legs(session, request_id), at=at)
        session.commit()
