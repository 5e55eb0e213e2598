"""Wakes the worker the moment there is something for it to do, so that nobody waits for a tick."""

import threading
from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import event, text
from sqlalchemy.orm import Session

CHANNEL = "outbox"
_FLAG = "wake_worker"


class Need(StrEnum):
    """What a commit has left to be done; each job that wakes at once listens for one of them."""

    CALLS = "calls"  # a message to the telephone provider stands in the outbox
    HUNTS = "hunts"  # a contact is to be looked at now
    BEDS = "beds"  # a direct admission is to be looked at now
    TEXTS = "texts"  # a text message is to be sent
    MAIL = "mail"  # a mail is to be sent


class Bell:
    """Wakes one sleeper for each ring, so that a job's threads do not all run for one message.
    Rings nobody has heard yet are kept, as many as there are sleepers."""

    def __init__(self, sleepers: int) -> None:
        self._sleepers = sleepers
        self._rings = 0
        self._rung = threading.Condition()

    def ring(self) -> None:
        """Wake one."""
        with self._rung:
            self._rings = min(self._rings + 1, self._sleepers)
            self._rung.notify()

    def wait(self, timeout: float) -> bool:
        """Sleep until a ring, which is then used up, or for ``timeout`` seconds; was it a ring?"""
        with self._rung:
            is_rung = self._rung.wait_for(lambda: self._rings > 0, timeout)
            self._rings -= is_rung
            return is_rung


class Bells:
    """Who in this process is to be woken for what."""

    def __init__(self) -> None:
        self._listening: list[tuple[Need, Bell]] = []
        self._lock = threading.Lock()

    def listen(self, need: Need, *, sleepers: int = 1) -> Bell:
        """A bell that rings each time the need arises, for one thread or several."""
        bell = Bell(sleepers)
        with self._lock:
            self._listening.append((need, bell))
        return bell

    def forget(self, bell: Bell) -> None:
        """Listen no longer."""
        with self._lock:
            self._listening = [pair for pair in self._listening if pair[1] is not bell]

    def ring(self, needs: Iterable[str] = tuple(Need)) -> None:
        """Wake whoever listens for one of the needs."""
        wanted = frozenset(needs)
        with self._lock:
            listening = tuple(self._listening)
        for need, bell in listening:
            if need in wanted:
                bell.ring()


bells = Bells()


def wake_after_commit(session: Session, need: Need = Need.CALLS) -> None:
    """Mark the transaction: when it is committed, every worker wakes.

    On PostgreSQL the database itself tells the other processes (NOTIFY is delivered at commit).
    """
    session.info.setdefault(_FLAG, set()).add(need)


@event.listens_for(Session, "before_commit")
def _notify(session: Session) -> None:
    needs = session.info.get(_FLAG)
    if needs and session.get_bind().dialect.name == "postgresql":
        session.connection().execute(_NOTIFY, {"channel": CHANNEL, "needs": sorted(needs)})


_NOTIFY = text("SELECT pg_notify(:channel, need) FROM unnest(CAST(:needs AS text[])) AS need")


@event.listens_for(Session, "after_commit")
def _wake(session: Session) -> None:
    needs = session.info.pop(_FLAG, None)
    if needs:
        bells.ring(needs)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_FLAG, None)
