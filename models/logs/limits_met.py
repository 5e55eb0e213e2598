"""Nådda gränser: who has met a limit of living contacts, hour by hour, for those who run the
service."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ForeignKey, String, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.db import Base, UtcDateTime, insert_into, words
from models.tables.accounts import AccountRow
from routing.live_limits import LimitKind

KEPT: Final = timedelta(days=7)
"""How long it is remembered; a page shows the last 24 hours."""

SHOWN_DIGITS: Final = 2


class LimitMetRow(Base):
    """En gräns som ett konto nådde under en timme, och hur många gånger.

    One row however often it is tried. Of a number its last digits alone, ``""`` where it was not
    the number's limit.
    """

    __tablename__ = "limit_met"

    hour_at: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    kind: Mapped[LimitKind] = mapped_column(words(LimitKind), primary_key=True)
    number_end: Mapped[str] = mapped_column(String(SHOWN_DIGITS), primary_key=True)
    times: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)


@dataclass(frozen=True, slots=True)
class LimitMet:
    """What one account has met lately; ``username`` says whose it is."""

    username: str
    kind: LimitKind
    number_end: str
    times: int
    last_at: datetime


def count_limit_met(
    session: Session, account_id: int, kind: LimitKind, number: str | None, *, at: datetime
) -> None:
    """Count it once more, and forget what is old. Part of its caller's transaction."""
    session.execute(delete(LimitMetRow).where(LimitMetRow.hour_at < at - KEPT))
    row = LimitMetRow
    counted = insert_into(session, row).values(
        hour_at=at.replace(minute=0, second=0, microsecond=0),
        account_id=account_id,
        kind=kind,
        number_end=number[-SHOWN_DIGITS:] if number and kind is LimitKind.NUMBER else "",
        times=1,
        last_at=at,
    )
    session.execute(
        counted.on_conflict_do_update(
            index_elements=[row.hour_at, row.account_id, row.kind, row.number_end],
            set_={"times": row.times + 1, "last_at": at},
        )
    )


def load_limits_met(session: Session, *, since: datetime, limit: int) -> Sequence[LimitMet]:
    """Those met since a moment, the latest first."""
    last_at, row = func.max(LimitMetRow.last_at), LimitMetRow
    rows = session.execute(
        select(AccountRow.username, row.kind, row.number_end, func.sum(row.times), last_at)
        .join(AccountRow, AccountRow.id == row.account_id)
        .where(row.last_at > since)
        .group_by(AccountRow.username, row.kind, row.number_end)
        .order_by(last_at.desc())
        .limit(limit)
    )
    return [LimitMet(*found) for found in rows]
