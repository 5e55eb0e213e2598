"""Nyss gjort: what somebody has done and can still take back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from models.tables.notices import NoticeRow
from models.tables.undo import UndoStepRow
from routing.undo import UNDO_WITHIN, Act


@dataclass(frozen=True, slots=True)
class StepView:
    """One act: ``has_told``, others have been told of it; ``code`` is the case's, or empty."""

    id: str
    act: Act
    code: str
    at: datetime
    has_told: bool


def load_undoable(
    session: Session, account_id: int, *, at: datetime, limit: int
) -> tuple[StepView, ...]:
    """The newest first. Of several acts on the same thing only the last can be taken back."""
    later = aliased(UndoStepRow)
    is_followed = exists().where(
        later.subject_id == UndoStepRow.subject_id,
        later.number > UndoStepRow.number,
        later.undone_at.is_(None),
    )
    rows = session.execute(
        select(UndoStepRow.id, UndoStepRow.act, UndoStepRow.code, UndoStepRow.at, UndoStepRow.made)
        .where(
            UndoStepRow.account_id == account_id,
            UndoStepRow.at >= at - UNDO_WITHIN,
            UndoStepRow.undone_at.is_(None),
            ~is_followed,
        )
        .order_by(UndoStepRow.number.desc())
        .limit(limit)
    )
    notices = NoticeRow.__tablename__
    return tuple(
        StepView(id_, act, code, moment, any(table == notices for table, _key in made))
        for id_, act, code, moment, made in rows
    )
