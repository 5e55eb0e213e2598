"""Länets vårdplatser: the hospitals, one's own or the patient's first, each with its wards."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from app.actions.admission.ward_plan import BedQuestion, plan_of_wards
from app.actions.shared.actor import Actor
from app.auth.permissions import Verb, can
from app.auth.ward_access import Ward
from app.web.beds.figures import BedState, BedTeller, Total
from app.web.shared.paths import by_name, role_of, swedish_order
from models.reads.beds import WardBeds
from routing.belonging import hospital_of
from routing.directory import Directory
from routing.errors import NoContactPath
from routing.types import ContactPath, Errand, RequesterRole, RequestFacts
from routing.units import CareUnit, Municipality, Specialty


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for. ``municipality`` is the patient's: its nearest hospitals come first."""

    specialty: Specialty | None = None
    municipality: Municipality | None = None


@dataclass(frozen=True, slots=True)
class WardRow:
    """A line of the page; ``may_report`` where one speaks for the ward. ``hospital`` is its name,
    where the line does not stand below it."""

    id: str
    name: str
    url: str
    state: BedState
    may_report: bool
    hospital: str = ""


@dataclass(frozen=True, slots=True)
class AskedInOrder:
    """The wards that would be asked for a patient of a specialty now, in that order; ``closed``
    take nobody."""

    wards: tuple[WardRow, ...]
    closed: tuple[str, ...]


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
                _row(unit, teller.state(beds[unit.id]), actor, directory)
                for unit in _own_first(by_hospital[hospital], actor)
            ),
            is_first=hospital == first,
        )
        for hospital in ranked
    )


def asked_in_order(
    session: Session, wanted: Wanted, *, actor: Actor, directory: Directory, now: datetime
) -> AskedInOrder | None:
    """Whom the question for a bed would go to, as ``app.actions.admission`` asks it; None where no
    specialty is chosen, or nobody knows from where the patient is, or no ward is asked."""
    place = wanted.municipality or own_place(actor, directory)
    if wanted.specialty is None or place is None:
        return None
    facts = RequestFacts(
        path=ContactPath.AKUT,
        requester_role=role_of(actor) or RequesterRole.PRIMARVARDSLAKARE,
        municipality=place.code,
        specialty=wanted.specialty.code,
        errand=Errand.BED,
    )
    try:
        found = plan_of_wards(session, BedQuestion(facts, directory, now))
    except NoContactPath:
        return None
    teller, units = BedTeller(now), directory.units
    asked = list(dict.fromkeys(step.unit_id for step in found.plan.steps))
    left_out = dict.fromkeys(step.unit_id for step in found.matrix.steps)
    return AskedInOrder(
        wards=tuple(
            _row(units[one], teller.state(found.beds[one]), actor, directory, is_alone=True)
            for one in asked
            if one in found.beds and one in units
        ),
        closed=tuple(units[one].name for one in left_out if one not in asked and one in units),
    )


def own_specialty(
    actor: Actor, of_wards: Iterable[Specialty], directory: Directory
) -> Specialty | None:
    """The specialty that somebody at a hospital is on call for, or that of their unit where it has
    but one; None for those whose patients may need a bed of any (``of_wards`` are those that have
    beds)."""
    if own_hospital(actor, directory) is None:
        return None
    by_code = {one.code: one for one in of_wards}
    lines = {
        directory.lines[rota.line_id].specialty
        for rotas in directory.rotas.values()
        for rota in rotas
        if actor.person_id is not None
        and actor.person_id in rota.people
        and rota.line_id in directory.lines
    }
    unit = directory.units.get(actor.unit_id or "")
    of_unit = set(unit.specialties) if unit else set()
    for found in (lines - {None}, of_unit):
        if len(found) == 1:
            return by_code.get(str(*found))
    return None


def own_place(actor: Actor, directory: Directory) -> Municipality | None:
    """The municipality of somebody's unit."""
    unit = directory.units.get(actor.unit_id or "")
    return directory.municipalities.get(unit.municipality) if unit else None


def _row(
    unit: CareUnit, state: BedState, actor: Actor, directory: Directory, *, is_alone: bool = False
) -> WardRow:
    hospital = directory.units.get(hospital_of(unit.id, directory.units) or "")
    return WardRow(
        id=unit.id,
        name=unit.name,
        url=url_for("beds.ward", ward_id=unit.id),
        state=state,
        may_report=can(actor, Verb.REPORT_BEDS, Ward(unit.id, directory.units)),
        hospital=hospital.name if is_alone and hospital else "",
    )


def own_hospital(actor: Actor, directory: Directory) -> str | None:
    """The hospital somebody works at, if any."""
    return hospital_of(actor.unit_id, directory.units) if actor.unit_id else None


def hospital_order(wanted: Wanted, actor: Actor, directory: Directory) -> Mapping[str, int]:
    """The hospitals' places: by the patient's municipality, else one's own and then by nearness."""
    municipality = wanted.municipality or own_place(actor, directory)
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
