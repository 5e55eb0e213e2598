"""One of the two acts as in a talk: pressing is a word that they talk, where that can be so.

Part of its callers' transactions: it commits nothing itself.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.hunting.unreported_talk import find_pair
from app.actions.talk.await_talk import standing_yes
from app.actions.talk.record_connection import Unreported, answered
from models.tables.contacts import CareRequestRow
from routing.lifecycle import RequestStatus


def one_says_they_talk(session: Session, request: CareRequestRow, *, at: datetime) -> bool:
    """Count the contact as answered, unless it is known that the two cannot have met yet: then
    nothing is changed, and False is returned. Only for what one of the two does."""
    taken = standing_yes(session, request.id)
    if request.status is not RequestStatus.JOINING or taken is None:
        return False
    pair = find_pair(session, request.id, taken)
    if pair is None or not pair.may_talk(at):
        return False
    answered(session, request, taken, at=pair.entered_at, how=Unreported.ONE_SAID_SO)
    return True
