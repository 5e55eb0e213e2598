"""Writes messages into the outbox, in the transaction of the step that causes them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from models.db import insert_now
from models.tables.contacts import AttemptRow
from models.tables.outbox import MessageKind, MessageState, OutboxMessageRow
from notifications.wake import wake_after_commit

CALLS = frozenset(
    {
        MessageKind.CALL_REQUESTER,
        MessageKind.CALL_RESPONDER,
        MessageKind.CALL_THIRD_PARTY,
        MessageKind.CALL_WARD,
    }
)

# Seconds a message is worth sending: later, the hunt has gone on and the call would confuse.
LIFETIME = {
    MessageKind.CALL_REQUESTER: 180,
    MessageKind.CALL_RESPONDER: 180,
    MessageKind.CALL_THIRD_PARTY: 60,
    MessageKind.CALL_WARD: 180,
    MessageKind.CONNECT_RESPONDER: 60,
    MessageKind.TELL_REQUESTER: 600,
    MessageKind.HANG_UP: 600,
    MessageKind.RELEASE: 60,
    MessageKind.JOIN_REQUESTER: 60,
}


def enqueue(
    session: Session, kind: MessageKind, attempt: AttemptRow, *, at: datetime, delay: int = 0
) -> None:
    """Add one message about an attempt; it is sent once its transaction is committed, or ``delay``
    seconds later."""
    due_at = at + timedelta(seconds=delay)
    message = OutboxMessageRow(
        request_id=attempt.request_id,
        attempt_id=attempt.id,
        kind=kind,
        payload={},
        state=MessageState.PENDING,
        tries=0,
        created_at=at,
        next_attempt_at=due_at,
        expires_at=due_at + timedelta(seconds=LIFETIME[kind]),
    )
    insert_now(session, message)
    wake_after_commit(session)


def load_calls(session: Session, attempt: AttemptRow) -> Sequence[OutboxMessageRow]:
    """Every call asked for in an attempt, in order."""
    return session.scalars(
        select(OutboxMessageRow)
        .where(OutboxMessageRow.attempt_id == attempt.id, OutboxMessageRow.kind.in_(CALLS))
        .order_by(OutboxMessageRow.id)
    ).all()


def hurry_calls(session: Session, attempt_id: str | None, *, at: datetime) -> None:
    """Make a delayed call of an attempt now."""
    session.execute(
        update(OutboxMessageRow)
        .where(
            OutboxMessageRow.attempt_id == attempt_id,
            OutboxMessageRow.state == MessageState.PENDING,
            OutboxMessageRow.kind.in_(CALLS),
            OutboxMessageRow.tries == 0,
            OutboxMessageRow.next_attempt_at > at,
        )
        .values(next_attempt_at=at)
    )
    wake_after_commit(session)


def cancel_pending_calls(session: Session, attempts: Iterable[AttemptRow]) -> None:
    """Take back calls not yet made in attempts that no longer need them."""
    session.execute(
        update(OutboxMessageRow)
        .where(
            OutboxMessageRow.attempt_id.in_([attempt.id for attempt in attempts]),
            OutboxMessageRow.state == MessageState.PENDING,
            OutboxMessageRow.kind.in_(CALLS),
        )
        .values(state=MessageState.CANCELLED)
    )


def take_back(session: Session, attempt: AttemptRow, kind: MessageKind) -> bool:
    """Take back what is not yet sent; False while one is being sent, and may arrive any moment."""
    of_kind = (OutboxMessageRow.attempt_id == attempt.id, OutboxMessageRow.kind == kind)
    session.execute(
        update(OutboxMessageRow)
        .where(*of_kind, OutboxMessageRow.state == MessageState.PENDING)
        .values(state=MessageState.CANCELLED)
    )
    under_way = exists().where(*of_kind, OutboxMessageRow.state == MessageState.SENDING)
    return not session.scalar(select(under_way))


def note_arrived(session: Session, attempt: AttemptRow, kind: MessageKind, *, at: datetime) -> None:
    """What a message asked for is seen to be done: it is not sent again, whoever lived to record
    it."""
    session.execute(
        update(OutboxMessageRow)
        .where(
            OutboxMessageRow.attempt_id == attempt.id,
            OutboxMessageRow.kind == kind,
            OutboxMessageRow.state.in_((MessageState.PENDING, MessageState.SENDING)),
        )
        .values(state=MessageState.SENT, sent_at=at, deadline_at=None)
    )
