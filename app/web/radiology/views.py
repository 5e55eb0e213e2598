"""Röntgen direkt from a contact: examination, its questions, an hour, and to whom the result."""

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

from app.actions.radiology.book_examination import book_examination, check_booking
from app.actions.radiology.end_booking import cancel_booking
from app.actions.radiology.move_booking import MoveBooking, move_booking
from app.actions.radiology.result_to import known_number
from app.actions.shared.errors import Refused
from app.auth.guard import current_actor, needs
from app.auth.permissions import Verb, can
from app.current import current_directory, current_moment
from app.web.radiology.cards import BookingCard, booking_cards
from app.web.radiology.form import (
    BookingForm,
    as_command,
    field_errors,
    findings_of,
    missing_choices,
    read_booking_form,
)
from app.web.radiology.grid import hour_grid, read_hour
from app.web.shared.addresses import id_or_404
from app.web.shared.found_contact import contact_or_404
from app.web.shared.words import phone_display
from models.db import db
from models.reads.contact_view import ContactView
from models.reads.radiology import Examination, find_examination, load_examinations
from routing.preconditions import Finding
from routing.radiology import ResultTo

blueprint = Blueprint("radiology", __name__, url_prefix="/arenden/<request_id>/rontgen")


@needs(Verb.SEE_DECISIONS)
def choose(request_id: str) -> ResponseReturnValue:
    """What is booked, and the examinations that can be."""
    contact = contact_or_404(request_id, Verb.SEE_DECISIONS)
    may_book = can(current_actor(), Verb.BOOK_RADIOLOGY, contact)
    return render_template(
        "web/radiology/choose.html",
        contact=contact,
        cards=tuple(_cards(contact).values()),
        examinations=load_examinations(db.session()) if may_book else (),
    )


@needs(Verb.BOOK_RADIOLOGY)
def ask(request_id: str, code: str) -> ResponseReturnValue:
    """The page of one examination."""
    contact = contact_or_404(request_id, Verb.BOOK_RADIOLOGY)
    form = BookingForm(key=str(uuid.uuid4()))
    return _page(contact, _examination_or_404(code), form, errors={}, findings={})


@needs(Verb.BOOK_RADIOLOGY)
def book(request_id: str, code: str) -> ResponseReturnValue:
    """Book it; what is missing or must be confirmed is asked for, and nothing typed is lost."""
    contact = contact_or_404(request_id, Verb.BOOK_RADIOLOGY)
    examination = _examination_or_404(code)
    form = read_booking_form(examination, request.form)
    missing, now = missing_choices(form), current_moment()
    do = check_booking if missing else book_examination
    command = as_command(form, examination, contact.id, at=now)
    errors: Mapping[str, str] = missing
    findings: Mapping[str, Finding] = {}
    try:
        do(db.session(), command, by=current_actor(), directory=current_directory(), at=now)
    except Refused as refused:
        errors = missing | field_errors(refused)
        if not errors:
            raise
        findings = findings_of(refused)
    if errors:
        return _page(contact, examination, form, errors=errors, findings=findings)
    flash(_("Bokat: %(what)s. Röntgen har fått veta det.", what=examination.name), "success")
    return _back(contact.id)


@needs(Verb.BOOK_RADIOLOGY)
def choose_hour(request_id: str, booking_id: str) -> ResponseReturnValue:
    """Another hour for a booking."""
    contact = contact_or_404(request_id, Verb.BOOK_RADIOLOGY)
    return _move_page(contact, _card_or_404(contact, booking_id), {})


@needs(Verb.BOOK_RADIOLOGY)
def move(request_id: str, booking_id: str) -> ResponseReturnValue:
    """Move it there."""
    contact = contact_or_404(request_id, Verb.BOOK_RADIOLOGY)
    card = _card_or_404(contact, booking_id)
    chosen = read_hour(request.form.get("hour", ""))
    if chosen is None:
        return _move_page(contact, card, {"hour": _("Välj en timme.")})
    try:
        move_booking(
            db.session(),
            MoveBooking(card.booking.id, *chosen),
            by=current_actor(),
            directory=current_directory(),
            at=current_moment(),
        )
    except Refused as refused:
        errors = field_errors(refused)
        if not errors:
            raise
        return _move_page(contact, card, errors)
    return _back(contact.id)


@needs(Verb.BOOK_RADIOLOGY)
def cancel(request_id: str, booking_id: str) -> ResponseReturnValue:
    """It is no longer needed."""
    contact = contact_or_404(request_id, Verb.BOOK_RADIOLOGY)
    card = _card_or_404(contact, booking_id)
    cancel_booking(
        db.session(),
        card.booking.id,
        by=current_actor(),
        directory=current_directory(),
        at=current_moment(),
    )
    return _back(contact.id)


def _page(
    contact: ContactView,
    examination: Examination,
    form: BookingForm,
    *,
    errors: Mapping[str, str],
    findings: Mapping[str, Finding],
) -> ResponseReturnValue:
    page = render_template(
        "web/radiology/book.html",
        contact=contact,
        examination=examination,
        form=form,
        errors=errors,
        findings=findings,
        sites=_sites(contact, examination),
        receivers=_receivers(contact),
    )
    return make_response(page, 422 if errors else 200)


def _move_page(
    contact: ContactView, card: BookingCard, errors: Mapping[str, str]
) -> ResponseReturnValue:
    booking = card.booking
    sites = hour_grid(booking.modality, contact.municipality, current_directory(), current_moment())
    page = render_template(
        "web/radiology/move.html", contact=contact, card=card, sites=sites, errors=errors
    )
    return make_response(page, 422 if errors else 200)


def _sites(contact: ContactView, examination: Examination) -> object:
    return hour_grid(
        examination.modality, contact.municipality, current_directory(), current_moment()
    )


def _receivers(contact: ContactView) -> tuple[tuple[ResultTo, str], ...]:
    """To whom the result can be phoned, with the number that is known."""
    numbers = {to: known_number(db.session(), contact.id, to) for to in ResultTo}
    return tuple(
        (to, phone_display(numbers[to]))
        for to in ResultTo
        if to is not ResultTo.RESPONDER or numbers[to]
    )


def _cards(contact: ContactView) -> Mapping[str, BookingCard]:
    return booking_cards(contact, current_actor(), current_directory(), current_moment())


def _card_or_404(contact: ContactView, booking_id: str) -> BookingCard:
    wanted = id_or_404(booking_id)
    found = next((one for one in _cards(contact).values() if one.booking.id == wanted), None)
    if found is None:
        abort(404)
    return found


def _examination_or_404(code: str) -> Examination:
    examination = find_examination(db.session(), code)
    if examination is None:
        abort(404)
    return examination


def _back(request_id: str) -> ResponseReturnValue:
    return redirect(url_for("requests.show", request_id=request_id, _anchor="beslut"), code=303)


for method, rule, endpoint, view in (
    ("GET", "", "choose", choose),
    ("GET", "/<code>", "ask", ask),
    ("POST", "/<code>", "book", book),
    ("GET", "/bokning/<booking_id>/flytta", "choose_hour", choose_hour),
    ("POST", "/bokning/<booking_id>/flytta", "move", move),
    ("POST", "/bokning/<booking_id>/avboka", "cancel", cancel),
):
    blueprint.add_url_rule(rule, endpoint, view, methods=[method])
