"""Ångra: one press puts back what one has just done, and everybody who was told is told."""

from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.shared.occasion import Occasion
from app.actions.undo.errors import UnknownStep
from app.actions.undo.undo_admission import undo_admission
from app.actions.undo.undo_booking import undo_booking
from app.actions.undo.undo_contact import undo_decision, undo_of_contact
from app.actions.undo.undo_read import undo_read
from app.actions.undo.undo_shift import undo_shift
from models.tables.contacts import is_id
from models.tables.undo import UndoStepRow
from routing.undo import Act

UNDO: Final[Mapping[Act, Callable[[Session, UndoStepRow, Occasion], bool]]] = {
    Act.LEFT: undo_admission,
    Act.NEW_ETA: undo_admission,
    Act.KEPT_LONGER: undo_admission,
    Act.ADMISSION_CANCELLED: undo_admission,
    Act.TO_ED: undo_admission,
    Act.ARRIVED: undo_admission,
    Act.PLACED: undo_admission,
    Act.DISCHARGED: undo_admission,
    Act.BED_WITHDRAWN: undo_admission,
    Act.BOOKING_CANCELLED: undo_booking,
    Act.BOOKING_MOVED: undo_booking,
    Act.BOOKING_REFUSED: undo_booking,
    Act.EXAMINED: undo_booking,
    Act.STAYED_AWAY: undo_booking,
    Act.RESULT_GIVEN: undo_booking,
    Act.DECISION_ENDED: undo_decision,
    Act.UNANSWERED_HANDLED: undo_of_contact,
    Act.DIALLED_BY_HAND: undo_of_contact,
    Act.SHIFT_CHANGED: undo_shift,
    Act.SHIFTS_SWAPPED: undo_shift,
    Act.SHIFT_TAKEN: undo_shift,
    Act.NOTICES_READ: undo_read,
}


def undo(session: Session, step_id: str, occasion: Occasion) -> tuple[UndoStepRow, bool]:
    """Put an act back; committed here. Returns it, and whether that changed anything: False when it
    is undone already.

    Raises ``UnknownStep`` (also for somebody else's), ``TooLateToUndo``, ``ChangedSince`` and what
    the area's own function raises, with nothing changed.
    """
    step = None
    if is_id(step_id):
        step = session.scalar(select(UndoStepRow).where(UndoStepRow.id == step_id))
    if step is None or step.account_id != occasion.by.account_id:
        raise UnknownStep
    return step, UNDO[step.act](session, step, occasion)
