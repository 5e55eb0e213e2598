"""A contact that somebody has asked for themselves, locked in the action's transaction."""

from sqlalchemy.orm import Session

from app.actions.shared.actor import Actor
from app.actions.shared.errors import NotYours, UnknownContact
from models.logs.contacts import lock_request
from models.tables.contacts import CareRequestRow


def lock_own_contact(session: Session, request_id: str, *, by: Actor) -> CareRequestRow:
    """The requester's own contact. Raises ``UnknownContact`` or ``NotYours``."""
    request = lock_request(session, request_id)
    if request is None:
        raise UnknownContact
    if request.requester_id != by.account_id:
        raise NotYours
    return request
