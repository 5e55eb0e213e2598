"""One act that is being undone, and the occasion; its subject is locked already."""

from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.actions.shared.occasion import Occasion
from app.actions.undo.errors import ChangedSince, TooLateToUndo
from models.logs import undo as memory
from models.tables.undo import UndoStepRow
from routing.undo import is_in_time


@dataclass(frozen=True, slots=True)
class Undoing:
    """What the steps of one action hand to each other; lives as long as the transaction."""

    session: Session
    step: UndoStepRow
    occasion: Occasion

    def put_back(self, **instead: object) -> None:
        """Let everything be as it was, but for the columns named. Raises ``ChangedSince``."""
        try:
            memory.put_back(self.session, self.step, at=self.occasion.at, **instead)
        except memory.ChangedSince:
            raise ChangedSince from None

    def made(self, table: str) -> list[str]:
        """The keys of the rows of a table that the act wrote."""
        return list(memory.made_by(self.step).get(table, ()))


def begin_undoing(session: Session, step_id: str, occasion: Occasion) -> Undoing | None:
    """The act, locked, once what it was done to is; None when it is undone already.

    Raises ``TooLateToUndo``, or ``ChangedSince`` when somebody has done something more to the same
    thing.
    """
    step = session.scalars(
        select(UndoStepRow)
        .where(UndoStepRow.id == step_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if step.undone_at is not None:
        return None
    if not is_in_time(step.at, occasion.at):
        raise TooLateToUndo
    is_followed = exists().where(
        UndoStepRow.subject_id == step.subject_id,
        UndoStepRow.number > step.number,
        UndoStepRow.undone_at.is_(None),
    )
    if session.scalar(select(is_followed)):
        raise ChangedSince
    return Undoing(session, step, occasion)
