"""Somebody joined a contact's common talk: when both are in it, they are connected."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.care_request import AttemptRow
from models.db import start_writing
from models.journal import Happening, lock_request, write
from routing.lifecycle import RequestEvent
from routing.outcome import BOTH_SIDES


def record_connection(session: Session, request_id: str, *, call_id: str, at: datetime) -> bool:
    """Note that a call joined; False when the contact or the call is unknown."""
    start_writing(session)
    request = lock_request(session, request_id)
    attempt = (
        None
        if request is None
        else session.scalar(
            select(AttemptRow).where(
                AttemptRow.request_id == request_id, AttemptRow.provider_call_id == call_id
            )
        )
    )
    if request is None or attempt is None:
        session.rollback()
        return False
    if attempt.connected_at is None and request.ended_at is None:  # a late word of it dates nothing
        attempt.connected_at = at
        session.flush()
        sides = session.scalars(
            select(AttemptRow.side).where(
                AttemptRow.request_id == request_id, AttemptRow.connected_at.is_not(None)
            )
        ).all()
        if attempt.side in BOTH_SIDES and set(BOTH_SIDES) <= set(sides):
            connected = Happening(RequestEvent.CONNECTED, at)
            write(session, request_id, connected, attempt=attempt)
    session.commit()
    return True
