"""Direktinläggningarna på ärendets sida: the part that asks for itself."""

from app.auth.guard import current_actor
from app.auth.permissions import Verb, can
from app.current import current_directory, current_moment
from app.web.admission.acts import Trouble
from app.web.admission.card import admission_card
from app.web.admission.eta import eta_choices
from app.web.shared.paths import acute_way, continued_url
from models.db import db
from models.reads.admissions import load_for_contact
from models.reads.contact_view import ContactView
from routing.admission import TransportMode
from routing.types import ContactPath


def admission_part(contact: ContactView, trouble: Trouble | None = None) -> dict[str, object]:
    """What the cards need; there are none for those who take no part in the talk. ``trouble`` is
    why the last press changed nothing."""
    actor, directory, now = current_actor(), current_directory(), current_moment()
    takes_part = can(actor, Verb.PROPOSE_ADMISSION, contact)
    found = load_for_contact(db.session(), contact.id) if takes_part else ()
    cards = [admission_card(one, contact, actor, directory, now) for one in found]
    waits = contact.accepted is not None and contact.ended_at is None  # also before they are joined
    paces = [one.poll_seconds for one in cards if one.poll_seconds] + ([5] if waits else [])
    return {
        "takes_part_in_admission": takes_part,
        "admission_cards": cards,
        "admission_poll": min(paces, default=0) if takes_part else 0,
        "admission_trouble": trouble,
        "etas": eta_choices(now),
        "transports": tuple(TransportMode),
        "call_again_url": call_again_url(contact),
    }


def call_again_url(contact: ContactView) -> str:
    """A new call to the one on call; empty where one's role starts no acute contacts."""
    is_open = acute_way(current_actor(), current_directory()) is not None
    return continued_url(contact, ContactPath.AKUT) if is_open else ""
