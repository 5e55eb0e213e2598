"""Attempts to sign in, counted in the database before the password is looked at.

All processes count together, and however many come at once, no more are let in than there are left.

What is under way counts as one that went wrong until it has gone right. So many wrong ones are let
in for an account from one address, for an account from everywhere, and from one address for
whatever accounts: a whole hospital shares one address, and signs in rightly.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import case, delete, or_, select, update
from sqlalchemy.orm import Session

from models.db import insert_into, transaction
from models.tables.accounts import SignInCountRow

WINDOW: Final = timedelta(minutes=1)
"""From the first attempt; then counting begins anew."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How many wrong attempts are let in within ``WINDOW``."""

    amount: int


FAILURES: Final = Limit(5)
"""Of one account from one address."""

OF_ACCOUNT: Final = Limit(20)
"""Of one account from everywhere; more than from one address, so that nobody elsewhere can keep
somebody out with a handful of tries."""

FROM_ADDRESS: Final = Limit(20)
"""From one address, whatever the accounts."""

_FORGOTTEN_AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True)
class Attempt:
    """One that has been let in: under which keys it is counted, and until when each counts."""

    counted: tuple[tuple[str, datetime], ...]


def reserve(session: Session, address: str, username: str, *, at: datetime) -> Attempt | None:
    """Count an attempt and let it in; None, and nothing counted, when there have been too many.

    One transaction, committed here. Call it before the password is looked at, and ``give_back``
    when it was right or was never looked at; a wrong one stays counted. An attempt whose process
    dies stays counted too, until its time is over.
    """
    with transaction(session):
        counted = []
        for key, limit in _limits(address, username).items():
            ends_at = _count(session, key, limit, at=at)
            if ends_at is None:
                return None
            counted.append((key, ends_at))
        _forget_old(session, at=at)
        session.commit()
    return Attempt(tuple(counted))


def give_back(session: Session, attempt: Attempt) -> None:
    """Count an attempt no longer: the password was right, or nobody looked at it. Committed
    here."""
    with transaction(session):
        for key, ends_at in attempt.counted:
            session.execute(
                update(SignInCountRow)
                .where(SignInCountRow.key == key, SignInCountRow.ends_at == ends_at)
                .values(counted=SignInCountRow.counted - 1)
                .execution_options(synchronize_session=False)
            )
        session.commit()


def _limits(address: str, username: str) -> dict[str, Limit]:
    """By key, always in this order, so that nobody waits in a circle."""
    return {
        _key("account at address", username, address): FAILURES,
        _key("account", username): OF_ACCOUNT,
        _key("address", address): FROM_ADDRESS,
    }


def _key(kind: str, *of: str) -> str:
    return hashlib.sha256(repr((kind, *of)).encode()).hexdigest()


def _count(session: Session, key: str, limit: Limit, *, at: datetime) -> datetime | None:
    """Count one more under a key, in one statement; until when, None when it is full."""
    row, ends_at = SignInCountRow, at + WINDOW
    # What ends later than a window from now was counted before the clock was set back.
    is_over = or_(row.ends_at <= at, row.ends_at > ends_at)
    insert = insert_into(session, row).values(key=key, counted=1, ends_at=ends_at)
    counting = insert.on_conflict_do_update(
        index_elements=["key"],
        set_={
            "counted": case((is_over, 1), else_=row.counted + 1),
            "ends_at": case((is_over, ends_at), else_=row.ends_at),
        },
        where=or_(is_over, row.counted < limit.amount),
    )
    return session.scalar(counting.returning(row.ends_at))


def _forget_old(session: Session, *, at: datetime) -> None:
    """Remove what counts no more, and wait for nobody who counts it just now."""
    old = (
        select(SignInCountRow.key)
        .where(SignInCountRow.ends_at <= at)
        .limit(_FORGOTTEN_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    keys = session.scalars(old).all()
    if keys:
        session.execute(
            delete(SignInCountRow)
            .where(SignInCountRow.key.in_(keys))
            .execution_options(synchronize_session=False)
        )
