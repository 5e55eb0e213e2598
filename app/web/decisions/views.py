"""Beslut i samtalet: one page for each kind, and what becomes of a decision, each one tap."""

import uuid
from collections.abc import Mapping

from flask import (
    Blueprint,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.actions.decisions.change import BY_HAND, Change, change_decision
from app.actions.decisions.decide import decide_in_contact
from app.actions.shared.actor import Actor
from app.actions.shared.errors import Refused
from app.auth.guard import current_actor, needs
from app.auth.permissions import Verb, side_in
from app.current import current_directory, current_moment
from app.web.decisions.choices import ICONS, conference_page, conference_way
from app.web.decisions.form import (
    AGAIN,
    DecisionForm,
    as_command,
    field_errors,
    new_form,
    read_form,
)
from app.web.decisions.panel import name_of, the_side
from app.web.shared.addresses import id_or_404
from app.web.shared.found_contact import contact_or_404
from app.web.shared.words import label
from models.db import db
from models.reads.contact_view import ContactView
from models.reads.decisions import load_decisions
from routing.belonging import hospital_of
from routing.decisions import BY_DOCTORS, DecisionEvent, DecisionKind
from routing.outcome import Side
from routing.receivers import VisitDay, receivers
from routing.units import CareUnit

blueprint = Blueprint("decisions", __name__)


@needs(Verb.DECIDE)
def ask(request_id: str, kind: str) -> ResponseReturnValue:
    """The page of one kind: what is needed, filled in beforehand, and who does what next."""
    contact = contact_or_404(request_id, Verb.DECIDE)
    form = new_form(
        _kind_or_404(kind),
        key=str(uuid.uuid4()),
        replaces=request.args.get("replaces", ""),
        now=current_moment(),
    )
    return _page(contact, form, {})


@needs(Verb.DECIDE)
def make(request_id: str, kind: str) -> ResponseReturnValue:
    """Decide; an MDK decision leads on to the contact it needs."""
    contact = contact_or_404(request_id, Verb.DECIDE)
    form = read_form(_kind_or_404(kind), request.form)
    actor = current_actor()
    try:
        decide_in_contact(
            db.session(),
            as_command(form, contact.id),
            by=actor,
            directory=current_directory(),
            at=current_moment(),
        )
    except Refused as refused:
        errors = field_errors(refused)
        if not errors:
            raise
        return _page(contact, form, errors)
    flash(_("Beslutat: %(what)s", what=label(form.kind)), "success")
    if _leads_to_conference(form, contact, actor):
        return redirect(conference_page(contact), code=303)
    return _back(contact.id)


@needs(Verb.DECIDE)
def change(request_id: str, decision_id: str) -> ResponseReturnValue:
    """What became of a decision: done, fell through, taken back."""
    contact = contact_or_404(request_id, Verb.DECIDE)
    word = request.form.get("event", "")
    if word not in BY_HAND:
        abort(422)
    change_decision(
        db.session(),
        Change(contact.id, id_or_404(decision_id), DecisionEvent(word)),
        by=current_actor(),
        directory=current_directory(),
        at=current_moment(),
    )
    return _back(contact.id)


def _kind_or_404(word: str) -> DecisionKind:
    if word not in set(DecisionKind) - BY_DOCTORS:
        abort(404)
    return DecisionKind(word)


def _page(
    contact: ContactView, form: DecisionForm, errors: Mapping[str, str]
) -> ResponseReturnValue:
    actor, directory = current_actor(), current_directory()
    decided = load_decisions(db.session(), contact.id)
    units = receivers(
        form.kind, directory, municipality=contact.municipality, specialty=contact.specialty
    )
    page = render_template(
        "web/decisions/ask.html",
        contact=contact,
        form=form,
        errors=errors,
        name=label(form.kind),
        picture=ICONS[form.kind],
        replaced=next((name_of(one) for one in decided if one.id == form.replaces), ""),
        days=tuple(VisitDay),
        again=tuple(str(words) for words in AGAIN),
        units=units,
        chosen=form.receiver or _likeliest(contact, units),
        sides=_sides(contact, actor),
    )
    return make_response(page, 422 if errors else 200)


def _likeliest(contact: ContactView, units: tuple[CareUnit, ...]) -> str:
    """The first unit at the hospital of whoever answered, else the first of all."""
    known = current_directory().units
    answering = contact.accepted.unit_id if contact.accepted else None
    hospital = hospital_of(answering or "", known)
    there = (unit.id for unit in units if hospital_of(unit.id, known) == hospital is not None)
    return next(there, units[0].id if units else "")


def _sides(contact: ContactView, actor: Actor) -> tuple[tuple[Side, str], ...]:
    """Who may do what comes next, oneself first."""
    own = side_in(actor, contact)
    other = Side.RESPONDER if own is Side.REQUESTER else Side.REQUESTER
    if own is None:
        return ()
    if contact.answered_at is None:
        return ((own, _("Jag gör det")),)
    return ((own, _("Jag gör det")), (other, _("%(side)s gör det", side=the_side(other))))


def _leads_to_conference(form: DecisionForm, contact: ContactView, actor: Actor) -> bool:
    """Whoever is to start the MDK contact goes on there at once."""
    own = side_in(actor, contact)
    is_next = own is not None and form.next_by == own.value
    is_mdk = form.kind is DecisionKind.CONFERENCE
    return is_mdk and is_next and conference_way(actor, current_directory())


def _back(contact_id: str) -> ResponseReturnValue:
    return redirect(url_for("requests.show", request_id=contact_id, _anchor="beslut"), code=303)


for method, rule, endpoint, view in (
    ("GET", "/arenden/<request_id>/beslut/<kind>", "ask", ask),
    ("POST", "/arenden/<request_id>/beslut/<kind>", "make", make),
    ("POST", "/arenden/<request_id>/beslut/<decision_id>/andra", "change", change),
):
    blueprint.add_url_rule(rule, endpoint, view, methods=[method])
