"""The call-backs one has promised, on the page Jour: to whom, until when, and one tap to call."""

from dataclasses import dataclass
from datetime import datetime

from app.web.contact.contact_list import subject_of
from app.web.shared.moments import when
from app.web.shared.words import label
from models.db import db
from models.reads.contact_view import ContactView
from models.reads.promised import load_promised_by
from routing.directory import Directory


@dataclass(frozen=True, slots=True)
class PromisedRow:
    """Somebody who waits; ``who`` asks about ``subject``."""

    request_id: str
    case_code: str
    subject: str
    who: str
    until: str


def promised_rows(
    person_id: str | None, directory: Directory, now: datetime
) -> tuple[PromisedRow, ...]:
    """Whoever waits for this person, the most pressing first."""
    if person_id is None:
        return ()
    return tuple(
        _row(contact, directory, now) for contact in load_promised_by(db.session(), person_id)
    )


def _row(contact: ContactView, directory: Directory, now: datetime) -> PromisedRow:
    unit = directory.units.get(contact.requester_unit_id or "")
    due = contact.call_back.call_back_at if contact.call_back else None
    return PromisedRow(
        request_id=contact.id,
        case_code=contact.case_code,
        subject=subject_of(contact, directory),
        who=", ".join(
            part
            for part in (
                contact.requester_name,
                unit.name if unit else label(contact.requester_role),
            )
            if part
        ),
        until=when(due, now) if due else "",
    )
