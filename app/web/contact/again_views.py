"""Försök igen: one tap that asks for the same once more, or shows the same numbers to dial."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.actions.contact.create_request import NewRequest, create_request
from app.actions.shared.errors import Refused
from app.auth.guard import current_actor, needs
from app.auth.permissions import Verb
from app.auth.reading import read
from app.current import current_directory, current_moment
from app.web.contact.live_page import state_of
from app.web.contact.phase import Phase, phase_of
from app.web.shared.found_contact import contact_or_404
from app.web.shared.paths import continued_url
from app.web.shared.words import sentence_of
from models.db import db
from models.reads.contact_view import ContactView
from models.tables.contacts import CallMode
from routing.errors import NoContactPath
from routing.sbar import SbarPart
from routing.types import ContactPath

MODES = {mode.value: mode for mode in (CallMode.RING_ME, CallMode.SELF_DIAL)}


@needs(Verb.ACT_ON_CONTACT)
def again(request_id: str) -> ResponseReturnValue:
    """Make the contact that goes on from this one, with all that was said before; pressed twice it
    is one. Where that cannot be made just now, the plan page says why."""
    contact = contact_or_404(request_id, Verb.ACT_ON_CONTACT)
    mode = MODES.get(request.form.get("mode", ""))
    if mode is None:
        abort(422)
    if phase_of(contact, state_of(contact)) is not Phase.NOBODY:  # a page that stood open
        return redirect(url_for("requests.show", request_id=contact.id), code=303)
    try:
        made = create_request(
            db.session(),
            _the_same(contact, mode),
            by=current_actor(),
            directory=current_directory(),
            at=current_moment(),
        )
    except (NoContactPath, Refused) as refused:
        flash(sentence_of(refused), "danger")
        return redirect(continued_url(contact, contact.path), code=303)
    return redirect(url_for("requests.show", request_id=made.id), code=303)


def _the_same(contact: ContactView, mode: CallMode) -> NewRequest:
    is_acute = contact.path is ContactPath.AKUT
    return NewRequest(
        path=contact.path,
        municipality=contact.municipality,
        mode=mode,
        specialty=contact.specialty,
        unit_id=contact.unit_id,
        callback_number=contact.requester_number,
        plan_before=contact.plan_before,
        life_threatening=False if is_acute else None,  # asked, and answered, in the first contact
        urgency=contact.urgency,
        age_band=contact.age_band,
        sex=contact.sex,
        continued_from=contact.id,
        idempotency_key=f"igen-{mode.value}-{contact.id}",
        **{part.value: read(getattr(contact, part.value)) for part in SbarPart},
    )
