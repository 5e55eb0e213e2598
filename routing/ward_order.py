"""Which wards are asked for a bed, in which order: the plan of the matrix, as the wards stand."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace

from routing.plan import Plan, PlanStep
from routing.reasons import Reason, ReasonCode


@dataclass(frozen=True, slots=True)
class WardStanding:
    """What is known of a ward's beds. ``free`` None: nobody has said, so the ward is asked."""

    free: int | None
    is_open: bool = True


_UNKNOWN = WardStanding(None)


def order_wards(
    plan: Plan,
    standing: Mapping[str, WardStanding],
    *,
    first: str | None = None,
    without: Set[str] = frozenset(),
) -> Plan:
    """The plan as it is to be asked: ``first`` is the ward somebody has chosen, before all others.

    The order of the matrix stands (own hospital first, neighbours next). Within one of its steps
    wards known to be full come after those with room, in the hope of one bed too many. Closed wards
    and those in ``without`` (they have said no) are left out, with the reason; a chosen ward is
    asked again whatever it has said, but a closed one is not. Each is rung once, however many
    rounds (varv) the rule has: a ward that did not answer may still say yes by itself.
    """
    reasons = list(plan.reasons)
    kept: list[PlanStep] = []
    for step in plan.steps:
        if not standing.get(step.unit_id, _UNKNOWN).is_open:
            reasons.append(Reason(ReasonCode.WARD_CLOSED, {"line": step.line_id}))
        elif step.unit_id in without and step.unit_id != first:
            values = {"line": step.line_id, "tier": step.tier.value}
            reasons.append(Reason(ReasonCode.HAS_DECLINED, values))
        else:
            kept.append(step)
    kept.sort(key=lambda step: (step.unit_id != first, step.group, _is_full(step, standing)))
    steps = tuple(
        replace(step, order=order, group=0 if step.unit_id == first else step.group)
        for order, step in enumerate(kept, start=1)
    )
    return replace(plan, steps=steps, reasons=tuple(reasons), rounds=1)


def _is_full(step: PlanStep, standing: Mapping[str, WardStanding]) -> bool:
    free = standing.get(step.unit_id, _UNKNOWN).free
    return free is not None and free <= 0
