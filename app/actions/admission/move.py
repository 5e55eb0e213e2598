"""What those who asked say of the patient: set off, comes at another time, needs the bed longer, or
does not come. What is said again changes nothing: each of these returns False then."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.admission import hunt_wards, tell
from app.actions.admission.acting import Saying, say
from app.actions.admission.errors import BadEta
from app.actions.admission.locked_admission import LockedAdmission
from app.actions.admission.stay import arrive, discharge, place_elsewhere
from app.actions.admission.to_ed import TO_ED, turn_to_ed
from app.actions.shared.occasion import Occasion
from models.tables.beds import WardRow
from routing.admission import (
    EXTENDS_BY_AT_LEAST,
    HAS_BED,
    AdmissionEvent,
    TransportMode,
    is_eta_possible,
    reserved_until,
    warn_at,
)
from routing.admission_verbs import AdmissionVerb
from routing.decisions import DecisionEvent

__all__ = [
    "TO_ED",
    "arrive",
    "cancel",
    "change_eta",
    "discharge",
    "extend",
    "place_elsewhere",
    "set_off",
    "turn_to_ed",
]


def set_off(
    session: Session,
    admission_id: str,
    occasion: Occasion,
    *,
    transport: TransportMode,
    eta: datetime | None = None,
) -> bool:
    """The patient is on the way; ``eta`` (UTC) is the announced arrival, None where it is not known
    or has been said before.

    Said again with another arrival, that one holds. Raises ``BadEta``.
    """

    def do(saying: Saying) -> bool:
        case, admission = saying.case, saying.case.admission
        until = admission.eta_at if eta is None else eta
        is_known = (admission.transport, admission.eta_at) == (transport, until)
        if is_known and admission.standing.is_on_the_road:
            return False
        _check_eta(eta, occasion.at)
        event, ward_id, how = AdmissionEvent.LEFT, admission.ward_id, transport.value
        if not case.saw(event, by=saying.by, ward_id=ward_id, transport=how):
            if not admission.standing.is_on_the_road:
                return False
            event = AdmissionEvent.ETA_CHANGED
            case.note(event, by=saying.by, ward_id=ward_id, transport=how)
        admission.transport = transport
        _expect(case, until)
        tell.of_the_road(case, event)
        return True

    return say(session, (admission_id, occasion), AdmissionVerb.SET_OFF, do)


def change_eta(session: Session, admission_id: str, occasion: Occasion, *, eta: datetime) -> bool:
    """Another announced arrival (UTC), while a bed is kept or the patient is on the road. Raises
    ``BadEta``."""

    def do(saying: Saying) -> bool:
        case = saying.case
        if case.admission.eta_at == eta:
            return False
        _check_eta(eta, occasion.at)
        _expect(case, eta)
        event = AdmissionEvent.ETA_CHANGED
        case.note(event, by=saying.by, ward_id=case.admission.ward_id)
        if saying.is_party:
            tell.of_the_road(case, event)
        else:
            tell.parties_of_change(case, event)
        return True

    return say(session, (admission_id, occasion), AdmissionVerb.CHANGE_ETA, do)


def extend(session: Session, admission_id: str, occasion: Occasion) -> bool:
    """The bed is kept for as long again, from now; False when it is kept for as long already."""

    def do(saying: Saying) -> bool:
        case, admission = saying.case, saying.case.admission
        before, until = admission.reserved_until, _until(case)
        if before is not None and until - before < EXTENDS_BY_AT_LEAST:
            return False
        _keep(case)
        case.note(AdmissionEvent.EXTENDED, by=saying.by, ward_id=admission.ward_id)
        if saying.is_party:
            tell.ward_of_change(case, AdmissionEvent.EXTENDED)
        else:
            tell.parties_of_change(case, AdmissionEvent.EXTENDED)
        return True

    return say(session, (admission_id, occasion), AdmissionVerb.EXTEND, do)


def cancel(session: Session, admission_id: str, occasion: Occasion) -> bool:
    """The admission is not wanted any more; the ward's bed is free again."""

    def do(saying: Saying) -> bool:
        case = saying.case
        event = AdmissionEvent.CANCELLED
        if not case.saw(event, by=saying.by, ward_id=case.admission.ward_id):
            return False
        hunt_wards.end(case)
        tell.ward_of_change(case, event)
        case.decision_saw(DecisionEvent.FELL_THROUGH, by=saying.by)
        return True

    return say(session, (admission_id, occasion), AdmissionVerb.CANCEL, do)


def _expect(case: LockedAdmission, eta: datetime | None) -> None:
    case.admission.eta_at = eta
    if case.admission.status in HAS_BED:
        _keep(case)


def _until(case: LockedAdmission) -> datetime:
    """Until when the bed would be kept: for the ward's minutes from now, and past the announced
    arrival; never shorter than it is kept already."""
    admission = case.admission
    ward = case.session.get_one(WardRow, admission.ward_id)
    until = reserved_until(case.at, minutes=ward.reserves_minutes, eta=admission.eta_at)
    return max(until, admission.reserved_until or until)


def _keep(case: LockedAdmission) -> None:
    admission = case.admission
    ward = case.session.get_one(WardRow, admission.ward_id)
    admission.reserved_until = _until(case)
    admission.warned_at = None
    admission.check_at = warn_at(admission.reserved_until, minutes=ward.warns_minutes)


def _check_eta(eta: datetime | None, at: datetime) -> None:
    if eta is not None and not is_eta_possible(eta, at):
        raise BadEta
