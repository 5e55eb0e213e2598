"""A contact (ärende) as pages and the API show it: frozen values, see ``models.reads.contacts``."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.sealed import Sealed
from models.tables.contacts import CallMode
from routing.lifecycle import OPEN_STATES, AttemptState, RequestEvent, RequestStatus
from routing.outcome import DeclineReason, PlanBefore, ResultAfter, Side
from routing.plan import Plan
from routing.types import ContactPath, OnCallTier, PhoneKind, RequesterRole
from routing.urgency import PatientUrgency


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
    situation: Sealed
    background: Sealed
    assessment: Sealed
    recommendation: Sealed
    plan_before: PlanBefore | None
    plan: Plan
    promise_seconds: int
    created_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    continued_from_id: str | None
    attempts: tuple[AttemptView, ...]
    outcomes: Mapping[Side, OutcomeView]
    urgency: PatientUrgency | None = None

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
        """The attempt in which somebody said yes, and that yes stands; they are joined, or about to
        be."""
        return next((one for one in self.responder_attempts if one.accepted_at), None)


@dataclass(frozen=True, slots=True)
class EventView:
    """One line of the contact's log; ``detail`` holds codes and ids only. ``taken_back_at``: when
    whoever did it undid it (ångrade)."""

    event: RequestEvent
    at: datetime
    attempt_id: str | None
    account_id: int | None
    unit_id: str | None
    detail: Mapping[str, Any]
    taken_back_at: datetime | None = None
