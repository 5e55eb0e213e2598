"""Uppföljningen som den räknas: of several imports that name a decision, the newest that stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Subquery, func, select
from sqlalchemy.orm import Session

from models.tables.accounts import AccountRow
from models.tables.imports import FollowUpRow, ImportKind, ImportRow


@dataclass(frozen=True, slots=True)
class ImportView:
    """One import as its list shows it; ``by`` is empty for the command line and what machines
    send."""

    id: str
    imported_at: datetime
    row_count: int
    by: str
    taken_back_at: datetime | None


def counted_follow_up() -> Subquery:
    """The rows of ``follow_up`` that count, at most one for each decision."""
    order = func.row_number().over(
        partition_by=FollowUpRow.decision_id,
        order_by=(ImportRow.imported_at.desc(), ImportRow.id.desc()),
    )
    standing = (
        select(*FollowUpRow.__table__.columns, order.label("age"))
        .join(ImportRow, ImportRow.id == FollowUpRow.import_id)
        .where(ImportRow.taken_back_at.is_(None))
        .subquery()
    )
    columns = [column for column in standing.columns if column.name != "age"]
    return select(*columns).where(standing.c.age == 1).subquery()


def load_imports(session: Session, kind: ImportKind, *, limit: int) -> Sequence[ImportView]:
    """The imports of a kind, the newest first, also those taken back."""
    rows = session.execute(
        select(ImportRow, AccountRow.name)
        .outerjoin(AccountRow, AccountRow.id == ImportRow.account_id)
        .where(ImportRow.kind == kind)
        .order_by(ImportRow.imported_at.desc(), ImportRow.id.desc())
        .limit(limit)
    )
    return [
        ImportView(row.id, row.imported_at, row.row_count, name or "", row.taken_back_at)
        for row, name in rows
    ]
