"""Somebody said yes in the browser, but cannot be reached on their phone: nobody waits in vain."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.care_request import AttemptRow, CareRequestRow
from models.journal import Happening, write
from models.outbox import MessageKind
from notifications.outbox import enqueue
from routing.lifecycle import AttemptState, RequestEvent
from routing.outcome import Side


def note_unreached(
    session: Session, request: CareRequestRow, attempt: AttemptRow, *, code: str, at: datetime
) -> None:
    """Write it in the log, and tell the requester who waits on the line; the yes still stands."""
    attempt.ended_at = at
    failed = Happening(RequestEvent.CALL_FAILED, at, detail={"code": code})
    write(session, request.id, failed, attempt=attempt)
    waiting = session.scalar(
        select(AttemptRow).where(
            AttemptRow.request_id == request.id,
            AttemptRow.side == Side.REQUESTER,
            AttemptRow.state == AttemptState.ACCEPTED,
            AttemptRow.ended_at.is_(None),
        )
    )
    if waiting is not None:
        enqueue(session, MessageKind.TELL_REQUESTER, waiting, at=at)
