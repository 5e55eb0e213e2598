"""What the matrix may name: only what the directory holds."""

from collections.abc import Iterator

from models.phone_numbers import is_fictitious
from routing.types import Errand, LineKind
from seed_directory.problems import Problem
from seed_directory.references import Rows, each_once, keys, not_fictitious
from seed_directory.rows import SeedRow
from seed_directory.schema import MUNICIPALITIES, SPECIALTIES, UNITS

WRONG_KIND = "en vårdplats frågas det efter på avdelningslinjer, och bara där"


def check_rules(rules: tuple[SeedRow, ...], rows: Rows, *, is_example: bool) -> Iterator[Problem]:
    """Every fault between the matrix and the tables."""
    specialties = keys(rows, SPECIALTIES)
    units = keys(rows, UNITS)
    yield from each_once(rules, "id")
    for rule in rules:
        yield from _unknown(rule, "specialties", specialties)
        yield from _unknown(rule, "promises", specialties)
        yield from _unknown(rule, "municipalities", keys(rows, MUNICIPALITIES))
        for step in rule.values["steps"]:
            if step["specialty"] and step["specialty"] not in specialties:
                yield rule.problem("steps", f"specialiteten ”{step['specialty']}” finns inte")
            if (step["kind"] is LineKind.WARD) is not (rule.values["errand"] is Errand.BED):
                yield rule.problem("steps", WRONG_KIND)
        fallback = rule.values["fallback"]
        if fallback["unit_id"] not in units:
            yield rule.problem("fallback", f"enheten ”{fallback['unit_id']}” finns inte")
        if is_example and not is_fictitious(fallback["number"]):
            yield rule.problem("fallback", not_fictitious(fallback["number"]))
        starts_on, ends_on = rule.values["valid_from"], rule.values["valid_to"]
        if starts_on and ends_on and ends_on < starts_on:
            yield rule.problem("valid_to", "är före första dagen")


def _unknown(rule: SeedRow, attribute: str, known: set[str]) -> Iterator[Problem]:
    for key in rule.values[attribute]:
        if key not in known:
            yield rule.problem(attribute, f"”{key}” finns inte i katalogen")
