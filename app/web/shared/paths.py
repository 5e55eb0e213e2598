"""Kontaktvägarna as a role may start them: what they are for and what they need to know first."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for
from flask_babel import lazy_gettext as _

from app.actions.shared.actor import Actor
from app.auth.permissions import Verb, can
from app.web.shared.words import label
from models.reads.contact_view import ContactView
from routing.directory import Directory
from routing.lines import needs_specialty
from routing.matrix import Scope
from routing.types import ContactPath, RequesterRole
from routing.units import CareUnit, Municipality, Specialty

ICONS = {
    ContactPath.HALVAKUT: "telephone-forward",
    ContactPath.AKUT: "lightning-charge",
    ContactPath.PRIMARVARD: "house-heart",
    ContactPath.MDK: "people",
}
TEXTS = {
    ContactPath.HALVAKUT: _("En konsult i telefon i stället för en remiss"),
    ContactPath.AKUT: _("Lös det akuta tillsammans: röntgen eller direktinläggning"),
    ContactPath.PRIMARVARD: _("En allmänläkare i telefon för rätt vårdnivå"),
    ContactPath.MDK: _("Dra i snöret när inget annat har räckt"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """A contact path as a card; ``url`` is the next tap."""

    path: ContactPath
    name: str
    text: str
    icon: str
    url: str
    asks_for_specialty: bool


def role_of(actor: Actor) -> RequesterRole | None:
    """The role the matrix knows somebody by; None for those who start no contacts."""
    if not can(actor, Verb.CREATE_REQUEST):
        return None
    return RequesterRole(actor.role.value)


def ways_for(actor: Actor, directory: Directory) -> tuple[Way, ...]:
    """The paths somebody may start, in the order they are used."""
    role = role_of(actor)
    if role is None:
        return ()
    return tuple(_way(path, role, directory) for path in ICONS if directory.index.rules(path, role))


def acute_way(actor: Actor, directory: Directory) -> Way | None:
    """Akutspåret, if the role may take it: the way on when another path is closed or silent."""
    ways = ways_for(actor, directory)
    return next((way for way in ways if way.path is ContactPath.AKUT), None)


def asks_for_unit(path: ContactPath, role: RequesterRole, directory: Directory) -> bool:
    """Whether a certain unit (*en given* vårdcentral) may be chosen."""
    return any(
        step.scope is Scope.CHOSEN_UNIT
        for rule in directory.index.rules(path, role)
        for step in rule.steps
    )


def specialties_with_lines(directory: Directory) -> tuple[Specialty, ...]:
    """The specialties somebody answers for, in Swedish alphabetical order."""
    answered = {line.specialty for line in directory.lines.values()}
    return tuple(
        sorted(
            (found for code, found in directory.specialties.items() if code in answered),
            key=lambda found: swedish_order(found.name),
        )
    )


def units_to_choose(
    path: ContactPath, role: RequesterRole, directory: Directory
) -> tuple[CareUnit, ...]:
    """The units whose own line the path can reach."""
    kinds = {
        step.kind
        for rule in directory.index.rules(path, role)
        for step in rule.steps
        if step.scope is Scope.CHOSEN_UNIT
    }
    ids = {line.unit_id for line in directory.lines.values() if line.kind in kinds}
    return by_name(directory.units[unit_id] for unit_id in ids)


def places(directory: Directory) -> tuple[Municipality, ...]:
    """The county's municipalities in Swedish alphabetical order."""
    return tuple(
        sorted(directory.municipalities.values(), key=lambda found: swedish_order(found.name))
    )


def by_name(units: Iterable[CareUnit]) -> tuple[CareUnit, ...]:
    """Units in Swedish alphabetical order."""
    return tuple(sorted(units, key=lambda unit: swedish_order(unit.name)))


def swedish_order(text: str) -> str:
    """A sort key with å, ä and ö last, whatever the machine's locale."""
    return text.casefold().translate(str.maketrans("åäö", "{|}"))


def _way(path: ContactPath, role: RequesterRole, directory: Directory) -> Way:
    by_specialty = needs_specialty(path, role, directory)
    endpoint = "requests.choose" if by_specialty else "requests.plan"
    return Way(
        path=path,
        name=label(path),
        text=str(TEXTS[path]),
        icon=ICONS[path],
        url=url_for(endpoint, path=path.value),
        asks_for_specialty=by_specialty,
    )


def continued_url(contact: ContactView, path: ContactPath) -> str:
    """The plan page with what is known already; the contacts stay linked."""
    return url_for(
        "requests.plan",
        path=path.value,
        specialty=contact.specialty,
        municipality=contact.municipality,
        unit=contact.unit_id,
        continued_from=contact.id,
    )
