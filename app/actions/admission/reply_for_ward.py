"""A ward's coordinator answers in the browser: yes, no with a reason, or a yes taken back."""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy.orm import Session

from app.actions.admission import answer_ward, tell
from app.actions.admission.answer_ward import No, Yes
from app.actions.admission.ask_wards import begin, let_go, withdrawn
from app.actions.admission.errors import AdmissionGoesOn, NoBedKept, NoWardLeft
from app.actions.admission.hunt_wards import give_back
from app.actions.admission.locked_admission import LockedAdmission, done, locked, undoable
from app.actions.shared.errors import NotYours
from app.actions.shared.occasion import Occasion
from app.actions.shared.speaks_for import speaks_for
from models.logs.contacts import By
from routing.admission import AdmissionEvent, WardReply
from routing.errors import NoContactPath
from routing.undo import Act


def say_yes(session: Session, admission_id: str, occasion: Occasion, yes: Yes) -> bool:
    """Keep a bed. Pressed again it is the same yes: False, and nothing changed.

    Raises ``UnknownAdmission``, ``NotYours`` and what ``answer_ward.accept`` raises.
    """
    return _act(
        session,
        (admission_id, occasion),
        yes.ward_id,
        lambda case, by: answer_ward.accept(case, yes, by=by),
    )


def say_no(session: Session, admission_id: str, occasion: Occasion, no: No) -> bool:
    """Refuse, with a reason; the next ward's phone rings at once. Pressed again it is the same no:
    False, and nothing changed.

    Raises ``UnknownAdmission``, ``NotYours`` and what ``answer_ward.refuse`` raises.
    """
    return _act(
        session,
        (admission_id, occasion),
        no.ward_id,
        lambda case, by: answer_ward.refuse(case, no, by=by),
    )


def withdraw(session: Session, admission_id: str, occasion: Occasion, no: No) -> bool:
    """Take back a yes: those who asked are told, and the next ward is asked at once. False, and
    nothing changed, when it has been taken back, or the bed is no longer kept.

    Raises ``UnknownAdmission``, ``NotYours``, ``NoBedKept``, ``ReasonMissing`` or
    ``InvalidTransition`` (the patient has arrived).
    """
    return _act(
        session,
        (admission_id, occasion),
        no.ward_id,
        lambda case, by: _withdraw(case, no, by),
        act=Act.BED_WITHDRAWN,
    )


def _withdraw(case: LockedAdmission, no: No, by: By) -> bool:
    note = answer_ward.checked_reason(no, is_required=True)
    admission = case.admission
    if admission.ward_id != no.ward_id:
        if no.ward_id in withdrawn(case):  # pressed again
            return False
        raise NoBedKept
    reason = no.reason.value if no.reason else None
    if not case.saw(AdmissionEvent.WARD_WITHDREW, by=by, ward_id=no.ward_id, reason=reason):
        return False
    answer_ward.answered(case, replace(no, note=note), WardReply.WITHDREW, by=by)
    tell.requester_of_return(case, AdmissionEvent.WARD_WITHDREW)
    ask_on(case)
    return True


def ask_on(case: LockedAdmission) -> None:
    """Ask the wards that are left; the admission is back with those who asked when none is. Part
    of its callers' transactions."""
    try:
        begin(case)
    except (NoWardLeft, NoContactPath, AdmissionGoesOn):
        let_go(case.admission)
        give_back(case)


def _act(
    session: Session,
    which: tuple[str, Occasion],
    ward_id: str,
    do: Callable[[LockedAdmission, By], bool],
    *,
    act: Act | None = None,
) -> bool:
    admission_id, occasion = which
    with locked(session, admission_id, occasion) as case, undoable(case) as memento:
        if not speaks_for(occasion.by, ward_id, occasion.directory.units):
            raise NotYours
        is_changed = do(case, occasion.who)
        if is_changed and act is not None:
            memento.keep(done(case, act, occasion))
        return is_changed
