"""Inkorgen: what somebody has been told, and what of it is unread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.orm import Session

from models.reads.matters import is_over
from models.tables.notices import NoticeKind, NoticeRow

# Not for reading: it is what has been written back to a text message.
HIDDEN = NoticeKind.SMS_REPLY

# More unread than this are said to be "more".
MOST_COUNTED = 99


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose inbox: what is told to the account, to its person and to its unit. A notice to a unit
    is read for all of it by the first who opens it."""

    account_id: int
    person_id: str | None
    unit_id: str | None


@dataclass(frozen=True, slots=True)
class NoticeView:
    """One notice; ``values`` fill its templates. ``is_to_unit``: others may read it too.
    ``is_over``: what it asks for is no longer to be done, read or not."""

    id: str
    kind: NoticeKind
    values: Mapping[str, Any]
    created_at: datetime
    read_at: datetime | None
    is_to_unit: bool
    request_id: str | None
    is_over: bool


def load_inbox(session: Session, whose: Whose, *, limit: int) -> Sequence[NoticeView]:
    """The newest first."""
    rows = session.execute(
        select(NoticeRow, is_over())
        .where(_told_to(whose), NoticeRow.kind != HIDDEN)
        .order_by(NoticeRow.created_at.desc(), NoticeRow.id)
        .limit(limit)
    )
    return [_view(row, over) for row, over in rows]


def find_notice(session: Session, whose: Whose, notice_id: str) -> NoticeView | None:
    """One of somebody's own; None for everything else."""
    row = session.execute(
        select(NoticeRow, is_over()).where(
            NoticeRow.id == notice_id, _told_to(whose), NoticeRow.kind != HIDDEN
        )
    ).one_or_none()
    return None if row is None else _view(*row)


def unopened(whose: Whose) -> ColumnElement[bool]:
    """What of somebody's inbox nobody has opened."""
    return _told_to(whose) & NoticeRow.read_at.is_(None) & (NoticeRow.kind != HIDDEN)


def count_unread(session: Session, whose: Whose) -> int:
    """How many nobody has opened and are still worth it, at most one more than ``MOST_COUNTED``."""
    some = (
        select(NoticeRow.id).where(unopened(whose), ~is_over()).limit(MOST_COUNTED + 1).subquery()
    )
    return session.scalar(select(func.count()).select_from(some)) or 0


def _told_to(whose: Whose) -> ColumnElement[bool]:
    return or_(
        NoticeRow.account_id == whose.account_id,
        NoticeRow.person_id == whose.person_id if whose.person_id else false(),
        NoticeRow.unit_id == whose.unit_id if whose.unit_id else false(),
    )


def _view(row: NoticeRow, over: bool) -> NoticeView:  # noqa: FBT001 - as it comes from the row
    return NoticeView(
        id=row.id,
        kind=row.kind,
        values=row.values,
        created_at=row.created_at,
        read_at=row.read_at,
        is_to_unit=row.unit_id is not None,
        request_id=row.request_id,
        is_over=bool(over),
    )
