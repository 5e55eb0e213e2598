"""What can be decided in a talk: each kind with the page where it is decided."""

from dataclasses import dataclass

from flask import current_app, url_for
from flask_babel import gettext as _

from app.actions.shared.actor import Actor
from app.web.shared.paths import role_of, ways_for
from app.web.shared.words import label
from models.reads.contact_view import ContactView
from routing.decisions import BY_DOCTORS, DOCTORS, DecisionKind
from routing.directory import Directory
from routing.types import ContactPath, RequesterRole

ICONS = {
    DecisionKind.DIRECT_ADMISSION: "hospital",
    DecisionKind.RADIOLOGY: "clipboard2-pulse",
    DecisionKind.SPECIALIST_VISIT: "calendar-check",
    DecisionKind.ADVICE: "house-check",
    DecisionKind.MOBILE_TEAM: "car-front",
    DecisionKind.CONFERENCE: "people",
    DecisionKind.ED_OWN_MEANS: "arrow-right-circle",
    DecisionKind.ED_AMBULANCE: "truck",
}
"""In the order in which they are offered."""

ADMISSION_PAGE = "/arenden/{id}/direktinlaggning"
RADIOLOGY_PAGE = "/arenden/{id}/rontgen"


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind that can be decided; ``url`` is the next tap."""

    kind: DecisionKind
    name: str
    icon: str
    url: str


def decision_choices(
    contact: ContactView, actor: Actor, *, replaces: str | None = None
) -> tuple[Choice, ...]:
    """What may be decided now, in the order of the panel."""
    return tuple(
        Choice(kind, _name(kind, actor), picture, url)
        for kind, picture in ICONS.items()
        if (url := _url(kind, contact, actor, replaces))
    )


def conference_way(actor: Actor, directory: Directory) -> bool:
    """Whether somebody may start a contact on the MDK path."""
    return any(way.path is ContactPath.MDK for way in ways_for(actor, directory))


def conference_page(contact: ContactView) -> str:
    """The plan of the MDK contact that continues this one."""
    return url_for(
        "requests.plan",
        path=ContactPath.MDK.value,
        specialty=contact.specialty,
        municipality=contact.municipality,
        continued_from=contact.id,
    )


def page_at(address: str, contact_id: str) -> str:
    """The page, empty where there is none."""
    where = address.format(id=contact_id)
    return where if current_app.url_map.bind("localhost").test(where, "GET") else ""


def _name(kind: DecisionKind, actor: Actor) -> str:
    """What stands on the button: short, for two in a row on a phone."""
    if kind is DecisionKind.DIRECT_ADMISSION and role_of(actor) not in DOCTORS:
        return str(_("Föreslå direktinläggning"))
    short = {DecisionKind.ADVICE: _("Kvar, med råd"), DecisionKind.CONFERENCE: _("MDK")}
    return str(short.get(kind, label(kind)))


def _url(kind: DecisionKind, contact: ContactView, actor: Actor, replaces: str | None) -> str:
    """Where the kind is decided; empty where it cannot be, by this person or just now."""
    if kind in BY_DOCTORS:
        return "" if replaces else _own_page(kind, contact, role_of(actor))
    if kind is DecisionKind.CONFERENCE and contact.path is ContactPath.MDK:
        return ""
    return url_for(
        "decisions.ask", request_id=contact.id, kind=kind.value, replaces=replaces or None
    )


def _own_page(kind: DecisionKind, contact: ContactView, role: RequesterRole | None) -> str:
    """The pages of admissions and examinations. Crews and nurses propose an admission; a doctor
    on either side decides it when somebody has answered."""
    if kind is DecisionKind.DIRECT_ADMISSION:
        return page_at(ADMISSION_PAGE, contact.id) if contact.answered_at else ""
    return page_at(RADIOLOGY_PAGE, contact.id) if role in DOCTORS else ""
