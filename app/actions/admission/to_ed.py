"""The patient of an admission goes to the emergency department instead."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.admission import hunt_wards, tell
from app.actions.admission.acting import Saying, say
from app.actions.admission.locked_admission import LockedAdmission
from app.actions.decisions.add_decision import NewDecision, add_decision
from app.actions.shared.errors import UnknownWord
from app.actions.shared.occasion import Occasion
from models.logs.decisions import decision_happened
from models.tables.admissions import AdmissionEventRow
from models.tables.decisions import DecisionRow
from routing.admission import AdmissionEvent
from routing.admission_verbs import AdmissionVerb
from routing.decisions import DECISION, IN_FORCE, DecisionEvent, DecisionKind

TO_ED: Final = frozenset({DecisionKind.ED_OWN_MEANS, DecisionKind.ED_AMBULANCE})

_EVENT: Final = AdmissionEvent.TURNED_TO_ED


def turn_to_ed(
    session: Session, admission_id: str, occasion: Occasion, *, means: DecisionKind
) -> bool:
    """The patient goes to the emergency department: a new decision replaces this one.

    ``means`` is one of ``TO_ED``. Whoever takes part in the talk, or the ward, may say so: a
    patient who turns worse waits for nobody. Said again with other means, or by those who talk
    after the ward, those hold; otherwise it is False, and nothing is changed. Raises
    ``UnknownWord``.
    """

    def do(saying: Saying) -> bool:
        if means not in TO_ED:
            raise UnknownWord("means", means.value)
        return (_party_turns if saying.is_party else _ward_turns)(saying, means)

    return say(session, (admission_id, occasion), AdmissionVerb.TURN_TO_ED, do)


def _ward_turns(saying: Saying, means: DecisionKind) -> bool:
    if not _said(saying, means):
        return False
    saying.case.decision_saw(DecisionEvent.FELL_THROUGH, by=saying.by)
    tell.parties_of_change(saying.case, _EVENT)
    return True


def _party_turns(saying: Saying, means: DecisionKind) -> bool:
    case, earlier = saying.case, _decision_to_ed(saying.case)
    is_new = _said(saying, means)
    if not is_new and earlier is not None and earlier.kind is means:
        return False
    decided = NewDecision(means)
    new = add_decision(case.session, case.request, decided, by=saying.actor, at=case.at)
    for old in (case.decision, earlier):
        if old is not None and DECISION.allows(old.status, DecisionEvent.REPLACED):
            event = DecisionEvent.REPLACED
            decision_happened(case.session, old, event, at=case.at, by=saying.by)
            old.replaced_by_id = new.id
    return True


def _said(saying: Saying, means: DecisionKind) -> bool:
    """Write down that the patient goes there, and how; False when that has been said. The ward that
    kept a bed is told the first time."""
    case, by = saying.case, saying.by
    ward_id, how = case.admission.ward_id, means.value
    if case.saw(_EVENT, by=by, ward_id=ward_id, means=how):
        hunt_wards.end(case)
        tell.ward_of_change(case, _EVENT)
        return True
    if _means_said(case) == how:
        return False
    case.note(_EVENT, by=by, ward_id=ward_id, means=how)
    return True


def _means_said(case: LockedAdmission) -> str | None:
    """How the patient goes there, as was said last."""
    detail = case.session.scalar(
        select(AdmissionEventRow.detail)
        .where(AdmissionEventRow.admission_id == case.admission.id)
        .where(AdmissionEventRow.event == _EVENT, AdmissionEventRow.taken_back_at.is_(None))
        .order_by(AdmissionEventRow.id.desc())
        .limit(1)
    )
    return None if detail is None else detail.get("means")


def _decision_to_ed(case: LockedAdmission) -> DecisionRow | None:
    """The decision on the emergency department that those who talk have made since the admission,
    and that holds."""
    return case.session.scalar(
        select(DecisionRow)
        .where(DecisionRow.request_id == case.request.id, DecisionRow.kind.in_(TO_ED))
        .where(DecisionRow.decided_at >= case.admission.created_at)
        .where(DecisionRow.status.in_(IN_FORCE))
        .order_by(DecisionRow.decided_at.desc())
        .limit(1)
    )
