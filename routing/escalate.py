"""Escalation (eskalering): whom to ring next on a frozen plan, looked up when the step fires.

The plan stands: steps, numbers and order stay as decided, and a line that closes meanwhile is still
rung, however the directory is edited. Only who is on duty is asked again, for nobody may be rung
off duty. One phone rings at a time today; several attempts may be under way at once without a
change here.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from routing.calendar import in_utc
from routing.directory import Directory
from routing.lifecycle import AttemptOutcome
from routing.plan import Plan, PlanStep
from routing.reach import reach_on_duty
from routing.reached import Reached
from routing.reasons import Reason, ReasonCode


@dataclass(frozen=True, slots=True)
class AttemptView:
    """One call already placed for a step. ``outcome`` None: not over; after ``gives_up_at`` (UTC)
    it is no longer waited for."""

    step_order: int
    person_id: str | None
    outcome: AttemptOutcome | None
    gives_up_at: datetime


class Skipped(NamedTuple):
    """A step that was passed over, and why."""

    step_order: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Ring:
    """Ring this step now; its person and number are those on duty now."""

    step: PlanStep
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class Wait:
    """Somebody's phone rings; ask again at ``until`` (UTC) or when the attempt is over."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Exhausted:
    """Nobody is left to ring."""

    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """Somebody has accepted."""

    step_order: int
    person_id: str | None


def next_step(
    plan: Plan,
    attempts: Sequence[AttemptView],
    directory: Directory,
    at: datetime,
    *,
    excluding: Set[str] = frozenset(),
) -> Ring | Wait | Exhausted | Settled:
    """What to do next for a contact that is looking for a responder.

    Steps are taken in order and never again: the next is after the last one attempted. Somebody
    already tried, and anybody in ``excluding`` (person ids), is passed over. Raises
    ``UnknownZone``.
    """
    at = in_utc(at)
    for attempt in attempts:
        if attempt.outcome is AttemptOutcome.ACCEPTED:
            return Settled(attempt.step_order, attempt.person_id)
    pending = [
        attempt.gives_up_at
        for attempt in attempts
        if attempt.outcome is None and attempt.gives_up_at > at
    ]
    if pending:
        return Wait(min(pending))
    tried = {attempt.person_id for attempt in attempts if attempt.person_id}
    last = max((attempt.step_order for attempt in attempts), default=0)
    skipped: list[Skipped] = []
    for step in sorted(plan.steps, key=lambda step: step.order):
        if step.order <= last:
            continue
        found = _on_duty(step, directory, at, excluding=excluding)
        if isinstance(found, PlanStep) and found.person_id in tried:
            found = _reason(ReasonCode.DUPLICATE_PERSON, found)
        if isinstance(found, PlanStep):
            return Ring(found, tuple(skipped))
        skipped.append(Skipped(step.order, found))
    return Exhausted(tuple(skipped))


def _on_duty(
    step: PlanStep, directory: Directory, at: datetime, *, excluding: Set[str]
) -> PlanStep | Reason:
    """The step with the person on duty now, or why nobody is."""
    if step.person_id is None:
        return step
    line = directory.lines.get(step.line_id)
    rota = directory.index.rotas(step.line_id).get(step.tier)
    if line is None or rota is None:
        return _as_frozen(step, at, excluding=excluding)
    found = reach_on_duty(line, rota, directory=directory, at=at, excluding=excluding)
    if not isinstance(found, Reached):
        return found.reason
    if found.person_id == step.person_id:
        return step
    return replace(step, person_id=found.person_id, number=found.number, reason=found.reason)


def _as_frozen(step: PlanStep, at: datetime, *, excluding: Set[str]) -> PlanStep | Reason:
    """A step whose rota has been removed since: it stands until the shift it was decided on
    ends."""
    if step.person_id in excluding:
        return _reason(ReasonCode.REQUESTER_THEMSELVES, step)
    until = step.reason.values.get("until")
    if until is None or at >= datetime.fromisoformat(until):
        return Reason(ReasonCode.NOBODY_ON_CALL, {"line": step.line_id, "tier": step.tier.value})
    return step


def _reason(code: ReasonCode, step: PlanStep) -> Reason:
    values = {"line": step.line_id, "tier": step.tier.value}
    return Reason(code, values | ({"person": step.person_id} if step.person_id else {}))
