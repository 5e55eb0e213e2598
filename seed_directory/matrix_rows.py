"""Matrix rules as the database keeps them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from models.values import fallback_to_json, step_to_json
from routing.matrix import Fallback, RuleStep
from seed_directory.rows import SeedRow

Values = Mapping[str, Any]


def rule_values(version: str, rules: tuple[SeedRow, ...]) -> list[Values]:
    """The columns of each rule of an edition, in the order of the file."""
    return [
        _columns(row.values) | {"version": version, "position": position}
        for position, row in enumerate(rules, start=1)
    ]


def _columns(rule: Values) -> dict[str, Any]:
    steps = [RuleStep(order=order, **step) for order, step in enumerate(rule["steps"], start=1)]
    return {
        "id": rule["id"],
        "path": rule["path"].value,
        "roles": [role.value for role in rule["roles"]],
        "specialties": rule["specialties"],
        "municipalities": rule["municipalities"],
        "hours": rule["hours"],
        "promise_seconds": rule["promise_seconds"],
        "promises": rule["promises"],
        "errand": rule["errand"],
        "rounds": rule["rounds"],
        "steps": [step_to_json(step) for step in steps],
        "fallback": fallback_to_json(Fallback(**rule["fallback"])),
        "valid_from": _iso(rule["valid_from"]),
        "valid_to": _iso(rule["valid_to"]),
    }


def _iso(on: date | None) -> str | None:
    return None if on is None else on.isoformat()
