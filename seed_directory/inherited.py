"""What a unit has from the units above it: their switchboard, and its place in the order."""

from collections.abc import Mapping
from typing import Any

from routing.types import ContactKind
from seed_directory.folder import Seed
from seed_directory.schema import CONTACT_POINTS, UNITS

# Ends the id of each contact point that was not written in the folder but inherited.
INHERITED_SUFFIX = "-via-vaxel"

Values = Mapping[str, Any]


def parents_first(units: list[Values]) -> list[Values]:
    """The units in an order in which each comes after the one above it."""
    parents = {unit["id"]: unit["parent_id"] for unit in units}

    def depth(unit_id: str) -> int:
        above = parents[unit_id]
        return 0 if above is None else 1 + depth(above)

    return sorted(units, key=lambda unit: depth(unit["id"]))


def inherited_switchboards(seed: Seed) -> list[Values]:
    """A contact point for each unit without any: the nearest switchboard above it."""
    parents = {row.values["id"]: row.values["parent_id"] for row in seed.rows[UNITS]}
    points = [row.values for row in seed.rows[CONTACT_POINTS]]
    has_own = {point["unit_id"] for point in points}
    switchboards = {
        point["unit_id"]: point for point in points if point["kind"] is ContactKind.SWITCHBOARD
    }
    found: list[Values] = []
    for unit_id in parents:
        above = None if unit_id in has_own else parents[unit_id]
        while above is not None and above not in switchboards:
            above = parents[above]
        if above is not None:
            id = unit_id + INHERITED_SUFFIX
            found.append({**switchboards[above], "id": id, "unit_id": unit_id})
    return found
