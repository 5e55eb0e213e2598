"""The plan before the call, as the page shows it: open or not, who will be rung, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.actions.contact.ask_for_plan import ask_for_plan
from app.actions.shared.actor import Actor
from app.web.shared.moments import when
from app.web.shared.words import (
    duration_display,
    in_sentence,
    label,
    language,
    phone_display,
    sentence,
)
from routing.directory import Directory
from routing.matrix import Fallback
from routing.plan import Plan, PlanStep, stands_in
from routing.reasons import Reason, ReasonCode
from routing.types import Hunting, PhoneKind, RequestFacts

NOT_SHOWN = frozenset({ReasonCode.RULE_CHOSEN, ReasonCode.PATH_CLOSED})


@dataclass(frozen=True, slots=True)
class StepCard:
    """One rung of the ladder; the reason says which tier, on which line and until when.

    ``together``: how it is rung with the others of its step, where that is not one by one.
    """

    order: int
    who: str
    role: str
    reason: str
    together: str


@dataclass(frozen=True, slots=True)
class FallbackCard:
    """What to do when nobody can be reached; ``number`` is what a phone dials."""

    text: str
    unit: str
    number: str
    number_text: str


@dataclass(frozen=True, slots=True)
class PlanPage:
    """``opens`` is empty when open, or when nothing opens within the horizon searched.
    ``stands_in`` is the line that answers where the specialty has none; empty where it has."""

    is_open: bool
    promise: str
    opens: str
    steps: tuple[StepCard, ...]
    skipped: tuple[str, ...]
    fallback: FallbackCard | None
    matrix_version: str
    rounds: int = 1
    stands_in: str = ""


def plan_page(facts: RequestFacts, directory: Directory, at: datetime, *, actor: Actor) -> PlanPage:
    """Decide and dress the answer; a closed path is an answer too."""
    answer = ask_for_plan(facts, directory, at=at, person_id=actor.person_id)
    if isinstance(answer, Plan):
        return _open(answer, directory, at)
    opens_at = answer.next_opening
    return PlanPage(
        is_open=False,
        promise="",
        opens=when(opens_at, at) if opens_at else "",
        steps=(),
        skipped=_sentences(answer.reasons, directory, at),
        fallback=fallback_card(answer.fallback, directory),
        matrix_version=answer.matrix_version,
    )


def _open(plan: Plan, directory: Directory, at: datetime) -> PlanPage:
    other = stands_in(plan, directory.lines)
    return PlanPage(
        is_open=True,
        promise=duration_display(plan.promise_seconds),
        opens="",
        steps=tuple(step_card(step, plan, directory, at) for step in plan.steps),
        skipped=_sentences(plan.reasons, directory, at),
        fallback=fallback_card(plan.fallback, directory),
        matrix_version=plan.matrix_version,
        rounds=plan.rounds,
        stands_in=other.name if other else "",
    )


def step_card(step: PlanStep, plan: Plan, directory: Directory, at: datetime) -> StepCard:
    """Who a step rings: the person with title, or the line whose phone it is."""
    line = directory.lines.get(step.line_id)
    unit = directory.units.get(step.unit_id)
    person = directory.people.get(step.person_id or "")
    role = person.title if person else ""
    if step.phone is PhoneKind.FUNCTION:
        role = " · ".join(part for part in (role, in_sentence(step.phone)) if part)
    return StepCard(
        order=step.order,
        who=person.name if person else (line.name if line else ""),
        role=" · ".join(part for part in (role, unit.name if unit else "") if part),
        reason=sentence(step.reason, directory, at=at),
        together=_together(step, plan),
    )


def _together(step: PlanStep, plan: Plan) -> str:
    lines = {other.line_id for other in plan.steps if other.group == step.group}
    if step.hunting is Hunting.SEQUENTIAL or len(lines) == 1:
        return ""
    return label(step.hunting)


def fallback_card(fallback: Fallback | None, directory: Directory) -> FallbackCard | None:
    """The way out when nobody can be reached."""
    if fallback is None:
        return None
    unit = directory.units.get(fallback.unit_id)
    return FallbackCard(
        text=fallback.said(language()),
        unit=unit.name if unit else "",
        number=fallback.number,
        number_text=phone_display(fallback.number),
    )


def _sentences(reasons: Iterable[Reason], directory: Directory, at: datetime) -> tuple[str, ...]:
    """Whom the matrix names but who is passed over, each thing said once."""
    shown = (
        sentence(reason, directory, at=at) for reason in reasons if reason.code not in NOT_SHOWN
    )
    return tuple(dict.fromkeys(shown))
