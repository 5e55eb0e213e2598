"""Who stands behind a step of a frozen plan when it fires: whoever is on duty now."""

from collections.abc import Set
from dataclasses import replace
from datetime import datetime

from routing.directory import Directory
from routing.plan import PlanStep
from routing.reach import reach_on_duty
from routing.reached import Reached
from routing.reasons import Reason, ReasonCode
from routing.types import PhoneKind


def on_duty(
    step: PlanStep, directory: Directory, at: datetime, *, excluding: Set[str]
) -> PlanStep | Reason:
    """The step with the person on duty now, or why nobody is.

    ``at`` in UTC; ``excluding`` are person ids never to ring. The number stands as decided while
    the person is the same.
    """
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
    if step.phone is PhoneKind.FUNCTION and found.reason.code is not ReasonCode.FORWARDED:
        return replace(step, person_id=found.person_id, reason=found.reason)
    return replace(step, person_id=found.person_id, number=found.number, reason=found.reason)


def _as_frozen(step: PlanStep, at: datetime, *, excluding: Set[str]) -> PlanStep | Reason:
    """A step whose rota has been removed since: it stands until the shift it was decided on
    ends."""
    values = {"line": step.line_id, "tier": step.tier.value}
    if step.person_id in excluding:
        person = {"person": step.person_id} if step.person_id else {}
        return Reason(ReasonCode.REQUESTER_THEMSELVES, values | person)
    until = step.reason.values.get("until")
    if step.phone is PhoneKind.FUNCTION and until is None:
        return step
    if until is None or at >= datetime.fromisoformat(until):
        return Reason(ReasonCode.NOBODY_ON_CALL, values)
    return step
