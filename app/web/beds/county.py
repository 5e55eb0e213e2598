"""Länets vårdplatser: the hospitals, one's own or the patient's first, each with its wards."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from app.actions.shared.actor import Actor
from app.auth.permissions import Verb, can
from app.auth.ward_access import Ward
from app.web.beds.figures import BedState, BedTeller, Total
from app.web.shared.paths import by_name, swedish_order
from models.reads.beds import WardBeds
from routing.belonging import hospital_of
from routing.directory import Directory
from routing.units import CareUnit, Municipality, Specialty


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for. ``municipality`` is the patient's: its nearest hospitals come first."""

    specialty: Specialty | None = None
    municipality: Municipality | None = None


@dataclass(frozen=True, slots=True)
class WardRow:
    """A line of the page; ``may_report`` where one speaks for the ward."""

    id: str
    name: str
    url: str
    state: BedState
    may_report: bool


@dataclass(frozen=True, slots=True)
class HospitalCard:
    """A hospital and those of its wards that were asked for."""

    id: str
    name: str
    total: Total
    wards: tuple[WardRow, ...]
    is_first: bool


def county_cards(
    beds: Mapping[str, WardBeds],
    wanted: Wanted,
    *,
    actor: Actor,
    directory: Directory,
    now: datetime,
) -> tuple[HospitalCard, ...]:
    """The hospitals in the order in which a doctor asks them."""
    by_hospital: dict[str, list[CareUnit]] = {}
    for ward_id in beds:
        unit = directory.units.get(ward_id)
        if unit is not None and _is_wanted(unit, wanted):
            hospital = hospital_of(ward_id, directory.units) or unit.id
            by_hospital.setdefault(hospital, []).append(unit)
    first = own_hospital(actor, directory)
    order = hospital_order(wanted, actor, directory)
    ranked = sorted(by_hospital, key=lambda one: order.get(one, len(order)))
    teller = BedTeller(now)
    return tuple(
        HospitalCard(
            id=hospital,
            name=directory.units[hospital].name,
            total=teller.total(beds[unit.id] for unit in by_hospital[hospital]),
            wards=tuple(
                WardRow(
                    id=unit.id,
                    name=unit.name,
                    url=url_for("beds.ward", ward_id=unit.id),
                    state=teller.state(beds[unit.id]),
                    may_report=can(actor, Verb.REPORT_BEDS, Ward(unit.id, directory.units)),
                )
                for unit in _own_first(by_hospital[hospital], actor)
            ),
            is_first=hospital == first,
        )
        for hospital in ranked
    )


def own_hospital(actor: Actor, directory: Directory) -> str | None:
    """The hospital somebody works at, if any."""
    return hospital_of(actor.unit_id, directory.units) if actor.unit_id else None


def hospital_order(wanted: Wanted, actor: Actor, directory: Directory) -> Mapping[str, int]:
    """The hospitals' places: by the patient's municipality, else one's own and then by nearness."""
    own_unit = directory.units.get(actor.unit_id or "")
    own_place = directory.municipalities.get(own_unit.municipality) if own_unit else None
    municipality = wanted.municipality or own_place
    near = municipality.hospitals if municipality else ()
    own = None if wanted.municipality else own_hospital(actor, directory)
    order = dict.fromkeys([*([own] if own else ()), *near])
    return {hospital: place for place, hospital in enumerate(order)}


def specialties_of(ward_ids: Iterable[str], directory: Directory) -> tuple[Specialty, ...]:
    """The specialties that any of the wards has, in Swedish alphabetical order."""
    codes = {
        code
        for one in ward_ids
        if (unit := directory.units.get(one)) is not None
        for code in unit.specialties
    }
    found = (directory.specialties[code] for code in codes if code in directory.specialties)
    return tuple(sorted(found, key=lambda one: swedish_order(one.name)))


def _is_wanted(unit: CareUnit, wanted: Wanted) -> bool:
    return wanted.specialty is None or wanted.specialty.code in unit.specialties


def _own_first(units: list[CareUnit], actor: Actor) -> list[CareUnit]:
    return sorted(by_name(units), key=lambda unit: unit.id != actor.unit_id)
