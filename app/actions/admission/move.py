"""What happens to an admission that has a bed: set off, later, arrived, placed, home, or not at
all."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.actor import Actor
from app.actions.admission import hunt_wards, tell
from app.actions.admission.locked_admission import LockedAdmission, Occasion, locked
from app.actions.decisions.add_decision import NewDecision, add_decision, side_of
from app.actions.errors import BadEta, NotYours, UnknownWord
from app.actions.speaks_for import speaks_for
from models.journal import By
from models.ward_beds import lock_ward
from models.wards import WardRow
from routing.admission import (
    HAS_BED,
    AdmissionEvent,
    TransportMode,
    is_eta_possible,
    reserved_until,
    warn_at,
)
from routing.decisions import DecisionEvent, DecisionKind, DecisionStatus

TO_ED = frozenset({DecisionKind.ED_OWN_MEANS, DecisionKind.ED_AMBULANCE})


def set_off(
    session: Session,
    admission_id: str,
    occasion: Occasion,
    *,
    transport: TransportMode,
    eta: datetime | None = None,
) -> None:
    """The patient is on the way; ``eta`` (UTC) is the announced arrival, where it is known.

    Said again with another arrival, that one holds. Raises ``BadEta``.
    """

    def do(case: LockedAdmission, by: By) -> None:
        _check_eta(eta, occasion.at)
        admission = case.admission
        known = (admission.transport, admission.eta_at)
        event = AdmissionEvent.LEFT
        if not case.saw(event, by=by, ward_id=admission.ward_id, transport=transport.value):
            if known == (transport, eta):
                return
            event = AdmissionEvent.ETA_CHANGED
            case.note(event, by=by, ward_id=admission.ward_id, transport=transport.value)
        admission.transport = transport
        _expect(case, eta)
        tell.ward_of_change(case, event)

    _act(session, (admission_id, occasion), do, who=_asking)


def change_eta(session: Session, admission_id: str, occasion: Occasion, *, eta: datetime) -> None:
    """Another announced arrival (UTC), while a bed is kept. Raises ``BadEta``."""

    def do(case: LockedAdmission, by: By) -> None:
        _check_eta(eta, occasion.at)
        if case.admission.status not in HAS_BED:
            case.saw(AdmissionEvent.LEFT)  # says that it cannot be true
        if case.admission.eta_at == eta:
            return
        _expect(case, eta)
        case.note(AdmissionEvent.ETA_CHANGED, by=by, ward_id=case.admission.ward_id)
        tell.ward_of_change(case, AdmissionEvent.ETA_CHANGED)

    _act(session, (admission_id, occasion), do, who=_asking_or_ward)


def extend(session: Session, admission_id: str, occasion: Occasion) -> None:
    """The bed is kept for as long again, from now."""

    def do(case: LockedAdmission, by: By) -> None:
        admission = case.admission
        if admission.status not in HAS_BED:
            case.saw(AdmissionEvent.LEFT)  # says that it cannot be true
        _keep(case)
        case.note(AdmissionEvent.EXTENDED, by=by, ward_id=admission.ward_id)
        if side_of(session, case.request, occasion.by) is None:
            tell.parties_of_change(case, AdmissionEvent.EXTENDED)
        else:
            tell.ward_of_change(case, AdmissionEvent.EXTENDED)

    _act(session, (admission_id, occasion), do, who=_asking_or_ward)


def arrive(session: Session, admission_id: str, occasion: Occasion) -> None:
    """The patient is in the ward: what was decided has been done."""

    def do(case: LockedAdmission, by: By) -> None:
        if case.saw(AdmissionEvent.ARRIVED, by=by, ward_id=case.admission.ward_id):
            case.admission.arrived_at = occasion.at
            case.admission.check_at = None
            case.decision_saw(DecisionEvent.DONE, by=by)
            tell.parties_of_change(case, AdmissionEvent.ARRIVED)

    _act(session, (admission_id, occasion), do, who=_ward)


def place_elsewhere(
    session: Session, admission_id: str, occasion: Occasion, *, ward_id: str
) -> None:
    """The patient lies in another ward than the one that kept a bed. Raises ``UnknownWord``."""

    def do(case: LockedAdmission, by: By) -> None:
        if lock_ward(session, ward_id) is None:
            raise UnknownWord("unit", ward_id)
        if case.saw(AdmissionEvent.PLACED_ELSEWHERE, by=by, ward_id=ward_id):
            case.admission.placed_ward_id = ward_id
            case.admission.arrived_at = case.admission.arrived_at or occasion.at
            case.admission.check_at = None
            case.decision_saw(DecisionEvent.DONE, by=by)
            tell.parties_of_change(case, AdmissionEvent.PLACED_ELSEWHERE)

    _act(session, (admission_id, occasion), do, who=_ward)


def discharge(session: Session, admission_id: str, occasion: Occasion) -> None:
    """The patient has left the ward for home or another form of care."""

    def do(case: LockedAdmission, by: By) -> None:
        ward_id = case.admission.placed_ward_id or case.admission.ward_id
        case.saw(AdmissionEvent.DISCHARGED, by=by, ward_id=ward_id)

    _act(session, (admission_id, occasion), do, who=_ward)


def cancel(session: Session, admission_id: str, occasion: Occasion) -> None:
    """The admission is not wanted any more; the ward's bed is free again."""

    def do(case: LockedAdmission, by: By) -> None:
        _end(case, AdmissionEvent.CANCELLED, by=by)
        case.decision_saw(DecisionEvent.FELL_THROUGH, by=by)

    _act(session, (admission_id, occasion), do, who=_asking)


def turn_to_ed(
    session: Session, admission_id: str, occasion: Occasion, *, means: DecisionKind
) -> None:
    """The patient goes to the emergency department instead: a new decision replaces this one.

    ``means`` is one of ``TO_ED``. Whoever takes part in the talk, or the ward, may say so: a
    patient who turns worse waits for nobody. Raises ``UnknownWord``.
    """

    def do(case: LockedAdmission, by: By) -> None:
        if means not in TO_ED:
            raise UnknownWord("means", means.value)
        if not _end(case, AdmissionEvent.TURNED_TO_ED, by=by):
            return
        decision = case.decision
        if side_of(session, case.request, occasion.by) is None:
            if decision.status is not DecisionStatus.DONE:
                case.decision_saw(DecisionEvent.FELL_THROUGH, by=by)
            tell.parties_of_change(case, AdmissionEvent.TURNED_TO_ED)
            return
        new = add_decision(
            session, case.request, NewDecision(means), by=occasion.by, at=occasion.at
        )
        if decision.status is not DecisionStatus.DONE:
            case.decision_saw(DecisionEvent.REPLACED, by=by)
            decision.replaced_by_id = new.id

    _act(session, (admission_id, occasion), do, who=_asking_or_ward)


def _end(case: LockedAdmission, event: AdmissionEvent, *, by: By) -> bool:
    if not case.saw(event, by=by, ward_id=case.admission.ward_id):
        return False
    case.admission.check_at = None
    hunt_wards.stop(case)
    tell.ward_of_change(case, event)
    return True


def _expect(case: LockedAdmission, eta: datetime | None) -> None:
    case.admission.eta_at = eta
    _keep(case)


def _keep(case: LockedAdmission) -> None:
    """Keep the bed for the ward's minutes from now, and past the announced arrival."""
    admission = case.admission
    ward = case.session.get_one(WardRow, admission.ward_id)
    until = reserved_until(case.at, minutes=ward.reserves_minutes, eta=admission.eta_at)
    admission.reserved_until = max(until, admission.reserved_until or until)
    admission.warned_at = None
    admission.check_at = warn_at(admission.reserved_until, minutes=ward.warns_minutes)


def _check_eta(eta: datetime | None, at: datetime) -> None:
    if eta is not None and not is_eta_possible(eta, at):
        raise BadEta


Who = Callable[[LockedAdmission, Actor], bool]


def _asking(case: LockedAdmission, actor: Actor) -> bool:
    return side_of(case.session, case.request, actor) is not None


def _ward(case: LockedAdmission, actor: Actor) -> bool:
    units, admission = case.directory.units, case.admission
    wards = (admission.ward_id, admission.placed_ward_id)
    return any(one is not None and speaks_for(actor, one, units) for one in wards)


def _asking_or_ward(case: LockedAdmission, actor: Actor) -> bool:
    return _asking(case, actor) or _ward(case, actor)


def _act(
    session: Session,
    which: tuple[str, Occasion],
    do: Callable[[LockedAdmission, By], None],
    *,
    who: Who,
) -> None:
    """The one transaction of each of these: lock, ask who it is, do it, commit. Raises
    ``UnknownAdmission``, ``NotYours``, ``InvalidTransition`` and what ``do`` raises, with nothing
    changed."""
    admission_id, occasion = which
    with locked(session, admission_id, occasion) as case:
        if not who(case, occasion.by):
            raise NotYours
        do(case, occasion.who)
