"""Obesvarade: contacts nobody took, on the list of the unit that was rung."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.actions.contact.handle_unanswered import handle_unanswered
from app.actions.shared.actor import Actor
from app.auth.guard import current_actor, needs
from app.auth.permissions import STEERING, Verb, can
from app.current import current_directory, current_moment
from app.web.contact.live_page import live_page
from app.web.shared.addresses import id_or_404
from models.db import db
from models.reads.contacts import load_fallback_words, load_unanswered

blueprint = Blueprint("unanswered", __name__, url_prefix="/obesvarade")
SHOWN = 50


@needs(Verb.SEE_UNANSWERED)
def of_unit() -> ResponseReturnValue:
    """My unit's list; the whole county's for those who steer, without what was told and without the
    requester's name and number: they are refused the contact itself."""
    actor = current_actor()
    directory, now = current_directory(), current_moment()
    unit = directory.units.get(actor.unit_id or "")
    found = load_unanswered(db.session(), _unit_ids(actor), limit=SHOWN)
    contacts = [one for one in found if can(actor, Verb.SEE_UNANSWERED, one)]
    return render_template(
        "web/contact/unanswered.html",
        pages=[live_page(contact, directory, now) for contact in contacts],
        readable={one.id for one in contacts if can(actor, Verb.SEE_CONTACT, one)},
        fallbacks=load_fallback_words(db.session(), [one.id for one in contacts]),
        units=directory.units,
        unit_name=unit.name if unit else _("länet"),
        may_handle=can(actor, Verb.HANDLE_UNANSWERED),
    )


@needs(Verb.HANDLE_UNANSWERED)
def handle(request_id: str) -> ResponseReturnValue:
    """Somebody has got in touch, or decided that it is not needed."""
    handle_unanswered(db.session(), id_or_404(request_id), by=current_actor(), at=current_moment())
    flash(_("Kontakten är avbockad."), "success")
    return redirect(url_for("unanswered.of_unit"), code=303)


def _unit_ids(actor: Actor) -> tuple[str, ...]:
    if actor.role in STEERING:
        return tuple(current_directory().units)
    return (actor.unit_id,) if actor.unit_id else ()


blueprint.add_url_rule("", "of_unit", of_unit)
blueprint.add_url_rule("/<request_id>/hantera", "handle", handle, methods=["POST"])
