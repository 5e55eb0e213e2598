"""The requester changes their mind: every phone stops ringing."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.actions import hunt
from app.actions.actor import Actor
from app.actions.errors import NotYours, UnknownContact
from models.db import start_writing
from models.journal import By, Happening, happened, lock_request
from models.outbox import MessageKind
from notifications.outbox import enqueue
from routing.lifecycle import RequestEvent


def cancel_request(session: Session, request_id: str, *, by: Actor, at: datetime) -> None:
    """Cancel a contact nobody has answered yet; one that is over is left as it is.

    Raises ``UnknownContact`` or ``NotYours``.
    """
    start_writing(session)
    request = lock_request(session, request_id)
    if request is None:
        session.rollback()
        raise UnknownContact
    if request.requester_id != by.account_id:
        session.rollback()
        raise NotYours
    who = By(by.account_id, by.unit_id)
    if happened(session, request, Happening(RequestEvent.CANCELLED, at, who)):
        request.ended_at = at
        request.check_at = None
        hunt.stop_ringing(session, request, at=at)
        for leg in hunt.joined_legs(session, request_id):
            enqueue(session, MessageKind.HANG_UP, leg, at=at)
    session.commit()
