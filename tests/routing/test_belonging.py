"""Who speaks for which unit: the ward itself, what is above it, and the hospital's coordination."""

import pytest

from routing.belonging import above, answers_for, hospital_of
from routing.types import UnitKind
from routing.units import CareUnit


def _unit(unit_id: str, kind: UnitKind, parent: str | None = None) -> CareUnit:
    return CareUnit(unit_id, unit_id, unit_id, kind, "region", "2062", parent_id=parent)


UNITS = {
    unit.id: unit
    for unit in (
        _unit("region", UnitKind.ADMINISTRATION),
        _unit("mora", UnitKind.HOSPITAL, "region"),
        _unit("falun", UnitKind.HOSPITAL, "region"),
        _unit("mora-platser", UnitKind.ADMINISTRATION, "mora"),
        _unit("mora-medicin", UnitKind.CLINIC, "mora"),
        _unit("mora-avdelning", UnitKind.WARD, "mora-medicin"),
        _unit("mora-annan", UnitKind.WARD, "mora-medicin"),
        _unit("falun-avdelning", UnitKind.WARD, "falun"),
        _unit("vardcentral", UnitKind.HEALTH_CENTRE, "region"),
        _unit("ring-a", UnitKind.WARD, "ring-b"),
        _unit("ring-b", UnitKind.WARD, "ring-a"),
        _unit("utan", UnitKind.WARD, "borta"),
    )
}


@pytest.mark.parametrize(
    ("own", "unit", "may"),
    [
        ("mora-avdelning", "mora-avdelning", True),
        ("mora-medicin", "mora-avdelning", True),
        ("mora", "mora-avdelning", True),
        ("mora-platser", "mora-avdelning", True),
        ("mora-platser", "falun-avdelning", False),
        ("mora-annan", "mora-avdelning", False),
        ("mora-avdelning", "mora-medicin", False),
        ("falun-avdelning", "mora-avdelning", False),
        ("vardcentral", "mora-avdelning", False),
        ("mora-platser", "vardcentral", False),
        ("ring-a", "ring-b", True),
        (None, "mora-avdelning", False),
        ("finns-inte", "mora-avdelning", False),
        ("mora", "finns-inte", False),
    ],
)
def test_who_answers_for_what(own, unit, may):
    assert answers_for(own, unit, UNITS) is may


@pytest.mark.parametrize(
    ("unit", "hospital"),
    [
        ("mora-avdelning", "mora"),
        ("mora", "mora"),
        ("vardcentral", None),
        ("utan", None),
        ("ring-a", None),
        ("finns-inte", None),
    ],
)
def test_the_hospital_above(unit, hospital):
    assert hospital_of(unit, UNITS) == hospital


def test_units_that_stand_in_a_ring_end():
    assert [unit.id for unit in above("ring-a", UNITS)] == ["ring-a", "ring-b"]
