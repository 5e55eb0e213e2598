"""The decision: who will be rung, in which order and why; frozen on the contact when it is made."""

from dataclasses import dataclass
from datetime import datetime

from routing.matrix import Fallback
from routing.reasons import Reason
from routing.types import OnCallTier, RequestFacts


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One step of the plan. ``person_id`` is who is on call *now* (None: a function phone);
    who is really rung is looked up again when the step fires."""

    order: int
    line_id: str
    unit_id: str
    tier: OnCallTier
    person_id: str | None
    number: str
    ring_seconds: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Plan:
    """At least one step; ``at`` in UTC. ``reasons`` also say whom the matrix names but who was
    skipped."""

    facts: RequestFacts
    at: datetime
    rule_id: str
    matrix_version: str
    promise_seconds: int
    steps: tuple[PlanStep, ...]
    fallback: Fallback
    reasons: tuple[Reason, ...]
