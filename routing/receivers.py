"""Who goes on with the patient after the talk (mottagande enhet): the units that can be chosen."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from routing.belonging import hospital_of
from routing.decisions import DecisionKind
from routing.directory import Directory
from routing.types import UnitKind
from routing.units import CareUnit


class VisitDay(StrEnum):
    """När ett specialistbesök blir av."""

    TODAY = "idag"
    TOMORROW = "imorgon"


RECEIVED_BY: Final[Mapping[DecisionKind, frozenset[UnitKind]]] = MappingProxyType(
    {
        DecisionKind.SPECIALIST_VISIT: frozenset({UnitKind.OUTPATIENT, UnitKind.CLINIC}),
        DecisionKind.MOBILE_TEAM: frozenset({UnitKind.MOBILE_TEAM}),
    }
)
"""The kinds of unit that a decision can send a patient to. Other decisions have no receiver here:
a direct admission asks its wards itself, and an emergency department takes everybody."""


def receivers(
    kind: DecisionKind, directory: Directory, *, municipality: str, specialty: str | None
) -> tuple[CareUnit, ...]:
    """The units to choose among, the likeliest first: the patient's own hospital, then by nearness,
    and what receives patients (mottagning) before its clinic; a mobile team by municipality."""
    kinds = RECEIVED_BY.get(kind, frozenset())
    found = [
        unit for unit in directory.units.values() if unit.kind in kinds and _treats(unit, specialty)
    ]
    place = directory.municipalities.get(municipality)
    near = {hospital: order for order, hospital in enumerate(place.hospitals if place else ())}

    def order(unit: CareUnit) -> tuple[int, bool, bool, str]:
        hospital = hospital_of(unit.id, directory.units)
        is_elsewhere = unit.municipality != municipality
        return (
            near.get(hospital or "", len(near)),
            is_elsewhere,
            unit.kind is not UnitKind.OUTPATIENT,
            unit.name,
        )

    return tuple(sorted(found, key=order))


def _treats(unit: CareUnit, specialty: str | None) -> bool:
    """A mobile team goes to everybody; a clinic to those of its own specialty."""
    if unit.kind is UnitKind.MOBILE_TEAM or specialty is None:
        return True
    return specialty in unit.specialties
