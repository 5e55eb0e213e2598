"""Contacts as rows of a list: what it was about, who answered, how it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from app.web.shared.moments import when
from app.web.shared.people import person_name
from app.web.shared.words import called, label
from models.reads.contact_view import ContactView
from routing.directory import Directory
from routing.lifecycle import LIVE, OUTCOME_ASKED, RequestStatus
from routing.outcome import Side

TONES = {
    RequestStatus.ANSWERED: "good",
    RequestStatus.CLOSED: "good",
    RequestStatus.EXHAUSTED: "wait",
    RequestStatus.CANCELLED: "unknown",
}


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One line; ``wants_outcome`` while this side has not said how it became."""

    id: str
    url: str
    case_code: str
    subject: str
    who: str
    when: str
    state: str
    tone: str
    is_live: bool
    wants_outcome: bool


def contact_rows(
    contacts: Iterable[ContactView], side: Side, directory: Directory, now: datetime
) -> tuple[ContactRow, ...]:
    """Contacts in the order given, as one of the two sides sees them."""
    return tuple(_row(contact, side, directory, now) for contact in contacts)


def subject_of(contact: ContactView, directory: Directory) -> str:
    """The specialty, or the path where there is none."""
    specialty = directory.specialties.get(contact.specialty or "")
    return called(specialty) if specialty else label(contact.path)


def _row(contact: ContactView, side: Side, directory: Directory, now: datetime) -> ContactRow:
    said = contact.outcomes.get(side)
    missing = contact.status in OUTCOME_ASKED and (said is None or said.result is None)
    municipality = directory.municipalities.get(contact.municipality)
    place = municipality.name if municipality else ""
    if side is Side.REQUESTER:
        who = person_name(contact.accepted.person_id, directory) if contact.accepted else ""
    else:
        unit = directory.units.get(contact.requester_unit_id or "")
        who = unit.name if unit else label(contact.requester_role)
    return ContactRow(
        id=contact.id,
        url=url_for("requests.show", request_id=contact.id),
        case_code=contact.case_code,
        subject=subject_of(contact, directory),
        who=who or place,
        when=when(contact.created_at, now),
        state=_("Ange utfall") if missing else label(contact.status),
        tone="example" if missing else TONES.get(contact.status, "example"),
        is_live=contact.status in LIVE,
        wants_outcome=missing,
    )
