"""A direct admission is proposed or, by a doctor of the talk, decided and asked for at once."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.admission import checklist, tell
from app.actions.admission.ask_wards import begin
from app.actions.admission.locked_admission import LockedAdmission
from app.actions.decisions.add_decision import (
    NewDecision,
    add_decision,
    find_by_key,
)
from app.actions.decisions.errors import DoctorDecides
from app.actions.decisions.locked_contact import locked
from app.actions.shared.actor import Actor
from app.actions.shared.errors import UnknownWord
from app.actions.shared.faults import Faults
from app.actions.shared.fingerprint import fingerprint_of, refuse_other_content
from app.actions.shared.free_text import checked
from app.actions.shared.occasion import Occasion
from models.db import insert_now
from models.tables.admissions import AdmissionRow
from models.tables.contacts import CareRequestRow
from models.tables.decisions import DecisionRow
from routing.admission import AdmissionEvent, AdmissionStatus
from routing.decisions import DecisionKind, may_decide
from routing.types import RequesterRole


@dataclass(frozen=True, slots=True)
class NewAdmission:
    """What is asked. ``specialty`` None: the contact's own; ``first`` the ward to ask first, None:
    in the order of the matrix. ``answers`` are those of the checklist, by its keys. ``asks`` False:
    only proposed, for a doctor of the talk to agree to.
    """

    specialty: str | None = None
    first: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    asks: bool = True
    idempotency_key: str | None = None


def propose(session: Session, request_id: str, new: NewAdmission, occasion: Occasion) -> str:
    """Make the decision and the admission, and ask the first ward unless it is only proposed.

    Returns the admission's id. One transaction; the same key is the same admission, and with
    another content ``IdempotencyConflict``. Raises what ``lock_contact_of`` and ``ask_wards.begin``
    raise, ``DoctorDecides``, ``UnknownWord``, ``BadAnswer`` or what ``checked`` raises, with
    nothing changed.
    """
    by, directory, at = occasion.by, occasion.directory, occasion.at
    with locked(session, request_id, by=by, directory=directory, at=at) as case:
        admission_id = _propose(session, case.request, new, occasion)
        session.commit()
    return admission_id


def may_ask(request: CareRequestRow, by: Actor) -> bool:
    """Whether somebody of the talk may ask the wards, or only propose it."""
    role = RequesterRole(by.role.value)
    is_answered = request.answered_at is not None
    return may_decide(DecisionKind.DIRECT_ADMISSION, role, is_answered=is_answered)


def _propose(
    session: Session, request: CareRequestRow, new: NewAdmission, occasion: Occasion
) -> str:
    by, directory, at = occasion.by, occasion.directory, occasion.at
    earlier = find_by_key(session, request.id, new.idempotency_key)
    if earlier is not None:
        refuse_other_content(earlier.fingerprint, new)
        return _admission_of(session, earlier)
    if new.asks and not may_ask(request, by):
        raise DoctorDecides
    specialty = new.specialty or request.specialty
    faults, answers = Faults(), []
    with faults.noting():
        answers = checklist.filled_in(session, new.answers, is_complete=new.asks)
    with faults.noting():
        checked("note", new.note)
    with faults.noting():
        if specialty is not None and specialty not in directory.specialties:
            raise UnknownWord("specialty", specialty)
    faults.refuse_if_any()
    decision = add_decision(
        session,
        request,
        NewDecision(
            DecisionKind.DIRECT_ADMISSION,
            note=new.note,
            idempotency_key=new.idempotency_key,
            is_proposal=not new.asks,
            fingerprint=fingerprint_of(new),
        ),
        by=by,
        at=at,
    )
    admission = AdmissionRow(
        id=str(uuid.uuid4()),
        decision_id=decision.id,
        request_id=request.id,
        status=AdmissionStatus.PROPOSED,
        specialty=specialty,
        municipality=request.municipality,
        plan=None,
        round=0,
        ward_id=None,
        is_over_occupancy=False,
        checklist=answers,
        created_at=at,
        asked_at=None,
        reserved_at=None,
        reserved_until=None,
        warned_at=None,
        check_at=None,
    )
    insert_now(session, admission)
    case = LockedAdmission(session, request, admission, directory, at)
    case.note(AdmissionEvent.PROPOSED, by=occasion.who)
    if new.asks:
        begin(case, by=occasion.who, first=new.first)
    else:
        tell.responder_of_proposal(case)
    return admission.id


def _admission_of(session: Session, decision: DecisionRow) -> str:
    found = select(AdmissionRow.id).where(AdmissionRow.decision_id == decision.id)
    return session.scalars(found).one()
