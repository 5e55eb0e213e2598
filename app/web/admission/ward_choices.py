"""Avdelningarna i den ordning de tillfrågas, each with what is known of its beds."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from app.actions.admission.ward_plan import BedQuestion, plan_of_wards
from app.web.shared.words import duration_display, language, phone_display
from models.reads.beds import WardBeds
from models.reads.contact_view import ContactView
from routing.beds import BedSource, is_stale
from routing.belonging import hospital_of
from routing.directory import Directory
from routing.errors import NoContactPath
from routing.plan import Plan
from routing.types import Errand, LineKind, RequestFacts, UnitKind


@dataclass(frozen=True, slots=True)
class BedFigure:
    """Free beds in words, and where the figure comes from and how old it is."""

    text: str
    tone: str
    about: str
    is_stale: bool


@dataclass(frozen=True, slots=True)
class WardChoice:
    """A ward that can be asked. ``is_ward`` False: a coordinator's phone, which has no beds."""

    ward_id: str
    name: str
    hospital: str
    number: str
    number_text: str
    is_ward: bool
    beds: BedFigure


@dataclass(frozen=True, slots=True)
class WardChoices:
    """The wards in their order; ``closed`` take nobody. None at all: ``fallback`` is what to do.

    ``coordinator`` is the number of whoever places patients at the patient's own hospital.
    """

    wards: tuple[WardChoice, ...]
    closed: tuple[str, ...] = ()
    fallback: str = ""
    fallback_number: str = ""
    coordinator: str = ""


def ward_choices(
    session: Session,
    contact: ContactView,
    directory: Directory,
    at: datetime,
    *,
    specialty: str | None,
) -> WardChoices:
    """Whom the wards' question would go to now, in order; asks nobody."""
    facts = RequestFacts(
        path=contact.path,
        requester_role=contact.requester_role,
        municipality=contact.municipality,
        specialty=specialty,
        unit_id=contact.unit_id,
        errand=Errand.BED,
    )
    coordinator = coordinator_of(contact.municipality, directory)
    try:
        found = plan_of_wards(session, BedQuestion(facts, directory, at))
    except NoContactPath as none:
        fallback = none.fallback
        text, number = (fallback.said(language()), fallback.number) if fallback else ("", "")
        return WardChoices((), fallback=text, fallback_number=number, coordinator=coordinator)
    wards = tuple(_choices(found.plan, found.beds, directory, at))
    return WardChoices(
        wards,
        closed=_left_out(found.matrix, {one.ward_id for one in wards}, directory),
        fallback=found.matrix.fallback.said(language()),
        fallback_number=found.matrix.fallback.number,
        coordinator=coordinator,
    )


def coordinator_of(municipality: str, directory: Directory) -> str:
    """The number of the coordination at the patient's own hospital; empty where there is none."""
    place = directory.municipalities.get(municipality)
    own = place.hospitals[0] if place and place.hospitals else None
    numbers = (
        line.number
        for line in directory.index.lines(LineKind.COORDINATOR, None)
        if own is not None and hospital_of(line.unit_id, directory.units) == own
    )
    return next((number for number in numbers if number), "")


def bed_figure(beds: WardBeds | None, now: datetime) -> BedFigure:
    """What to say of a ward's beds; unknown where nobody has said anything."""
    if beds is None or beds.newest is None or beds.free is None:
        return BedFigure(_("platser okända"), "unknown", _("ingen uppgift"), is_stale=False)
    report, free = beds.newest, beds.free
    age = duration_display(max(0.0, (now - report.counted_at).total_seconds()))
    by_hand = report.source is BedSource.HAND
    about = (
        _("räknat för %(age)s sedan", age=age)
        if by_hand
        else _("inläst för %(age)s sedan", age=age)
    )
    stale = is_stale(report.counted_at, now, after_hours=beds.stale_after_hours)
    if not report.is_open:
        return BedFigure(_("stängd"), "closed", about, is_stale=stale)
    if free > 0:
        text = ngettext("%(num)s ledig plats", "%(num)s lediga platser", free)
        return BedFigure(text, "wait" if stale else "good", about, is_stale=stale)
    return BedFigure(_("ingen ledig plats"), "bad", about, is_stale=stale)


def hospital_name(unit_id: str, directory: Directory) -> str:
    """The hospital a ward is at, by name; empty outside hospitals."""
    hospital = directory.units.get(hospital_of(unit_id, directory.units) or "")
    return hospital.name if hospital else ""


def _choices(
    plan: Plan, beds: Mapping[str, WardBeds], directory: Directory, at: datetime
) -> list[WardChoice]:
    found: list[WardChoice] = []
    for step in plan.steps:
        unit = directory.units.get(step.unit_id)
        if unit is None or step.unit_id in {one.ward_id for one in found}:
            continue
        found.append(
            WardChoice(
                ward_id=unit.id,
                name=unit.name,
                hospital=hospital_name(unit.id, directory),
                number=step.number,
                number_text=phone_display(step.number),
                is_ward=unit.kind is UnitKind.WARD,
                beds=bed_figure(beds.get(unit.id), at),
            )
        )
    return found


def _left_out(plan: Plan, kept: Set[str], directory: Directory) -> tuple[str, ...]:
    names = (
        unit.name
        for step in plan.steps
        if step.unit_id not in kept and (unit := directory.units.get(step.unit_id))
    )
    return tuple(dict.fromkeys(names))
