"""What a ward says of the patient: has come, lies in another ward, has left. What is said again
changes nothing: each of these returns False then."""

from sqlalchemy.orm import Session

from app.actions.admission import hunt_wards, tell
from app.actions.admission.acting import Saying, say
from app.actions.admission.ask_wards import had_patient, said_yes
from app.actions.shared.errors import UnknownWord
from app.actions.shared.occasion import Occasion
from app.actions.shared.speaks_for import speaks_for
from models.reads.beds import lock_ward
from routing.admission import AdmissionEvent
from routing.admission_verbs import AdmissionVerb
from routing.decisions import DecisionEvent


def arrive(session: Session, admission_id: str, occasion: Occasion) -> bool:
    """The patient is in the ward of whoever says so: what was decided has been done.

    Also when the time had run out, when the ward had taken its yes back, or when another ward is
    being asked or keeps a bed: that one is told, and its bed is free again.
    """

    def do(saying: Saying) -> bool:
        return _lies_in(saying, _own_ward(saying))

    return say(session, (admission_id, occasion), AdmissionVerb.ARRIVE, do)


def place_elsewhere(
    session: Session, admission_id: str, occasion: Occasion, *, ward_id: str
) -> bool:
    """The patient lies in another ward than the one that kept a bed; said once more with a third
    ward, they lie there. Raises ``UnknownWord``."""

    def do(saying: Saying) -> bool:
        if lock_ward(session, ward_id) is None:
            raise UnknownWord("unit", ward_id)
        return _lies_in(saying, ward_id)

    return say(session, (admission_id, occasion), AdmissionVerb.PLACE, do)


def discharge(session: Session, admission_id: str, occasion: Occasion) -> bool:
    """The patient has left the ward for home or another form of care."""

    def do(saying: Saying) -> bool:
        admission = saying.case.admission
        ward_id = admission.placed_ward_id or admission.ward_id
        return saying.case.saw(AdmissionEvent.DISCHARGED, by=saying.by, ward_id=ward_id)

    return say(session, (admission_id, occasion), AdmissionVerb.DISCHARGE, do)


def _own_ward(saying: Saying) -> str:
    """The ward that somebody speaks for: where the patient lies already, the one that keeps the
    bed, or one that said yes once or has had the patient."""
    case, admission = saying.case, saying.case.admission
    took = sorted(said_yes(case) | had_patient(case))
    known = (admission.patient_in, admission.ward_id, *took)
    return next(one for one in known if one is not None and _is_own(saying, one))


def _is_own(saying: Saying, ward_id: str) -> bool:
    return speaks_for(saying.actor, ward_id, saying.case.directory.units)


def _lies_in(saying: Saying, ward_id: str) -> bool:
    """The patient lies there from now on; False when they do already."""
    case, admission = saying.case, saying.case.admission
    if admission.patient_in == ward_id:
        return False
    home = admission.ward_id
    if home is None and ward_id in said_yes(case):
        home = ward_id  # the one that was asked after it had said yes, and has not answered
    is_home = ward_id == home
    event = AdmissionEvent.ARRIVED if is_home else AdmissionEvent.PLACED_ELSEWHERE
    if not case.saw(event, by=saying.by, ward_id=ward_id):
        case.note(event, by=saying.by, ward_id=ward_id)  # from one other ward to another
    before = (admission.placed_ward_id, home)
    admission.ward_id = home
    admission.placed_ward_id = None if is_home else ward_id
    admission.arrived_at = case.at
    hunt_wards.end(case)
    case.decision_saw(DecisionEvent.DONE, by=saying.by)
    tell.parties_of_change(case, event)
    for one in dict.fromkeys((*before, ward_id)):
        if one is not None and not _is_own(saying, one):
            tell.ward_of_change(case, event, ward_id=one)
    return True
