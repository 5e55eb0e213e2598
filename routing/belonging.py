"""Which unit belongs to which: the hospital above a ward, and who may speak for it."""

from collections.abc import Iterator, Mapping

from routing.types import UnitKind
from routing.units import CareUnit

Units = Mapping[str, CareUnit]


def above(unit_id: str, units: Units) -> Iterator[CareUnit]:
    """The unit itself and then everything above it; ends where a unit is missing or comes again."""
    seen: set[str] = set()
    unit = units.get(unit_id)
    while unit is not None and unit.id not in seen:
        seen.add(unit.id)
        yield unit
        unit = units.get(unit.parent_id or "")


def hospital_of(unit_id: str, units: Units) -> str | None:
    """The hospital that a unit is part of, or None."""
    return next((unit.id for unit in above(unit_id, units) if unit.kind is UnitKind.HOSPITAL), None)


def answers_for(own_id: str | None, unit_id: str, units: Units) -> bool:
    """Whether somebody at ``own_id`` may speak for ``unit_id``.

    Those at the unit itself may, those at what it is part of, and the hospital's coordination
    (vårdplatskoordinationen: administration right below the hospital) for all of the hospital.
    """
    own = units.get(own_id or "")
    if own is None:
        return False
    if any(unit.id == own.id for unit in above(unit_id, units)):
        return True
    hospital = hospital_of(unit_id, units)
    is_coordination = own.kind is UnitKind.ADMINISTRATION and own.parent_id == hospital
    return hospital is not None and is_coordination
