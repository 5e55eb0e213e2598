"""The answer to "vem når jag nu?" as JSON, the same in the API and on the command line."""

from datetime import datetime
from typing import Any

from app.labels.moments import iso_local
from app.labels.reasons import sentence
from routing.directory import Directory
from routing.errors import NoContactPath
from routing.matrix import Fallback
from routing.plan import Plan, PlanStep, stands_in
from routing.types import RequestFacts

Document = dict[str, Any]


def plan_to_json(
    plan: Plan | NoContactPath,
    facts: RequestFacts,
    directory: Directory,
    *,
    at: datetime,
    lang: str = "sv",
) -> Document:
    """The plan with names, numbers and reasons; ``steps`` is empty when nobody can be reached.
    ``stands_in`` is the line that answers where the specialty has none, else None.

    ``unit``, ``role`` and ``person`` are names, beside them stand the ids. ``person`` is None for a
    function phone. Moments are ISO 8601 with Stockholm's offset, numbers E.164 (or short numbers).
    """
    answer: Document = {
        "open": False,
        "next_opening": None,
        "promise_seconds": None,
        "rounds": 1,
        "stands_in": None,
        "steps": [],
    }
    if isinstance(plan, Plan):
        answer["open"] = True
        answer["promise_seconds"] = plan.promise_seconds
        answer["rounds"] = plan.rounds
        answer["stands_in"] = _stands_in(plan, directory)
        answer["steps"] = [_step(step, directory, lang=lang) for step in plan.steps]
    elif plan.next_opening:
        answer["next_opening"] = iso_local(plan.next_opening)
    return {
        "path": facts.path.value,
        **answer,
        "fallback": _fallback(plan.fallback, directory, lang=lang),
        "reasons": [sentence(reason, directory, lang) for reason in plan.reasons],
        "matrix_version": plan.matrix_version,
        "at": iso_local(at),
        "specialty": facts.specialty,
        "municipality": facts.municipality,
        "requester": facts.requester_role.value,
    }


def _stands_in(plan: Plan, directory: Directory) -> Document | None:
    """The line that answers where the specialty has none of its own."""
    line = stands_in(plan, directory.lines)
    if line is None:
        return None
    return {"line_id": line.id, "line": line.name, "specialty": line.specialty}


def _step(step: PlanStep, directory: Directory, *, lang: str) -> Document:
    unit = directory.units.get(step.unit_id)
    line = directory.lines.get(step.line_id)
    person = directory.people.get(step.person_id) if step.person_id else None
    return {
        "order": step.order,
        "unit": unit.name if unit else step.unit_id,
        "unit_id": step.unit_id,
        "role": line.name if line else step.line_id,
        "line_id": step.line_id,
        "tier": step.tier.value,
        "person": person.name if person else None,
        "person_id": step.person_id,
        "number": step.number,
        "ring_seconds": step.ring_seconds,
        "phone": step.phone.value,
        "group": step.group,
        "hunting": step.hunting.value,
        "reason": sentence(step.reason, directory, lang),
    }


def _fallback(fallback: Fallback | None, directory: Directory, *, lang: str) -> Document | None:
    if fallback is None:
        return None
    unit = directory.units.get(fallback.unit_id)
    return {
        "unit": unit.name if unit else fallback.unit_id,
        "unit_id": fallback.unit_id,
        "number": fallback.number,
        "text": fallback.said(lang),
    }
