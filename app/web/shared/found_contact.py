"""The contact of an address or of a code, for whoever may do there what they came for."""

from flask import abort, url_for

from app.actions.shared.case_code import read_case_code
from app.auth.guard import current_actor
from app.auth.permissions import Verb, can
from app.web.shared.addresses import id_or_404
from models.db import db
from models.reads.contact_view import ContactView
from models.reads.contacts import find_contact, find_contact_by_code


def contact_or_404(request_id: str, verb: Verb) -> ContactView:
    """The contact of the address; one that this person may not see looks absent."""
    contact = find_contact(db.session(), id_or_404(request_id))
    if contact is None or not can(current_actor(), verb, contact):
        abort(404)
    return contact


def url_of_code(typed: str) -> str:
    """The page of the contact whose code was typed in a search; empty when it is no code, or when
    this person may not see it."""
    code = read_case_code(typed)
    contact = find_contact_by_code(db.session(), code) if code else None
    if contact is None or not can(current_actor(), Verb.SEE_CONTACT, contact):
        return ""
    return url_for("requests.show", request_id=contact.id)
