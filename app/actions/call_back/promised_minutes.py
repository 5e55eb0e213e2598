"""For how long the requester has been asked to wait for a call-back."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.tables.contacts import RequestEventRow
from routing.lifecycle import RequestEvent


def minutes_promised(session: Session, *, request_id: str) -> int | None:
    """The minutes of the last promise; None when nobody has given any."""
    detail = session.scalar(
        select(RequestEventRow.detail)
        .where(
            RequestEventRow.request_id == request_id,
            RequestEventRow.event == RequestEvent.CALL_BACK_PROMISED,
        )
        .order_by(RequestEventRow.id.desc())
        .limit(1)
    )
    return None if detail is None else int(detail["minutes"])
