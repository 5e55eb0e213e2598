"""The contact of an address, for whoever may do there what they came for."""

from flask import abort

from app.auth.guard import current_actor
from app.auth.permissions import Verb, can
from app.web.shared.addresses import id_or_404
from models.db import db
from models.reads.contact_view import ContactView
from models.reads.contacts import find_contact


def contact_or_404(request_id: str, verb: Verb) -> ContactView:
    """The contact of the address; one that this person may not see looks absent."""
    contact = find_contact(db.session(), id_or_404(request_id))
    if contact is None or not can(current_actor(), verb, contact):
        abort(404)
    return contact
