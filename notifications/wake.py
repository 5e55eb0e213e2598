"""Wakes the worker the moment something is in the outbox, so that nobody waits for a tick."""

import threading

from sqlalchemy import event, text
from sqlalchemy.orm import Session

CHANNEL = "outbox"
_FLAG = "wake_worker"

wake = threading.Event()


def wake_after_commit(session: Session) -> None:
    """Mark the transaction: when it is committed, every worker wakes.

    On PostgreSQL the database itself tells the other processes (NOTIFY is delivered at commit).
    """
    session.info[_FLAG] = True
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_notify(:channel, '')"), {"channel": CHANNEL})


@event.listens_for(Session, "after_commit")
def _wake(session: Session) -> None:
    if session.info.pop(_FLAG, False):
        wake.set()


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_FLAG, None)
