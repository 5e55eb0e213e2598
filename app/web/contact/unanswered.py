"""Obesvarade: contacts nobody took, on the list of the unit that was rung."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.actions.contact.handle_unanswered import Handled, handle_unanswered
from app.actions.shared.actor import Actor
from app.auth.guard import current_actor, needs
from app.auth.permissions import STEERING, Verb, can
from app.current import current_directory, current_moment
from app.web.contact.live_page import live_page
from app.web.shared.addresses import id_or_404
from app.web.shared.moments import when
from app.web.shared.paging import paging_of
from app.web.shared.words import called, label
from models.db import db
from models.reads.unanswered import (
    DealtWith,
    count_unanswered,
    load_dealt_with,
    load_fallback_words,
    load_unanswered,
)
from routing.directory import Directory

blueprint = Blueprint("unanswered", __name__, url_prefix="/obesvarade")
SHOWN = 20
LATELY = timedelta(hours=24)
MOST_DEALT_WITH = 50


@dataclass(frozen=True, slots=True)
class DealtRow:
    """What somebody has dealt with: ``said`` is by whom and when."""

    case_code: str
    subject: str
    said: str


@needs(Verb.SEE_UNANSWERED)
def of_unit() -> ResponseReturnValue:
    """My unit's list; the whole county's for those who steer, without what was told and without the
    requester's name and number: they are refused the contact itself."""
    actor = current_actor()
    directory, now = current_directory(), current_moment()
    unit = directory.units.get(actor.unit_id or "")
    session, unit_ids = db.session(), _unit_ids(actor)
    page = paging_of(
        count_unanswered(session, unit_ids, most=None), "unanswered.of_unit", {}, size=SHOWN
    )
    found = load_unanswered(session, unit_ids, limit=SHOWN, offset=page.offset)
    dealt_with = load_dealt_with(session, unit_ids, since=now - LATELY, limit=MOST_DEALT_WITH)
    contacts = [one for one in found if can(actor, Verb.SEE_UNANSWERED, one)]
    return render_template(
        "web/contact/unanswered.html",
        pages=[live_page(contact, directory, now) for contact in contacts],
        readable={one.id for one in contacts if can(actor, Verb.SEE_CONTACT, one)},
        paging=page,
        dealt_with=[_dealt(one, directory, now) for one in dealt_with],
        fallbacks=load_fallback_words(db.session(), [one.id for one in contacts]),
        units=directory.units,
        unit_name=unit.name if unit else _("länet"),
        may_handle=can(actor, Verb.HANDLE_UNANSWERED),
    )


@needs(Verb.HANDLE_UNANSWERED)
def handle(request_id: str) -> ResponseReturnValue:
    """Somebody has got in touch, or decided that it is not needed."""
    actor, now = current_actor(), current_moment()
    handled = handle_unanswered(db.session(), id_or_404(request_id), by=actor, at=now)
    if handled.unit_id != actor.unit_id:
        said = _said(handled, current_directory(), now)
        flash(_("Det behövs inte: %(said)s.", said=said), "info")
    return redirect(url_for("unanswered.of_unit"), code=303)


def _dealt(one: DealtWith, directory: Directory, now: datetime) -> DealtRow:
    specialty = directory.specialties.get(one.specialty or "")
    return DealtRow(
        case_code=one.case_code,
        subject=called(specialty) if specialty else label(one.path),
        said=_said(one, directory, now),
    )


def _said(one: DealtWith | Handled, directory: Directory, now: datetime) -> str:
    unit = directory.units.get(one.unit_id or "")
    who = unit.name if unit else _("en annan enhet")
    return str(_("%(who)s tog den %(at)s", who=who, at=when(one.at, now)))


def _unit_ids(actor: Actor) -> tuple[str, ...]:
    if actor.role in STEERING:
        return tuple(current_directory().units)
    return (actor.unit_id,) if actor.unit_id else ()


blueprint.add_url_rule("", "of_unit", of_unit)
blueprint.add_url_rule("/<request_id>/hantera", "handle", handle, methods=["POST"])
