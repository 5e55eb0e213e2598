"""Which wards would be asked for a bed now, and in which order: the one answer for the question
itself, for the page that asks it, and for the county's beds."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from models.reads.beds import WardBeds, load_ward_beds
from routing.decide import decide
from routing.directory import Directory
from routing.plan import Plan
from routing.types import RequestFacts
from routing.ward_order import WardStanding, order_wards


@dataclass(frozen=True, slots=True)
class BedQuestion:
    """For whom a bed is sought, when (UTC). ``first`` is the ward somebody wants asked before all
    others, ``without`` those that have said no."""

    facts: RequestFacts
    directory: Directory
    at: datetime
    first: str | None = None
    without: Set[str] = frozenset()


@dataclass(frozen=True, slots=True)
class WardPlan:
    """``plan`` are the wards to ask, in order; ``matrix`` those of the matrix, with the closed ones
    and those left out. ``beds`` are what is known of each."""

    plan: Plan
    matrix: Plan
    beds: Mapping[str, WardBeds]


def plan_of_wards(session: Session, question: BedQuestion) -> WardPlan:
    """The wards for a patient. Raises ``NoContactPath``."""
    matrix = decide(question.facts, question.directory, question.at)
    beds = load_ward_beds(session, ward_ids=[step.unit_id for step in matrix.steps])
    plan = order_wards(matrix, standing_of(beds), first=question.first, without=question.without)
    return WardPlan(plan, matrix, beds)


def standing_of(beds: Mapping[str, WardBeds]) -> dict[str, WardStanding]:
    """What the order of the wards depends on, by ward id."""
    return {
        ward_id: WardStanding(one.free, one.newest is None or one.newest.is_open)
        for ward_id, one in beds.items()
    }
