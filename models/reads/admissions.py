"""Reads direct admissions for pages and the API, one or many with the same few queries."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from models.frozen_plan import plan_from_json
from models.reads.admission_view import (
    AdmissionEventView,
    AdmissionView,
    AskedContact,
    ChecklistAnswer,
    WardAnswer,
    WardCall,
)
from models.sealed import Sealed, Told
from models.tables.accounts import AccountRow
from models.tables.admissions import AdmissionEventRow, AdmissionRow, WardAnswerRow
from models.tables.contacts import AttemptRow, CareRequestRow, is_id
from models.tables.decisions import DecisionRow
from routing.admission import HAS_BED, AdmissionEvent, AdmissionStatus
from routing.outcome import Side

MOST = 200


def find_admission(session: Session, admission_id: str) -> AdmissionView | None:
    """One direct admission, None when there is none."""
    if not is_id(admission_id):
        return None
    return next(iter(_load(session, AdmissionRow.id == admission_id)), None)


def load_for_contact(session: Session, request_id: str) -> tuple[AdmissionView, ...]:
    """The direct admissions of a contact, the newest first; one question when there is none."""
    return _load(session, AdmissionRow.request_id == request_id)


def load_for_wards(session: Session, ward_ids: Collection[str]) -> tuple[AdmissionView, ...]:
    """What these wards are asked now, keep a bed for (or did until the time ran out: the patient
    may come all the same), and have got; the newest first."""
    if not ward_ids:
        return ()
    is_asked = exists().where(
        AttemptRow.admission_id == AdmissionRow.id,
        AttemptRow.round == AdmissionRow.round,
        AttemptRow.unit_id.in_(ward_ids),
    )
    status = AdmissionRow.status
    own = AdmissionRow.ward_id.in_(ward_ids)
    return _load(
        session,
        or_(
            and_(status == AdmissionStatus.ASKED, is_asked),
            and_(own, status.in_(HAS_BED | {AdmissionStatus.ARRIVED, AdmissionStatus.EXPIRED})),
            and_(
                AdmissionRow.placed_ward_id.in_(ward_ids),
                status == AdmissionStatus.PLACED_ELSEWHERE,
            ),
        ),
    )


def load_admission_events(session: Session, admission_id: str) -> tuple[AdmissionEventView, ...]:
    """All that happened to a direct admission, in order."""
    rows = session.scalars(
        select(AdmissionEventRow)
        .where(AdmissionEventRow.admission_id == admission_id)
        .order_by(AdmissionEventRow.id)
    )
    return tuple(
        AdmissionEventView(
            row.event, row.at, row.ward_id, row.unit_id, row.detail, row.taken_back_at
        )
        for row in rows
    )


_PLACED = (
    select(func.aggregate_strings(AdmissionEventRow.ward_id, " "))
    .where(
        AdmissionEventRow.admission_id == AdmissionRow.id,
        AdmissionEventRow.event == AdmissionEvent.PLACED_ELSEWHERE,
        AdmissionEventRow.taken_back_at.is_(None),
    )
    .scalar_subquery()
)
_WHOLE = (
    select(AdmissionRow, DecisionRow, CareRequestRow, AccountRow.name, _PLACED)
    .join(DecisionRow, DecisionRow.id == AdmissionRow.decision_id)
    .join(CareRequestRow, CareRequestRow.id == AdmissionRow.request_id)
    .join(AccountRow, AccountRow.id == CareRequestRow.requester_id)
    .order_by(AdmissionRow.created_at.desc(), AdmissionRow.id)
    .limit(MOST)
    .execution_options(populate_existing=True)
)


def _load(session: Session, condition: ColumnElement[bool]) -> tuple[AdmissionView, ...]:
    rows = session.execute(_WHOLE.where(condition)).all()
    if not rows:
        return ()
    ids = [row.id for row, *_rest in rows]
    calls, answers = _calls(session, ids), _answers(session, ids)
    took = _took(session, [row.request_id for row, *_rest in rows])
    return tuple(
        replace(
            _view(
                row,
                decision,
                _contact(request, name, took.get(request.id), admission_id=row.id),
                calls=calls[row.id],
                answers=answers[row.id],
            ),
            had_patient=frozenset((placed or "").split()),
        )
        for row, decision, request, name, placed in rows
    )


def _calls(session: Session, ids: Sequence[str]) -> Mapping[str, list[WardCall]]:
    found: dict[str, list[WardCall]] = defaultdict(list)
    rows = session.execute(
        select(
            AttemptRow.admission_id,
            AttemptRow.unit_id,
            AttemptRow.state,
            AttemptRow.started_at,
            AttemptRow.ring_seconds,
            AttemptRow.round,
        )
        .where(AttemptRow.admission_id.in_(ids), AttemptRow.side == Side.WARD)
        .order_by(AttemptRow.started_at, AttemptRow.step_order)
    )
    for admission_id, ward_id, state, started_at, seconds, times in rows:
        call = WardCall(ward_id or "", state, started_at, seconds, times)
        found[admission_id or ""].append(call)
    return found


def _answers(session: Session, ids: Sequence[str]) -> Mapping[str, list[WardAnswer]]:
    found: dict[str, list[WardAnswer]] = defaultdict(list)
    rows = session.scalars(
        select(WardAnswerRow)
        .where(WardAnswerRow.admission_id.in_(ids), WardAnswerRow.taken_back_at.is_(None))
        .order_by(WardAnswerRow.id)
    )
    for row in rows:
        note = Sealed(row.note, Told.ADMISSION, row.admission_id, row.account_id)
        said = WardAnswer(row.ward_id, row.round, row.reply, row.reason, note, row.at)
        found[row.admission_id].append(said)
    return found


def _took(session: Session, request_ids: Sequence[str]) -> Mapping[str, tuple[str | None, str]]:
    """Contact id → the person who said yes, and their number."""
    rows = session.execute(
        select(AttemptRow.request_id, AttemptRow.person_id, AttemptRow.number).where(
            AttemptRow.request_id.in_(request_ids),
            AttemptRow.side == Side.RESPONDER,
            AttemptRow.accepted_at.is_not(None),
        )
    )
    return {request_id: (person_id, number) for request_id, person_id, number in rows}


def _contact(
    row: CareRequestRow, name: str, took: tuple[str | None, str] | None, *, admission_id: str
) -> AskedContact:
    person_id, number = took or (None, None)
    told = (Told.ADMISSION, admission_id, row.requester_id)
    return AskedContact(
        id=row.id,
        case_code=row.case_code,
        requester_id=row.requester_id,
        requester_name=name,
        requester_role=row.requester_role,
        requester_unit_id=row.requester_unit_id,
        requester_number=row.requester_number,
        urgency=row.urgency,
        age_band=row.age_band,
        sex=row.sex,
        situation=Sealed(row.situation, *told),
        background=Sealed(row.background, *told),
        assessment=Sealed(row.assessment, *told),
        recommendation=Sealed(row.recommendation, *told),
        answered_at=row.answered_at,
        answered_by=person_id,
        answered_number=number,
    )


def _checklist_answer(
    document: Mapping[str, Any], told: Told, admission_id: str, by: int
) -> ChecklistAnswer:
    said = document["answer"]
    answer = None if said is None else Sealed(said, told, admission_id, by)
    return ChecklistAnswer(document["key"], document["question"], document["kind"], answer)


def _view(
    row: AdmissionRow,
    decision: DecisionRow,
    contact: AskedContact,
    *,
    calls: Sequence[WardCall],
    answers: Sequence[WardAnswer],
) -> AdmissionView:
    told = (Told.ADMISSION, row.id, decision.account_id)
    return AdmissionView(
        id=row.id,
        decision_id=decision.id,
        contact=contact,
        status=row.status,
        specialty=row.specialty,
        municipality=row.municipality,
        plan=None if row.plan is None else plan_from_json(row.plan),
        round=row.round,
        ward_id=row.ward_id,
        is_over_occupancy=row.is_over_occupancy,
        placed_ward_id=row.placed_ward_id,
        had_patient=frozenset(),
        transport=row.transport,
        eta_at=row.eta_at,
        checklist=tuple(_checklist_answer(one, *told) for one in row.checklist),
        note=Sealed(decision.note, *told),
        proposed_by=decision.side,
        created_at=row.created_at,
        asked_at=row.asked_at,
        reserved_at=row.reserved_at,
        reserved_until=row.reserved_until,
        warned_at=row.warned_at,
        arrived_at=row.arrived_at,
        ended_at=row.ended_at,
        calls=tuple(calls),
        answers=tuple(answers),
    )
