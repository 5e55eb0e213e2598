"""What a ward that gives beds must have: its unit is a ward, and it has one phone to ask."""

from collections.abc import Iterator

from routing.types import LineKind, UnitKind
from seed_directory.problems import Problem
from seed_directory.references import Rows, each_once, keys
from seed_directory.schema import LINES, UNITS, WARDS


def check_wards(rows: Rows) -> Iterator[Problem]:
    """Every fault between the wards with beds, their lines and their units."""
    kinds = {row.values["id"]: row.values["kind"] for row in rows[UNITS]}
    lines = tuple(row for row in rows[LINES] if row.values["kind"] is LineKind.WARD)
    asked = {line.values["unit_id"] for line in lines}
    wards = keys(rows, WARDS)
    for ward in rows[WARDS]:
        ward_id = ward.values["ward_id"]
        if kinds.get(ward_id, UnitKind.WARD) is not UnitKind.WARD:
            yield ward.problem("ward_id", f"enheten ”{ward_id}” är ingen avdelning")
        elif ward_id not in asked:
            reason = f"”{ward_id}” har ingen avdelningslinje i jourlinjer.csv"
            yield ward.problem("ward_id", reason)
    yield from each_once(lines, "unit_id")
    for line in lines:
        if line.values["unit_id"] not in wards:
            reason = f"avdelningen ”{line.values['unit_id']}” står inte i vardplatser.csv"
            yield line.problem("unit_id", reason)
        if line.values["hospital_id"] is None:
            yield line.problem("hospital_id", "en avdelningslinje måste höra till ett sjukhus")
