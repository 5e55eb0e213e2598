"""In which order the phones of a plan are rung: as decided, but lines may take turns."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from routing.plan import PlanStep
from routing.types import Hunting

_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


def in_hunting_order(
    steps: Sequence[PlanStep], rested: Mapping[str, datetime]
) -> tuple[PlanStep, ...]:
    """The steps, group by group; in a group that takes turns the longest rested line comes first.

    ``rested`` maps line id → when it was last rung (UTC); a line that is not there has rested
    longest. The phones of one line stay together, in their order.
    """

    first: dict[tuple[int, str], int] = {}
    for step in steps:
        place = (step.group, step.line_id)
        first[place] = min(step.order, first.get(place, step.order))

    def key(step: PlanStep) -> tuple[int, datetime, int, int]:
        if step.hunting is not Hunting.ROUND_ROBIN:
            return (step.group, _LONG_AGO, step.order, step.order)
        at = rested.get(step.line_id, _LONG_AGO)
        return (step.group, at, first[step.group, step.line_id], step.order)

    return tuple(sorted(steps, key=key))
