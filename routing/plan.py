"""The decision: who will be rung, in which order and why; frozen on the contact when it is made."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from routing.matrix import Fallback
from routing.reasons import Reason
from routing.types import Hunting, OnCallTier, PhoneKind, RequestFacts
from routing.units import OnCallLine


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One phone of the plan. ``person_id`` is who is on call *now* (None: a function phone without
    a rota); who is really rung is looked up again when the step fires.

    ``group`` is which of the rule's steps it comes from, from 1; within a group ``hunting`` says in
    which order phones are rung.
    """

    order: int
    line_id: str
    unit_id: str
    tier: OnCallTier
    person_id: str | None
    number: str
    ring_seconds: int
    reason: Reason
    group: int = 0
    hunting: Hunting = Hunting.SEQUENTIAL
    phone: PhoneKind = PhoneKind.OWN


@dataclass(frozen=True, slots=True)
class Plan:
    """At least one step; ``at`` in UTC. ``reasons`` also say whom the matrix names but who was
    skipped. ``rounds``: how many times the steps are gone through.

    ``turns``: for each group that takes turns (turas om), its lines in the order this contact goes
    by; a group is there from the moment the first of its phones is rung. ``is_by_hand``: the
    requester dials.
    """

    facts: RequestFacts
    at: datetime
    rule_id: str
    matrix_version: str
    promise_seconds: int
    steps: tuple[PlanStep, ...]
    fallback: Fallback
    reasons: tuple[Reason, ...]
    rounds: int = 1
    turns: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    is_by_hand: bool = False


def by_hand(plan: Plan) -> Plan:
    """The plan for one who dials by hand: one number at a time, each once."""
    steps = tuple(replace(step, hunting=Hunting.SEQUENTIAL) for step in plan.steps)
    return replace(plan, steps=steps, rounds=1, is_by_hand=True)


def stands_in(plan: Plan, lines: Mapping[str, OnCallLine]) -> OnCallLine | None:
    """The line that answers for a specialty of which no line is rung, as a medicinjour does for
    reumatologi; None where one is, or where no specialty was asked for."""
    rung = [line for step in plan.steps if (line := lines.get(step.line_id)) is not None]
    asked = plan.facts.specialty
    if asked is None or any(line.specialty == asked for line in rung):
        return None
    return next(iter(rung), None)
