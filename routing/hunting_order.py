"""In which order the phones of a plan are rung: as decided, but lines may take turns.

The order a contact goes by is its own. It is settled once, when the first of those that take turns
is rung, and other contacts that ring the same lines meanwhile change nothing in it.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from routing.plan import Plan, PlanStep
from routing.types import Hunting

_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)
_NO_TURNS: Final[Mapping[int, tuple[str, ...]]] = {}


def in_hunting_order(
    steps: Sequence[PlanStep],
    rested: Mapping[str, datetime],
    *,
    turns: Mapping[int, tuple[str, ...]] = _NO_TURNS,
) -> tuple[PlanStep, ...]:
    """The steps, group by group; in a group that takes turns the longest rested line comes first.

    ``rested`` maps line id → when it was last rung (UTC); a line that is not there has rested
    longest. ``turns`` are the orders already settled (see ``Plan``): there ``rested`` decides
    nothing. The phones of one line stay together, in their order.
    """
    first: dict[tuple[int, str], int] = {}
    for step in steps:
        place = (step.group, step.line_id)
        first[place] = min(step.order, first.get(place, step.order))

    def key(step: PlanStep) -> tuple[int, int, datetime, int, int]:
        settled = turns.get(step.group)
        if settled is None and step.hunting is not Hunting.ROUND_ROBIN:
            return (step.group, 0, _LONG_AGO, step.order, step.order)
        at = rested.get(step.line_id, _LONG_AGO) if settled is None else _LONG_AGO
        turn = _turn(step, settled or ())
        return (step.group, turn, at, first[step.group, step.line_id], step.order)

    return tuple(sorted(steps, key=key))


def settled_turns(
    plan: Plan, rung: PlanStep, rested: Mapping[str, datetime]
) -> Mapping[int, tuple[str, ...]]:
    """The orders the contact goes by, now that this step is rung; the same as before unless it is
    the first of a group that takes turns."""
    if rung.hunting is not Hunting.ROUND_ROBIN or rung.group in plan.turns:
        return plan.turns
    ordered = in_hunting_order(plan.steps, rested)
    lines = dict.fromkeys(step.line_id for step in ordered if step.group == rung.group)
    return {**plan.turns, rung.group: tuple(lines)}


def _turn(step: PlanStep, settled: Sequence[str]) -> int:
    return settled.index(step.line_id) if step.line_id in settled else len(settled)
