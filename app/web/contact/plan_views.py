"""The plan before the call, and the tap that starts it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.actions.contact.create_request import check_request, create_request
from app.actions.contact.live_limits import LimitReached
from app.actions.incoming.callers import home_municipality
from app.actions.shared.actor import Actor
from app.actions.shared.errors import Refused
from app.auth.guard import current_actor, needs
from app.auth.permissions import Verb
from app.current import current_directory, current_moment
from app.errors import situation_of
from app.web.contact import plan_form
from app.web.contact.choose_views import choose_page, way_or_404
from app.web.contact.first_question import ask_first, is_unasked
from app.web.contact.limit_card import LimitCard, limit_card, sought_already
from app.web.contact.plan_form import PlanForm, choice_errors, command_from, with_earlier
from app.web.contact.plan_page import plan_page
from app.web.shared.field_errors import field_errors
from app.web.shared.found_contact import contact_or_404
from app.web.shared.fragments import is_part
from app.web.shared.paths import Way, acute_way, asks_for_unit, places, role_of, units_to_choose
from app.web.shared.ring_in import ring_in
from app.web.shared.words import AGE_BANDS, SEXES, phone_display
from models.db import db
from routing.errors import NoContactPath
from routing.outcome import PlanBefore
from routing.phone_menu import MenuChoice
from routing.sbar import SbarPart
from routing.types import ContactPath, RequestFacts
from routing.urgency import PatientUrgency


@dataclass(frozen=True, slots=True)
class Answer:
    """What the page tells besides the plan: field → what is wrong, or the limit that was met."""

    status: int = 200
    errors: Mapping[str, str] = field(default_factory=dict)
    limit: LimitCard | None = None


@needs(Verb.SEE_PLAN)
def plan(path: str) -> ResponseReturnValue:
    """Who will be rung, in which order and why."""
    return _show(path, request.args)


@needs(Verb.SEE_PLAN)
def replan(path: str) -> ResponseReturnValue:
    """The same with what has been filled in, when the place is another; for htmx the part below the
    heading alone. Sent as a form: no text of a contact ever stands in an address."""
    return _show(path, request.form)


def _show(path: str, values: Mapping[str, str]) -> ResponseReturnValue:
    actor = current_actor()
    way = way_or_404(path, actor)
    if is_unasked(way, values):
        return ask_first(way)
    form = _form(values, actor)
    if form.continued_from and request.method == "GET":
        form = with_earlier(form, contact_or_404(form.continued_from, Verb.SEE_CONTACT))
    if way.asks_for_specialty and form.specialty not in current_directory().specialties:
        status = 422 if form.specialty else 200
        return choose_page(way, words=form.specialty, status=status)
    errors = _place_errors(form)
    return _page(way, form, Answer(422 if errors else 200, errors), actor=actor)


@needs(Verb.CREATE_REQUEST)
def create(path: str) -> ResponseReturnValue:
    """Start the contact: ring up the requester, or show the first number to dial."""
    actor = current_actor()
    way = way_or_404(path, actor)
    if is_unasked(way, request.form):
        return ask_first(way)
    form = _form(request.form, actor)
    if way.asks_for_specialty and form.specialty not in current_directory().specialties:
        return choose_page(way, words=form.specialty, status=422)
    if form.continued_from:
        contact_or_404(form.continued_from, Verb.SEE_CONTACT)
    wrong = choice_errors(form, way.path) | _place_errors(form)
    command, directory = command_from(form, way.path), current_directory()
    try:
        if wrong:
            check_request(command, by=actor, directory=directory)
            return _page(way, form, Answer(422, wrong), actor=actor)
        now = current_moment()
        created = create_request(db.session(), command, by=actor, directory=directory, at=now)
    except NoContactPath:
        return _page(way, form, Answer(409), actor=actor)
    except LimitReached as reached:
        return _page(way, form, _at_limit(reached), actor=actor)
    except Refused as refused:
        errors = field_errors(refused) | wrong
        if not errors:
            raise
        return _page(way, form, Answer(422, errors), actor=actor)
    return redirect(url_for("requests.show", request_id=created.id), code=303)


def _at_limit(reached: LimitReached) -> Answer:
    situation = situation_of(reached)
    card = limit_card(reached, current_directory(), current_moment())
    return Answer(situation.status if situation else 409, limit=card)


def _form(values: Mapping[str, str], actor: Actor) -> PlanForm:
    form = plan_form.read_plan_form(
        values,
        municipality=home_municipality(actor.unit_id, current_directory()),
        number=phone_display(actor.number) if actor.number else "",
    )
    return form if form.key else replace(form, key=str(uuid.uuid4()))


def _place_errors(form: PlanForm) -> dict[str, str]:
    directory = current_directory()
    errors: dict[str, str] = {}
    if form.municipality not in directory.municipalities:
        errors["municipality"] = _("Välj en av länets kommuner.")
    if form.unit_id and form.unit_id not in directory.units:
        errors["unit"] = _("Välj en enhet i listan.")
    return errors


def _page(way: Way, form: PlanForm, answer: Answer, *, actor: Actor) -> ResponseReturnValue:
    directory = current_directory()
    role = role_of(actor)
    assert role is not None  # noqa: S101 - way_or_404 lets in none but those with a role
    if form.municipality not in directory.municipalities:
        form = replace(form, municipality=_form({}, actor).municipality)  # plan and choice agree
    facts = RequestFacts(
        path=way.path,
        requester_role=role,
        municipality=form.municipality,
        specialty=form.specialty or None,
        unit_id=form.unit_id or None,
    )
    acute = acute_way(actor, directory)
    chooses_unit = asks_for_unit(way.path, role, directory)
    page = render_template(
        "web/contact/plan_part.html" if is_part() else "web/contact/plan.html",
        way=way,
        form=form,
        errors=answer.errors,
        limit=answer.limit,
        sought=sought_already(
            db.session(),
            facts,
            account_id=actor.account_id,
            directory=directory,
            at=current_moment(),
        ),
        specialty=directory.specialties.get(form.specialty),
        plan=plan_page(facts, directory, current_moment(), actor=actor),
        ring_in=ring_in(actor, directory, _as_choice(facts)),
        acute_url="" if acute in (None, way) else _acute_url(form),
        municipalities=places(directory),
        units=units_to_choose(way.path, role, directory) if chooses_unit else (),
        plans_before=tuple(PlanBefore),
        urgencies=tuple(PatientUrgency) if way.path is ContactPath.AKUT else (),
        sbar_parts=tuple(SbarPart),
        age_bands=AGE_BANDS,
        sexes=SEXES,
    )
    return make_response(page, answer.status)


def _as_choice(facts: RequestFacts) -> MenuChoice:
    return MenuChoice(facts.path, facts.municipality, facts.specialty, facts.unit_id)


def _acute_url(form: PlanForm) -> str:
    return url_for(
        "requests.plan",
        path=ContactPath.AKUT.value,
        specialty=form.specialty or None,
        municipality=form.municipality,
    )
