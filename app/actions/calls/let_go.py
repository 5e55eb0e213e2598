"""Somebody waits on the line although their contact is over: they hear so, and are hung up.

It comes to that when the provider said that a call had ended which had not, or when the message
that was to end it never got through.
"""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models.db import transaction
from models.logs.contacts import lock_attempt
from models.tables.contacts import AttemptRow, CareRequestRow, is_id
from models.tables.outbox import MessageKind, MessageState, OutboxMessageRow
from notifications.outbox import enqueue

_ENDING = (MessageKind.TELL_REQUESTER, MessageKind.HANG_UP)
_UNSENT = (MessageState.PENDING, MessageState.SENDING)


def let_go_if_over(session: Session, attempt_id: str, *, at: datetime) -> None:
    """End the wait of a call whose contact is over; does nothing for any other."""
    attempt = session.get(AttemptRow, attempt_id) if is_id(attempt_id) else None
    if attempt is None or not _is_over(session.get_one(CareRequestRow, attempt.request_id)):
        return
    with transaction(session):
        found = lock_attempt(session, attempt_id)
        if found is None or _is_being_ended(session, attempt_id):
            return
        _request, attempt = found
        # One we took to have hung up has waited for an answer: they are told whom to ring instead.
        was_taken_for_gone = attempt.ended_at is not None
        kind = MessageKind.TELL_REQUESTER if was_taken_for_gone else MessageKind.HANG_UP
        enqueue(session, kind, attempt, at=at)
        session.commit()


def _is_over(request: CareRequestRow) -> bool:
    return request.ended_at is not None


def _is_being_ended(session: Session, attempt_id: str) -> bool:
    unsent = exists().where(
        OutboxMessageRow.attempt_id == attempt_id,
        OutboxMessageRow.kind.in_(_ENDING),
        OutboxMessageRow.state.in_(_UNSENT),
    )
    return bool(session.scalar(select(unsent)))
