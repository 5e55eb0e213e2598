"""What was said of a direct admission is undone (ångras)."""

from sqlalchemy.orm import Session

from app.actions.admission import hunt_wards
from app.actions.admission.locked_admission import LockedAdmission, locked
from app.actions.admission.reply_for_ward import ask_on
from app.actions.hunting import hunt
from app.actions.shared.occasion import Occasion
from app.actions.undo import tell
from app.actions.undo.errors import BedGone, ChangedSince
from app.actions.undo.step import begin_undoing
from models.logs.admissions import is_another
from models.logs.decisions import decision_happened
from models.reads.beds import find_ward_beds, lock_ward
from models.tables.decisions import DecisionRow
from models.tables.undo import UndoStepRow
from routing.admission import GOES_ON, HAS_BED, IN_WARD, AdmissionStatus
from routing.decisions import DECISION, DecisionEvent


def undo_admission(session: Session, step: UndoStepRow, occasion: Occasion) -> bool:
    """Put it back; False when that is done already. A bed that was given up is taken again, and
    wards that were being asked are asked once more.

    Raises ``TooLateToUndo``, ``ChangedSince`` or ``BedGone``, with nothing changed.
    """
    with locked(session, step.subject_id, occasion) as case:
        undoing = begin_undoing(session, step.id, occasion)
        if undoing is None:
            return False
        left, asked = case.admission.status, hunt_wards.open_attempts(case)
        undoing.put_back()
        if case.admission.status is not AdmissionStatus.ASKED:  # nobody else is asked, then
            hunt.stop(session, asked, at=occasion.at)
        _withdraw_decisions(case, undoing.made(DecisionRow.__tablename__), occasion)
        if left not in GOES_ON and is_another(session, case.admission, GOES_ON):
            raise ChangedSince
        if left not in HAS_BED | IN_WARD and case.admission.status in HAS_BED:
            _take_bed_again(case)
        tell.those_told(undoing)
        if case.admission.status is AdmissionStatus.ASKED and left is not AdmissionStatus.ASKED:
            ask_on(case)
    return True


def _take_bed_again(case: LockedAdmission) -> None:
    ward_id = case.admission.ward_id
    if ward_id is None or lock_ward(case.session, ward_id) is None:
        raise BedGone
    beds = find_ward_beds(case.session, ward_id)
    free = beds.free if beds else None
    if free is not None and free < 0 and not case.admission.is_over_occupancy:
        raise BedGone


def _withdraw_decisions(case: LockedAdmission, ids: list[str], occasion: Occasion) -> None:
    """What was decided instead is decided no longer."""
    for decision_id in ids:
        decision = case.session.get_one(DecisionRow, decision_id, populate_existing=True)
        if not DECISION.allows(decision.status, DecisionEvent.WITHDRAWN):
            raise ChangedSince
        event = DecisionEvent.WITHDRAWN
        decision_happened(case.session, decision, event, at=case.at, by=occasion.who)
