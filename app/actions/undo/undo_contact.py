"""What was said of a contact is undone (ångras): dealt with, dialled by hand, a decision ended."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.decisions.locked_contact import locked
from app.actions.hunting import hunt
from app.actions.shared.errors import UnknownContact
from app.actions.shared.occasion import Occasion
from app.actions.undo import tell
from app.actions.undo.errors import ChangedSince
from app.actions.undo.step import begin_undoing
from models.db import transaction
from models.logs.contacts import lock_request
from models.tables.contacts import AttemptRow
from models.tables.undo import UndoStepRow
from routing.lifecycle import OPEN_STATES, RequestStatus
from routing.undo import Act


def undo_of_contact(session: Session, step: UndoStepRow, occasion: Occasion) -> bool:
    """Put it back; False when that is done already. What was rung next is rung no longer.

    Raises ``TooLateToUndo`` or ``ChangedSince``, with nothing changed.
    """
    with transaction(session):
        request = lock_request(session, step.subject_id)
        if request is None:
            raise UnknownContact
        undoing = begin_undoing(session, step.id, occasion)
        if undoing is None:
            return False
        is_over = request.status not in (RequestStatus.SELF_DIALLING, RequestStatus.ANSWERED)
        if step.act is Act.DIALLED_BY_HAND and is_over and request.unanswered_at is None:
            raise ChangedSince  # broken off, or the outcome has been told
        rung_next = session.scalars(
            select(AttemptRow)
            .where(
                AttemptRow.id.in_(undoing.made(AttemptRow.__tablename__)),
                AttemptRow.state.in_(OPEN_STATES),
            )
            .execution_options(populate_existing=True)
        ).all()
        hunt.stop(session, rung_next, at=occasion.at)
        undoing.put_back()
        tell.those_told(undoing)
        session.commit()
    return True


def undo_decision(session: Session, step: UndoStepRow, occasion: Occasion) -> bool:
    """Put it back; False when that is done already. Raises ``TooLateToUndo`` or
    ``ChangedSince``, and what ``lock_contact_of`` raises, with nothing changed."""
    with locked(
        session, step.subject_id, by=occasion.by, directory=occasion.directory, at=occasion.at
    ):
        undoing = begin_undoing(session, step.id, occasion)
        if undoing is None:
            return False
        undoing.put_back()
        tell.those_told(undoing)
        session.commit()
    return True
