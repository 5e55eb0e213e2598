"""Direktinläggning, den som frågar: the form, and what becomes of it on the contact's page."""

from collections.abc import Callable, Mapping

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.actions.admission import move
from app.actions.admission.ask_wards import ask_wards
from app.actions.admission.checklist import load_questions
from app.actions.admission.errors import NoWardLeft, UnknownAdmission
from app.actions.admission.propose import propose as make_admission
from app.actions.decisions.errors import DoctorDecides
from app.actions.shared.errors import Refused
from app.actions.shared.occasion import Occasion
from app.auth.guard import current_actor, current_occasion, needs
from app.auth.permissions import Verb
from app.current import current_directory, current_moment
from app.web.admission.acts import NotChosen, attempted
from app.web.admission.card import may_ask
from app.web.admission.eta import parse_eta
from app.web.admission.form import (
    AdmissionForm,
    as_command,
    form_errors,
    new_form,
    questions,
    read_form,
)
from app.web.admission.part import admission_part, call_again_url
from app.web.admission.ward_choices import ward_choices
from app.web.shared.addresses import id_or_404
from app.web.shared.found_contact import contact_or_404
from app.web.shared.fragments import is_part, unless_known
from app.web.shared.words import called
from models.db import db
from models.reads.admission_view import AdmissionView
from models.reads.admissions import find_admission, load_for_contact
from models.reads.contact_view import ContactView
from routing.admission import TransportMode
from routing.decisions import DecisionKind
from routing.errors import NoContactPath

blueprint = Blueprint("admissions", __name__)


@needs(Verb.PROPOSE_ADMISSION)
def form(request_id: str) -> ResponseReturnValue:
    """The form; while one goes on already, that is shown instead."""
    contact = contact_or_404(request_id, Verb.PROPOSE_ADMISSION)
    if any(not one.is_over for one in load_for_contact(db.session(), contact.id)):
        return _back(contact.id)
    empty = new_form(request.args.get("specialty") or contact.specialty)
    return _form_page(contact, empty, {})


@needs(Verb.PROPOSE_ADMISSION)
def wards(request_id: str) -> ResponseReturnValue:
    """The wards of another specialty, in their order."""
    contact = contact_or_404(request_id, Verb.PROPOSE_ADMISSION)
    return render_template("web/admission/wards.html", **_wards(contact, read_form(request.args)))


@needs(Verb.PROPOSE_ADMISSION)
def make(request_id: str) -> ResponseReturnValue:
    """Ask the wards, or propose that a doctor does."""
    contact = contact_or_404(request_id, Verb.PROPOSE_ADMISSION)
    sent = read_form(request.form)
    try:
        make_admission(db.session(), contact.id, as_command(sent), current_occasion())
    except (Refused, NoContactPath) as refused:
        items = load_questions(db.session())
        errors = form_errors(refused, items) if isinstance(refused, Refused) else {}
        if not errors and not isinstance(refused, (NoWardLeft, NoContactPath, DoctorDecides)):
            raise
        return _form_page(contact, sent, errors, is_refused=True)
    return _back(contact.id)


@needs(Verb.PROPOSE_ADMISSION)
def card(request_id: str) -> ResponseReturnValue:
    """The part of the contact's page that changes; 304 while it has not."""
    contact = contact_or_404(request_id, Verb.PROPOSE_ADMISSION)
    return unless_known(
        render_template("web/admission/card.html", contact=contact, **admission_part(contact))
    )


@needs(Verb.PROPOSE_ADMISSION)
def ask(admission_id: str) -> ResponseReturnValue:
    """Agree to a proposal, or ask again: in the order, or one ward first."""
    first = request.form.get("forst") or None
    return _act(
        admission_id,
        lambda one, now: ask_wards(db.session(), one, now, first=first),
    )


@needs(Verb.PROPOSE_ADMISSION)
def leave(admission_id: str) -> ResponseReturnValue:
    """ "Patienten åker nu": how, and when they will be there."""
    word = request.form.get("transport", "")

    def do(one: str, now: Occasion) -> bool:
        if word not in set(TransportMode):
            raise NotChosen(_("Välj hur patienten åker."))
        eta = parse_eta(_eta(), now.at)
        return move.set_off(db.session(), one, now, transport=TransportMode(word), eta=eta)

    return _act(admission_id, do)


@needs(Verb.PROPOSE_ADMISSION)
def change_eta(admission_id: str) -> ResponseReturnValue:
    """Another time of arrival."""

    def do(one: str, now: Occasion) -> bool:
        eta = parse_eta(_eta(), now.at)
        if eta is None:
            raise NotChosen(_("Välj när patienten är framme, eller skriv en tid."))
        return move.change_eta(db.session(), one, now, eta=eta)

    return _act(admission_id, do)


@needs(Verb.PROPOSE_ADMISSION)
def extend(admission_id: str) -> ResponseReturnValue:
    """Keep the bed for as long again."""
    return _act(admission_id, lambda one, now: move.extend(db.session(), one, now))


@needs(Verb.PROPOSE_ADMISSION)
def cancel(admission_id: str) -> ResponseReturnValue:
    """The bed is not wanted any more."""
    return _act(admission_id, lambda one, now: move.cancel(db.session(), one, now))


@needs(Verb.PROPOSE_ADMISSION)
def turn_to_ed(admission_id: str) -> ResponseReturnValue:
    """The patient goes to the emergency department instead."""
    word = request.form.get("means", "")
    if word not in {one.value for one in move.TO_ED}:
        abort(422)
    means = DecisionKind(word)
    return _act(admission_id, lambda one, now: move.turn_to_ed(db.session(), one, now, means=means))


def _act(admission_id: str, do: Callable[[str, Occasion], bool]) -> ResponseReturnValue:
    admission = _admission(admission_id)
    trouble = attempted(lambda: do(admission.id, current_occasion()))
    if not is_part():
        if trouble:
            trouble.flash()
        return _back(admission.request_id)
    contact = contact_or_404(admission.request_id, Verb.PROPOSE_ADMISSION)
    shown = admission_part(contact, trouble)
    page = render_template("web/admission/card.html", contact=contact, **shown)
    return make_response(page, trouble.status if trouble else 200)


def _admission(admission_id: str) -> AdmissionView:
    found = find_admission(db.session(), id_or_404(admission_id))
    if found is None:
        raise UnknownAdmission
    contact_or_404(found.request_id, Verb.PROPOSE_ADMISSION)
    return found


def _eta() -> str:
    return request.form.get("eta_annan") or request.form.get("eta", "")


def _form_page(
    contact: ContactView,
    shown: AdmissionForm,
    errors: Mapping[str, str],
    *,
    is_refused: bool = False,
) -> ResponseReturnValue:
    actor = current_actor()
    page = render_template(
        "web/admission/form.html",
        **_wards(contact, shown),
        errors=errors,
        is_refused=is_refused,
        may_ask=may_ask(contact, actor),
        specialties=sorted(current_directory().specialties.values(), key=called),
        questions=questions(load_questions(db.session()), shown, errors),
        call_again_url=call_again_url(contact),
    )
    return make_response(page, 422 if errors else 409 if is_refused else 200)


def _wards(contact: ContactView, shown: AdmissionForm) -> dict[str, object]:
    specialty = shown.specialty if shown.specialty in current_directory().specialties else None
    found = ward_choices(
        db.session(), contact, current_directory(), current_moment(), specialty=specialty
    )
    return {"contact": contact, "choices": found, "form": shown}


def _back(request_id: str) -> ResponseReturnValue:
    where = url_for("requests.show", request_id=request_id, _anchor="direktinlaggning")
    return redirect(where, code=303)


for method, rule, endpoint, view in (
    ("GET", "/arenden/<request_id>/direktinlaggning", "form", form),
    ("POST", "/arenden/<request_id>/direktinlaggning", "make", make),
    ("GET", "/arenden/<request_id>/direktinlaggning/avdelningar", "wards", wards),
    ("GET", "/arenden/<request_id>/direktinlaggning/lage", "card", card),
    ("POST", "/direktinlaggning/<admission_id>/fraga", "ask", ask),
    ("POST", "/direktinlaggning/<admission_id>/begav-sig", "leave", leave),
    ("POST", "/direktinlaggning/<admission_id>/ankomst", "change_eta", change_eta),
    ("POST", "/direktinlaggning/<admission_id>/forlang", "extend", extend),
    ("POST", "/direktinlaggning/<admission_id>/avbryt", "cancel", cancel),
    ("POST", "/direktinlaggning/<admission_id>/akuten", "turn_to_ed", turn_to_ed),
):
    blueprint.add_url_rule(rule, endpoint, view, methods=[method])
