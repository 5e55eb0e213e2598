"""Avdelningen: what it is asked now, whom it expects, who has come, and its answer."""

from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.actions.admission import move
from app.actions.admission.answer_ward import No, Yes
from app.actions.admission.errors import UnknownAdmission
from app.actions.admission.reply_for_ward import say_no, say_yes, withdraw
from app.actions.shared.occasion import Occasion
from app.auth.guard import current_actor, current_occasion, needs
from app.auth.permissions import Verb, can
from app.auth.reading import note_opened
from app.auth.ward_access import Asked, wards_of
from app.current import current_directory, current_moment
from app.web.admission.acts import NotChosen, Trouble, attempted
from app.web.admission.ward_inbox import ward_inbox
from app.web.admission.ward_page import is_ward, may_take, ward_page
from app.web.shared.addresses import id_or_404
from app.web.shared.fragments import is_part, unless_known
from models.db import db
from models.reads.admission_view import AdmissionView
from models.reads.admissions import find_admission, load_for_wards
from models.reads.beds import load_ward_beds
from routing.admission import RefusalReason
from routing.decisions import DecisionKind
from routing.types import UnitKind

blueprint = Blueprint("wards", __name__, url_prefix="/avdelning")


@needs(Verb.ANSWER_FOR_WARD)
def inbox() -> ResponseReturnValue:
    """The whole page."""
    return render_template("web/admission/ward_inbox.html", **_inbox(), beds_url=_beds_url())


@needs(Verb.ANSWER_FOR_WARD)
def inbox_live() -> ResponseReturnValue:
    """The part that changes; 304 while it has not."""
    return unless_known(render_template("web/admission/ward_inbox_live.html", **_inbox()))


@needs(Verb.ANSWER_FOR_WARD)
def show(admission_id: str) -> ResponseReturnValue:
    """One direct admission; that it was opened is noted."""
    admission = _asked_or_404(admission_id)
    note_opened(Verb.SEE_ADMISSION, admission.id)
    return render_template("web/admission/ward_one.html", **_shown(admission))


@needs(Verb.ANSWER_FOR_WARD)
def live(admission_id: str) -> ResponseReturnValue:
    """The part that changes; 304 while it has not."""
    shown = _shown(_asked_or_404(admission_id))
    return unless_known(render_template("web/admission/ward_live.html", **shown))


@needs(Verb.ANSWER_FOR_WARD)
def accept(admission_id: str) -> ResponseReturnValue:
    """ "Ta emot"; pressed again it is the same yes."""
    yes = Yes(request.form.get("avdelning", ""), request.form.get("over") == "ja")
    return _act(admission_id, lambda one, now: say_yes(db.session(), one, now, yes))


@needs(Verb.ANSWER_FOR_WARD)
def refuse(admission_id: str) -> ResponseReturnValue:
    """ "Säg nej": the next ward is asked at once."""
    no = _no()
    return _act(admission_id, lambda one, now: say_no(db.session(), one, now, no))


@needs(Verb.ANSWER_FOR_WARD)
def take_back(admission_id: str) -> ResponseReturnValue:
    """ "Kan inte hålla platsen": those who asked are told, and the next ward is asked."""
    no = _no()
    return _act(admission_id, lambda one, now: withdraw(db.session(), one, now, no))


@needs(Verb.ANSWER_FOR_WARD)
def extend(admission_id: str) -> ResponseReturnValue:
    """Keep the bed for as long again."""
    return _act(admission_id, lambda one, now: move.extend(db.session(), one, now))


@needs(Verb.ANSWER_FOR_WARD)
def arrived(admission_id: str) -> ResponseReturnValue:
    """The patient has come."""
    return _act(admission_id, lambda one, now: move.arrive(db.session(), one, now))


@needs(Verb.ANSWER_FOR_WARD)
def placed(admission_id: str) -> ResponseReturnValue:
    """The patient lies in another ward."""
    ward_id = request.form.get("avdelning", "")

    def do(one: str, now: Occasion) -> bool:
        if not ward_id:
            raise NotChosen(_("Välj vilken avdelning patienten ligger på."))
        return move.place_elsewhere(db.session(), one, now, ward_id=ward_id)

    return _act(admission_id, do)


@needs(Verb.ANSWER_FOR_WARD)
def turn_to_ed(admission_id: str) -> ResponseReturnValue:
    """The patient goes to the emergency department instead."""
    word = request.form.get("means", "")
    if word not in {one.value for one in move.TO_ED}:
        abort(422)
    means = DecisionKind(word)
    return _act(admission_id, lambda one, now: move.turn_to_ed(db.session(), one, now, means=means))


@needs(Verb.ANSWER_FOR_WARD)
def discharged(admission_id: str) -> ResponseReturnValue:
    """The patient has left the ward."""
    return _act(admission_id, lambda one, now: move.discharge(db.session(), one, now))


def _no() -> No:
    word = request.form.get("skal", "")
    if word and word not in set(RefusalReason):
        abort(422)
    note = request.form.get("note", "")
    return No(request.form.get("avdelning", ""), RefusalReason(word) if word else None, note)


def _act(admission_id: str, do: Callable[[str, Occasion], bool]) -> ResponseReturnValue:
    """Answer with the page as it is afterwards: also when the answer had come before."""
    admission = _asked_or_404(admission_id)
    trouble = attempted(lambda: do(admission.id, current_occasion()))
    if not is_part() and (trouble is None or trouble.status == HTTPStatus.OK):
        if trouble:
            trouble.flash()
        return redirect(url_for("wards.show", admission_id=admission.id), code=303)
    shown = _shown(_asked_or_404(admission_id), trouble)
    name = "web/admission/ward_live.html" if is_part() else "web/admission/ward_one.html"
    return make_response(render_template(name, **shown), trouble.status if trouble else 200)


def _asked_or_404(admission_id: str) -> AdmissionView:
    """The admission of the address; one no ward of this person's has been asked about looks
    absent."""
    found = find_admission(db.session(), id_or_404(admission_id))
    if found is None:
        raise UnknownAdmission
    if not can(current_actor(), Verb.ANSWER_FOR_WARD, Asked(found, current_directory().units)):
        abort(404)
    return found


def _shown(admission: AdmissionView, trouble: Trouble | None = None) -> dict[str, object]:
    actor, directory = current_actor(), current_directory()
    beds = load_ward_beds(db.session(), ward_ids=may_take(admission, actor, directory))
    page = ward_page(admission, actor, directory, current_moment(), beds=beds)
    others = sorted(
        (
            unit
            for unit in directory.units.values()
            if is_ward(unit.id, directory) and unit.id != admission.lies_in
        ),
        key=lambda unit: (unit.municipality, unit.name),
    )
    return {
        "page": page,
        "reasons": tuple(one for one in RefusalReason if one is not RefusalReason.OTHER),
        "other_wards": others,
        "trouble": trouble,
        "typed_note": request.form.get("note", "") if trouble else "",
    }


def _beds_url() -> str:
    """Where the figures are kept up to date: of the ward, or of the wards of a hospital."""
    unit = current_directory().units.get(current_actor().unit_id or "")
    if unit is not None and unit.kind is UnitKind.WARD:
        return url_for("beds.ward", ward_id=unit.id)
    return url_for("beds.county")


def _inbox() -> dict[str, object]:
    actor, directory = current_actor(), current_directory()
    own = wards_of(actor, directory.units)
    found = load_for_wards(db.session(), own)
    return {"inbox": ward_inbox(found, actor, directory, current_moment())}


for method, rule, endpoint, view in (
    ("GET", "", "inbox", inbox),
    ("GET", "/lage", "inbox_live", inbox_live),
    ("GET", "/<admission_id>", "show", show),
    ("GET", "/<admission_id>/lage", "live", live),
    ("POST", "/<admission_id>/ja", "accept", accept),
    ("POST", "/<admission_id>/nej", "refuse", refuse),
    ("POST", "/<admission_id>/dra-tillbaka", "take_back", take_back),
    ("POST", "/<admission_id>/forlang", "extend", extend),
    ("POST", "/<admission_id>/framme", "arrived", arrived),
    ("POST", "/<admission_id>/placerad", "placed", placed),
    ("POST", "/<admission_id>/akuten", "turn_to_ed", turn_to_ed),
    ("POST", "/<admission_id>/utskriven", "discharged", discharged),
):
    blueprint.add_url_rule(rule, endpoint, view, methods=[method])
