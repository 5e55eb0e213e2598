"""Messages that were all marked as read are unread again (ångras)."""

from sqlalchemy.orm import Session

from app.actions.shared.occasion import Occasion
from app.actions.undo.step import begin_undoing
from models.db import transaction
from models.tables.undo import UndoStepRow


def undo_read(session: Session, step: UndoStepRow, occasion: Occasion) -> bool:
    """Put it back; False when that is done already. Raises ``TooLateToUndo``."""
    with transaction(session):
        undoing = begin_undoing(session, step.id, occasion)
        if undoing is None:
            return False
        undoing.put_back()
        session.commit()
    return True
