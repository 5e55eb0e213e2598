"""Somebody left the contact's common room: a requester who waited there has hung up."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.actions.calls.record_call_status import CallReport, record_call_status
from models.tables.contacts import AttemptRow, CareRequestRow, is_id
from models.tables.outbox import MessageKind, MessageState, OutboxMessageRow
from routing.directory import Directory
from routing.lifecycle import RequestEvent, RequestStatus
from routing.outcome import Side

# While one of these is on its way or has been sent, the requester leaves the room because we ask
# them to: to be told something.
_SENT_FOR = (MessageState.PENDING, MessageState.SENDING, MessageState.SENT)


def record_leaving(
    session: Session, request_id: str, *, call_id: str, directory: Directory, at: datetime
) -> None:
    """Let a requester who leaves before they are joined end the search; anybody else changes
    nothing.

    The report of the call itself says the same later, and may get lost.
    """
    attempt = _waiting(session, request_id, call_id) if is_id(request_id) else None
    attempt_id = None if attempt is None else attempt.id
    session.rollback()
    if attempt_id is not None:
        report = CallReport(call_id, RequestEvent.CALL_ENDED)
        record_call_status(session, attempt_id, report, directory=directory, at=at)


def _waiting(session: Session, request_id: str, call_id: str) -> AttemptRow | None:
    sent_for = exists().where(
        OutboxMessageRow.attempt_id == AttemptRow.id,
        OutboxMessageRow.kind == MessageKind.TELL_REQUESTER,
        OutboxMessageRow.state.in_(_SENT_FOR),
    )
    return session.scalar(
        select(AttemptRow)
        .join(CareRequestRow, CareRequestRow.id == AttemptRow.request_id)
        .where(
            AttemptRow.request_id == request_id,
            AttemptRow.provider_call_id == call_id,
            AttemptRow.side == Side.REQUESTER,
            AttemptRow.ended_at.is_(None),
            CareRequestRow.status.in_((RequestStatus.HUNTING, RequestStatus.JOINING)),
            ~sent_for,
        )
    )
