"""The wards begin to be asked for a bed: the plan is decided, frozen, and the first phone rings."""

from collections.abc import Set

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.admission import hunt_wards
from app.actions.admission.errors import AdmissionGoesOn, AskedInAnotherOrder, NoWardLeft
from app.actions.admission.locked_admission import LockedAdmission, locked
from app.actions.admission.ward_plan import BedQuestion, plan_of_wards
from app.actions.decisions.errors import DoctorDecides
from app.actions.shared.actor import Actor
from app.actions.shared.errors import NotYours, UnknownWord
from app.actions.shared.occasion import Occasion
from app.actions.shared.sides import side_of
from models.frozen_plan import plan_from_json, plan_to_json
from models.logs.admissions import is_another
from models.logs.contacts import MACHINE, By
from models.tables.admissions import AdmissionEventRow, AdmissionRow, WardAnswerRow
from routing.admission import GOES_ON, AdmissionEvent, AdmissionStatus, WardReply
from routing.decisions import DecisionEvent, DecisionKind, DecisionStatus, may_decide
from routing.errors import NoContactPath, NoWardToAsk
from routing.plan import Plan
from routing.types import Errand, RequesterRole, RequestFacts


def ask_wards(
    session: Session, admission_id: str, occasion: Occasion, *, first: str | None = None
) -> bool:
    """Agree to a proposal, or ask again what has come back; ``first`` is the ward to begin with.
    False, and nothing changed, when they are being asked already.

    One transaction. Raises ``UnknownAdmission``, ``NotYours``, ``DoctorDecides``,
    ``AskedInAnotherOrder`` and what ``begin`` raises, with nothing changed.
    """
    with locked(session, admission_id, occasion) as case:
        refuse_others(case, occasion.by)
        is_new = case.admission.status is not AdmissionStatus.ASKED
        if is_new:
            begin(case, by=occasion.who, first=first)
        elif first not in (None, _asked_first(case)):
            raise AskedInAnotherOrder
    return is_new


def _asked_first(case: LockedAdmission) -> str | None:
    plan = case.admission.plan
    steps = () if plan is None else plan_from_json(plan).steps
    return steps[0].unit_id if steps else None


def refuse_others(case: LockedAdmission, by: Actor) -> None:
    """Raises ``NotYours`` or ``DoctorDecides`` unless a doctor of the talk asks."""
    if side_of(case.session, case.request, by) is None:
        raise NotYours
    kind, role = DecisionKind.DIRECT_ADMISSION, RequesterRole(by.role.value)
    if not may_decide(kind, role, is_answered=case.request.answered_at is not None):
        raise DoctorDecides


def begin(
    case: LockedAdmission,
    *,
    by: By = MACHINE,
    first: str | None = None,
    without: Set[str] = frozenset(),
) -> None:
    """Decide on the wards, freeze that, and ring the first. Part of its callers' transactions.

    One patient is asked for once at a time: the contact's lock holds that. Raises
    ``AdmissionGoesOn``, ``NoWardLeft``, ``NoContactPath``, ``UnknownWord`` or
    ``InvalidTransition``.
    """
    admission = case.admission
    if is_another(case.session, admission, GOES_ON):
        raise AdmissionGoesOn
    if admission.status is not AdmissionStatus.ASKED:  # a ward that withdraws has asked already
        admission.standing.after(AdmissionEvent.ASKED)
    plan = plan_wards(case, first=first, without=without | said_no(case))
    if not plan.steps:
        raise NoWardLeft
    if case.decision.status is DecisionStatus.PROPOSED:
        case.decision_saw(DecisionEvent.DECIDED, by=by)
    if not case.saw(AdmissionEvent.ASKED, by=by):
        case.note(AdmissionEvent.ASKED, by=by)
    admission.plan = plan_to_json(plan)
    admission.round += 1
    admission.asked_at = case.at
    let_go(admission)
    hunt_wards.advance(case)


def plan_wards(
    case: LockedAdmission, *, first: str | None = None, without: Set[str] = frozenset()
) -> Plan:
    """The wards in the order they are to be asked. Raises ``NoWardToAsk`` or ``UnknownWord``
    (``first`` is none of them)."""
    facts = RequestFacts(
        path=case.request.path,
        requester_role=case.request.requester_role,
        municipality=case.admission.municipality,
        specialty=case.admission.specialty,
        unit_id=case.request.unit_id,
        errand=Errand.BED,
    )
    try:
        question = BedQuestion(facts, case.directory, case.at, first, without)
        found = plan_of_wards(case.session, question)
    except NoContactPath as nobody:
        raise NoWardToAsk(
            next_opening=nobody.next_opening,
            fallback=nobody.fallback,
            reasons=nobody.reasons,
            matrix_version=nobody.matrix_version,
        ) from None
    if first is not None and first not in {step.unit_id for step in found.matrix.steps}:
        raise UnknownWord("unit", first)
    return found.plan


def let_go(admission: AdmissionRow) -> None:
    """No ward keeps a bed any more."""
    admission.ward_id = None
    admission.is_over_occupancy = False
    admission.reserved_at = admission.reserved_until = admission.warned_at = None


def said_no(case: LockedAdmission) -> frozenset[str]:
    """The wards that have said no, or have taken back their yes, since the admission was made."""
    return _replied(case, WardReply.REFUSED, WardReply.WITHDREW)


def withdrawn(case: LockedAdmission) -> frozenset[str]:
    """The wards that have taken back their yes."""
    return _replied(case, WardReply.WITHDREW)


def said_yes(case: LockedAdmission) -> frozenset[str]:
    """The wards that have said yes once, also those whose yes no longer holds."""
    return _replied(case, WardReply.ACCEPTED)


def had_patient(case: LockedAdmission) -> frozenset[str]:
    """The wards the patient was placed in, also those they have left since."""
    placed = select(AdmissionEventRow.ward_id).where(
        AdmissionEventRow.admission_id == case.admission.id,
        AdmissionEventRow.event == AdmissionEvent.PLACED_ELSEWHERE,
        AdmissionEventRow.taken_back_at.is_(None),
    )
    return frozenset(one for one in case.session.scalars(placed) if one is not None)


def _replied(case: LockedAdmission, *replies: WardReply) -> frozenset[str]:
    return frozenset(
        case.session.scalars(
            select(WardAnswerRow.ward_id).where(
                WardAnswerRow.admission_id == case.admission.id,
                WardAnswerRow.reply.in_(replies),
                WardAnswerRow.taken_back_at.is_(None),
            )
        )
    )
