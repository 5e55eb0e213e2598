"""A direct admission as the API tells it: all to the two who talk, to a ward what it needs."""

from typing import Any

from sqlalchemy.orm import Session

from app.actions.admission.parts import verbs_of
from app.actions.shared.actor import Actor
from app.api.admission.schemas import AdmissionOut
from app.auth.permissions import Verb, can
from app.auth.ward_access import Asked, asked_of
from app.labels import label
from app.language import current_language
from models.reads.admission_view import AdmissionView
from models.reads.admissions import load_admission_events
from routing.directory import Directory

SBAR = ("situation", "background", "assessment", "recommendation")


def admission_json(
    session: Session, admission: AdmissionView, actor: Actor, directory: Directory
) -> dict[str, Any]:
    """As ``AdmissionOut`` describes it."""
    asked = Asked(admission, directory.units)
    contact, own = admission.contact, asked_of(actor, asked)
    is_party = can(actor, Verb.PROPOSE_ADMISSION, asked)
    tells = can(actor, Verb.READ_ADMISSION, asked)
    names = [name for name in AdmissionOut().fields if hasattr(admission, name)]
    return {name: getattr(admission, name) for name in names} | {
        "case_code": contact.case_code,
        "status_text": label(admission.status, current_language()),
        "urgency": contact.urgency,
        "ringing": [one.ward_id for one in admission.ringing if is_party or one.ward_id in own],
        "asking": {
            "role": contact.requester_role,
            "unit_id": contact.requester_unit_id,
            "number": contact.requester_number if tells else None,
            "responder_number": contact.answered_number if tells else None,
        },
        "note": admission.note if tells else None,
        "sbar": {name: getattr(contact, name) for name in SBAR} if tells else None,
        "checklist": admission.checklist if tells else None,
        "answers": [one for one in admission.answers if is_party or one.ward_id in own],
        "possible": sorted(verbs_of(admission, actor, directory.units, is_party=is_party)),
        "events": _events(session, admission.id) if is_party else [],
    }


def _events(session: Session, admission_id: str) -> list[dict[str, Any]]:
    lang = current_language()
    return [
        {
            "event": one.event,
            "text": label(one.event, lang),
            "at": one.at,
            "taken_back_at": one.taken_back_at,
            "ward_id": one.ward_id,
            "unit_id": one.unit_id,
            "detail": one.detail,
        }
        for one in load_admission_events(session, admission_id)
    ]
