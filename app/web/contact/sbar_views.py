"""SBAR on the contact's page: each part is kept by itself, while it rings or while they talk."""

from flask import abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.actions.sbar.write_sbar import Told, write_sbar
from app.actions.shared.errors import ContactIsOver, PatientIdentityInText, TextTooLong
from app.auth.guard import current_actor, needs
from app.auth.permissions import Verb
from app.current import current_moment
from app.web.contact.contact_views import contact_page
from app.web.shared.addresses import id_or_404
from app.web.shared.field_errors import field_errors
from app.web.shared.found_contact import contact_or_404
from app.web.shared.fragments import is_part
from models.db import db
from routing.sbar import SbarPart


@needs(Verb.ACT_ON_CONTACT)
def tell_page(request_id: str) -> ResponseReturnValue:
    """The contact's page, standing still: for browsers without script."""
    contact = contact_or_404(request_id, Verb.ACT_ON_CONTACT)
    return contact_page(contact, is_writing=True)


@needs(Verb.ACT_ON_CONTACT)
def tell(request_id: str) -> ResponseReturnValue:
    """Keep one part; one that is refused stays in its field, and what was kept before stays."""
    part, text = request.form.get("part", ""), request.form.get("text", "")
    if part not in set(SbarPart):
        abort(422)
    contact_id = id_or_404(request_id)
    told = Told(SbarPart(part), text)
    error, status = "", 200
    try:
        write_sbar(db.session(), contact_id, told, by=current_actor(), at=current_moment())
    except (PatientIdentityInText, TextTooLong) as refused:
        error, status = field_errors(refused)[part], 422
    except ContactIsOver:
        error, status = _("Kontakten är över. Det som skrivs nu når ingen."), 409
    if is_part():
        return make_response(render_template("web/sbar/state.html", error=error), status)
    if not error:
        return redirect(url_for("requests.tell_page", request_id=contact_id, _anchor=part), 303)
    page = contact_page(
        contact_or_404(contact_id, Verb.ACT_ON_CONTACT),
        is_writing=True,
        typed={told.part: text},
        errors={part: error},
    )
    return make_response(page, status)
