"""The read side of a contact (ärende): what pages and the API show, as frozen values."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session

from models.accounts import AccountRow
from models.care_request import (
    AttemptRow,
    CallMode,
    CareRequestRow,
    OutcomeRow,
    RequestEventRow,
    is_id,
)
from models.frozen_plan import plan_from_json
from routing.lifecycle import OPEN_STATES, AttemptState, RequestEvent, RequestStatus
from routing.outcome import DeclineReason, PlanBefore, ResultAfter, Side
from routing.plan import Plan
from routing.types import ContactPath, OnCallTier, PhoneKind, RequesterRole


@dataclass(frozen=True, slots=True)
class AttemptView:
    """One phone that was rung, and what came of it."""

    id: str
    side: Side
    step_order: int
    line_id: str | None
    unit_id: str | None
    tier: OnCallTier | None
    person_id: str | None
    number: str
    ring_seconds: int
    state: AttemptState
    started_at: datetime
    gives_up_at: datetime
    accepted_at: datetime | None
    connected_at: datetime | None
    ended_at: datetime | None
    round: int = 1
    phone: PhoneKind | None = None
    forwarded_from: str | None = None
    decline_reason: DeclineReason | None = None
    call_back_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Nothing has come of it yet."""
        return self.state in OPEN_STATES


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """What one side said afterwards."""

    result: ResultAfter | None
    value: int | None
    understanding: int | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class ContactView:
    """Everything a page shows about one contact; ``attempts`` in order, the requester's first."""

    id: str
    case_code: str
    path: ContactPath
    status: RequestStatus
    mode: CallMode
    requester_id: int
    requester_name: str
    requester_role: RequesterRole
    requester_unit_id: str | None
    requester_number: str | None
    specialty: str | None
    municipality: str
    unit_id: str | None
    age_band: str | None
    sex: str | None
    situation: str
    background: str
    assessment: str
    recommendation: str
    plan_before: PlanBefore | None
    plan: Plan
    promise_seconds: int
    created_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    continued_from_id: str | None
    attempts: tuple[AttemptView, ...]
    outcomes: Mapping[Side, OutcomeView]

    @property
    def responder_attempts(self) -> tuple[AttemptView, ...]:
        """The attempts to reach somebody who can answer."""
        return tuple(attempt for attempt in self.attempts if attempt.side is Side.RESPONDER)

    @property
    def all_ringing(self) -> tuple[AttemptView, ...]:
        """The responders' phones that ring now."""
        return tuple(one for one in self.responder_attempts if one.is_open)

    @property
    def ringing(self) -> AttemptView | None:
        """The responder's phone that rings now; the first of them when several do."""
        return next(iter(self.all_ringing), None)

    @property
    def call_back(self) -> AttemptView | None:
        """The attempt in which somebody has promised to call back, while that is waited for."""
        if self.status is not RequestStatus.CALL_BACK_PROMISED:
            return None
        promised = [one for one in self.responder_attempts if one.call_back_at is not None]
        return promised[-1] if promised else None

    @property
    def accepted(self) -> AttemptView | None:
        """The attempt in which somebody said yes."""
        return next((one for one in self.responder_attempts if one.accepted_at), None)

    @property
    def is_unreached(self) -> bool:
        """Somebody said yes in the browser, but their phone could not be reached: dial it."""
        taken = self.accepted
        if taken is None or taken.ended_at is None or taken.connected_at is not None:
            return False
        return self.ended_at is None or self.ended_at > taken.ended_at


@dataclass(frozen=True, slots=True)
class EventView:
    """One line of the contact's log; ``detail`` holds codes and ids only."""

    event: RequestEvent
    at: datetime
    attempt_id: str | None
    account_id: int | None
    unit_id: str | None
    detail: Mapping[str, Any]


def find_contact(session: Session, request_id: str) -> ContactView | None:
    """One contact, None when there is none."""
    if not is_id(request_id):
        return None
    return next(iter(_load(session, CareRequestRow.id == request_id, limit=1)), None)


def load_contacts_of(session: Session, account_id: int, *, limit: int) -> tuple[ContactView, ...]:
    """The requester's own contacts, newest first."""
    return _load(session, CareRequestRow.requester_id == account_id, limit=limit)


def load_incoming(session: Session, person_id: str) -> tuple[ContactView, ...]:
    """The contacts for which this person's phone rings now."""
    rings = exists().where(
        AttemptRow.request_id == CareRequestRow.id,
        AttemptRow.side == Side.RESPONDER,
        AttemptRow.person_id == person_id,
        AttemptRow.state.in_(OPEN_STATES),
    )
    return _load(session, and_(CareRequestRow.status == RequestStatus.HUNTING, rings), limit=10)


def load_answered_by(session: Session, person_id: str, *, limit: int) -> tuple[ContactView, ...]:
    """The contacts this person has taken, newest first."""
    took = exists().where(
        AttemptRow.request_id == CareRequestRow.id,
        AttemptRow.side == Side.RESPONDER,
        AttemptRow.person_id == person_id,
        AttemptRow.accepted_at.is_not(None),
    )
    return _load(session, took, limit=limit)


def load_unanswered(
    session: Session, unit_ids: Sequence[str], *, limit: int
) -> tuple[ContactView, ...]:
    """Contacts nobody answered, for which a unit of these was rung and none has dealt with it."""
    was_rung = exists().where(
        AttemptRow.request_id == CareRequestRow.id,
        AttemptRow.side == Side.RESPONDER,
        AttemptRow.unit_id.in_(unit_ids),
    )
    ran_out = exists().where(
        RequestEventRow.request_id == CareRequestRow.id,
        RequestEventRow.event == RequestEvent.EXHAUSTED,
    )
    is_handled = exists().where(
        RequestEventRow.request_id == CareRequestRow.id,
        RequestEventRow.event == RequestEvent.UNANSWERED_HANDLED,
        RequestEventRow.unit_id.in_(unit_ids),
    )
    return _load(session, and_(was_rung, ran_out, ~is_handled), limit=limit)


def load_events(session: Session, request_id: str) -> tuple[EventView, ...]:
    """All that happened to a contact, in order."""
    rows = session.scalars(
        select(RequestEventRow)
        .where(RequestEventRow.request_id == request_id)
        .order_by(RequestEventRow.id)
    )
    return tuple(
        EventView(row.event, row.at, row.attempt_id, row.account_id, row.unit_id, row.detail)
        for row in rows
    )


def _load(
    session: Session, condition: ColumnElement[bool], *, limit: int
) -> tuple[ContactView, ...]:
    rows = session.execute(
        select(CareRequestRow, AccountRow.name)
        .join(AccountRow, AccountRow.id == CareRequestRow.requester_id)
        .where(condition)
        .order_by(CareRequestRow.created_at.desc())
        .limit(limit)
        .execution_options(populate_existing=True)
    ).all()
    ids = [row.id for row, _name in rows]
    attempts = _load_attempts(session, ids)
    outcomes = _load_outcomes(session, ids)
    return tuple(_view(row, name, attempts[row.id], outcomes[row.id]) for row, name in rows)


def _load_attempts(session: Session, ids: Sequence[str]) -> Mapping[str, list[AttemptView]]:
    attempts: dict[str, list[AttemptView]] = defaultdict(list)
    for row in session.scalars(
        select(AttemptRow)
        .where(AttemptRow.request_id.in_(ids))
        .order_by(AttemptRow.started_at, AttemptRow.step_order)
        .execution_options(populate_existing=True)
    ):
        attempts[row.request_id].append(
            AttemptView(
                id=row.id,
                side=row.side,
                step_order=row.step_order,
                line_id=row.line_id,
                unit_id=row.unit_id,
                tier=row.tier,
                person_id=row.person_id,
                number=row.number,
                ring_seconds=row.ring_seconds,
                state=row.state,
                started_at=row.started_at,
                gives_up_at=row.gives_up_at,
                accepted_at=row.accepted_at,
                connected_at=row.connected_at,
                ended_at=row.ended_at,
                round=row.round,
                phone=row.phone,
                forwarded_from=row.forwarded_from,
                decline_reason=row.decline_reason,
                call_back_at=row.call_back_at,
            )
        )
    return attempts


def _load_outcomes(session: Session, ids: Sequence[str]) -> Mapping[str, dict[Side, OutcomeView]]:
    outcomes: dict[str, dict[Side, OutcomeView]] = defaultdict(dict)
    for row in session.scalars(
        select(OutcomeRow)
        .where(OutcomeRow.request_id.in_(ids))
        .execution_options(populate_existing=True)
    ):
        outcomes[row.request_id][row.side] = OutcomeView(
            row.result, row.value, row.understanding, row.recorded_at
        )
    return outcomes


def _view(
    row: CareRequestRow,
    requester_name: str,
    attempts: Iterable[AttemptView],
    outcomes: Mapping[Side, OutcomeView],
) -> ContactView:
    return ContactView(
        id=row.id,
        case_code=row.case_code,
        path=row.path,
        status=row.status,
        mode=row.mode,
        requester_id=row.requester_id,
        requester_name=requester_name,
        requester_role=row.requester_role,
        requester_unit_id=row.requester_unit_id,
        requester_number=row.requester_number,
        specialty=row.specialty,
        municipality=row.municipality,
        unit_id=row.unit_id,
        age_band=row.age_band,
        sex=row.sex,
        situation=row.situation,
        background=row.background,
        assessment=row.assessment,
        recommendation=row.recommendation,
        plan_before=row.plan_before,
        plan=plan_from_json(row.plan),
        promise_seconds=row.promise_seconds,
        created_at=row.created_at,
        answered_at=row.answered_at,
        ended_at=row.ended_at,
        continued_from_id=row.continued_from_id,
        attempts=tuple(attempts),
        outcomes=dict(outcomes),
    )
