"""The plan as it is frozen on the contact: a JSON document and back, with nothing lost."""

from datetime import datetime
from typing import Any

from models.values import fallback_from_json, fallback_to_json
from routing.plan import Plan, PlanStep
from routing.reasons import Reason, ReasonCode
from routing.types import (
    ContactPath,
    Errand,
    Hunting,
    OnCallTier,
    PhoneKind,
    RequesterRole,
    RequestFacts,
)

Document = dict[str, Any]


def plan_to_json(plan: Plan) -> Document:
    """The whole plan; moments as ISO 8601 UTC, words by their Swedish values."""
    return {
        "facts": {
            "path": plan.facts.path,
            "requester_role": plan.facts.requester_role,
            "municipality": plan.facts.municipality,
            "specialty": plan.facts.specialty,
            "unit_id": plan.facts.unit_id,
            "errand": plan.facts.errand,
        },
        "at": plan.at.isoformat(),
        "rule_id": plan.rule_id,
        "matrix_version": plan.matrix_version,
        "promise_seconds": plan.promise_seconds,
        "steps": [_step_to_json(step) for step in plan.steps],
        "fallback": fallback_to_json(plan.fallback),
        "reasons": [_reason_to_json(reason) for reason in plan.reasons],
        "rounds": plan.rounds,
        "turns": {str(group): list(lines) for group, lines in plan.turns.items()},
    }


def plan_from_json(document: Document) -> Plan:
    """The inverse of ``plan_to_json``."""
    facts = document["facts"]
    return Plan(
        facts=RequestFacts(
            path=ContactPath(facts["path"]),
            requester_role=RequesterRole(facts["requester_role"]),
            municipality=facts["municipality"],
            specialty=facts["specialty"],
            unit_id=facts["unit_id"],
            errand=Errand(facts.get("errand", Errand.TALK)),
        ),
        at=datetime.fromisoformat(document["at"]),
        rule_id=document["rule_id"],
        matrix_version=document["matrix_version"],
        promise_seconds=document["promise_seconds"],
        steps=tuple(_step_from_json(step) for step in document["steps"]),
        fallback=fallback_from_json(document["fallback"]),
        reasons=tuple(_reason_from_json(reason) for reason in document["reasons"]),
        rounds=document.get("rounds", 1),  # plans frozen before there were rounds
        turns={
            int(group): tuple(lines)
            for group, lines in document.get("turns", {}).items()  # nor was their order kept
        },
    )


def _step_to_json(step: PlanStep) -> Document:
    return {
        "order": step.order,
        "line_id": step.line_id,
        "unit_id": step.unit_id,
        "tier": step.tier,
        "person_id": step.person_id,
        "number": step.number,
        "ring_seconds": step.ring_seconds,
        "reason": _reason_to_json(step.reason),
        "group": step.group,
        "hunting": step.hunting,
        "phone": step.phone,
    }


def _step_from_json(document: Document) -> PlanStep:
    return PlanStep(
        order=document["order"],
        line_id=document["line_id"],
        unit_id=document["unit_id"],
        tier=OnCallTier(document["tier"]),
        person_id=document["person_id"],
        number=document["number"],
        ring_seconds=document["ring_seconds"],
        reason=_reason_from_json(document["reason"]),
        group=document["group"] if "group" in document else document["order"],
        hunting=Hunting(document.get("hunting", Hunting.SEQUENTIAL)),
        phone=PhoneKind(document.get("phone", PhoneKind.OWN)),
    )


def _reason_to_json(reason: Reason) -> Document:
    return {"code": reason.code, "values": dict(reason.values)}


def _reason_from_json(document: Document) -> Reason:
    return Reason(ReasonCode(document["code"]), dict(document["values"]))
