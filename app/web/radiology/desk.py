"""Röntgens egen sida: what is booked today and tomorrow, what came of it, and the hours' places."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import groupby
from typing import Any

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

from app.actions.radiology.change_capacity import ChangeCapacity, change_capacity
from app.actions.radiology.end_booking import RefuseBooking, note_no_show, refuse_booking
from app.actions.radiology.give_result import ResultGiven, note_performed, note_result_given
from app.actions.shared.errors import BadNumber, PatientIdentityInText, Refused, TextTooLong
from app.auth.guard import current_actor, needs
from app.auth.permissions import Verb
from app.current import current_directory, current_moment
from app.errors import sentence_of, situation_of
from app.web.radiology.cards import BookingCard, cards_of
from app.web.radiology.grid import by_day, hour_text, hour_value, read_hour
from app.web.shared.addresses import id_or_404
from models.db import db
from models.reads.radiology import BookingView, load_bookings_at, load_capacity
from routing.calendar import to_local
from routing.radiology import Modality, RadiologyRefusal, ResultTo
from routing.radiology_hours import RadiologyHour, has_begun, hours_on, offered_days, site_of

blueprint = Blueprint("radiology_desk", __name__, url_prefix="/rontgen")
MOST_OFFERED = 8
_IN_A_FIELD = (BadNumber, PatientIdentityInText, TextTooLong)  # can be mended where it stands


@dataclass(frozen=True, slots=True)
class DeskHour:
    """An hour of one method whose places can be changed: two taps, the hour and the number."""

    hour: RadiologyHour
    value: str
    text: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DeskMethod:
    """A method's hours: today's that are left, and tomorrow's."""

    modality: Modality
    today: tuple[DeskHour, ...]
    tomorrow: tuple[DeskHour, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """What was sent about a booking and refused: it stands in its fields again."""

    booking_id: str = ""
    fault: str = ""
    note: str = ""
    result_number: str = ""
    reason: str = ""
    result_to: str = ""


NOTHING = Typed()


@needs(Verb.ANSWER_FOR_RADIOLOGY)
def show() -> ResponseReturnValue:
    """The whole page."""
    return _page(NOTHING)


def _page(typed: Typed) -> str:
    site_id = own_site_or_403()
    directory, now = current_directory(), current_moment()
    today, tomorrow = offered_days(now)
    cards = cards_of(load_bookings_at(db.session(), site_id, (today, tomorrow)), directory, now)
    return render_template(
        "web/radiology/desk.html",
        unit=directory.units[site_id],
        seen=_fingerprint(card.booking for card in cards),
        earlier=_of(cards, lambda on: on < today),
        today=_of(cards, lambda on: on == today),
        tomorrow=_of(cards, lambda on: on == tomorrow),
        methods=_methods(site_id, now),
        refusals=tuple(RadiologyRefusal),
        receivers=tuple(ResultTo),
        typed=typed,
    )


@needs(Verb.ANSWER_FOR_RADIOLOGY)
def news() -> ResponseReturnValue:
    """Whether anything has been booked or changed since the page was read; 204 when not."""
    found = load_bookings_at(db.session(), own_site_or_403(), offered_days(current_moment()))
    if request.args.get("sett") == _fingerprint(found):
        return "", 204
    return render_template("web/radiology/news.html")


@needs(Verb.ANSWER_FOR_RADIOLOGY)
def performed(booking_id: str) -> ResponseReturnValue:
    """It is done, the result is to come."""
    return _answer(note_performed, id_or_404(booking_id), _("Utförd. Svaret återstår."))


@needs(Verb.ANSWER_FOR_RADIOLOGY)
def no_show(booking_id: str) -> ResponseReturnValue:
    """Nobody came; those who asked are told."""
    return _answer(note_no_show, id_or_404(booking_id), _("Remittenten har fått veta det."))


@needs(Verb.ANSWER_FOR_RADIOLOGY)
def refuse(booking_id: str) -> ResponseReturnValue:
    """No, and why; those who asked are told with the next option."""
    word = request.form.get("reason", "")
    if word not in set(RadiologyRefusal):
        own_site_or_403()
        return make_response(_page(_typed(_("Välj varför ni nekar."))), 422)
    refusal = RefuseBooking(
        id_or_404(booking_id), RadiologyRefusal(word), request.form.get("note", "")
    )
    return _answer(refuse_booking, refusal, _("Remittenten har fått veta det, med nästa tid."))


@needs(Verb.ANSWER_FOR_RADIOLOGY)
def give_result(booking_id: str) -> ResponseReturnValue:
    """The result has been phoned, as agreed or to somebody else."""
    word = request.form.get("result_to", "")
    given = ResultGiven(
        id_or_404(booking_id),
        ResultTo(word) if word in set(ResultTo) else None,
        request.form.get("result_number", ""),
    )
    return _answer(note_result_given, given, _("Svaret är lämnat."))


@needs(Verb.ANSWER_FOR_RADIOLOGY)
def change_hour() -> ResponseReturnValue:
    """Another number of places."""
    chosen = read_hour(request.form.get("hour", ""))
    modality, number = request.form.get("modality", ""), request.form.get("capacity", "")
    is_number = number.isascii() and number.isdecimal() and len(number) < 4
    if chosen is None or modality not in set(Modality) or not is_number:
        abort(422)
    change = ChangeCapacity(chosen[0], Modality(modality), chosen[1], int(number))
    return _answer(change_capacity, change, _("Timmen är ändrad."), anchor="tider")


def own_site_or_403() -> str:
    """The radiology department one works at; nobody else has use for these pages."""
    site_id = site_of(current_actor().unit_id, current_directory().units)
    if site_id is None:
        abort(403)
    return site_id


def _answer(
    action: Callable[..., object], thing: object, words: str, *, anchor: str = ""
) -> ResponseReturnValue:
    """One press, and back to the page; a refusal is said there, where everything else stands."""
    own_site_or_403()
    try:
        is_new = action(
            db.session(),
            thing,
            by=current_actor(),
            directory=current_directory(),
            at=current_moment(),
        )
    except Refused as refused:
        situation = situation_of(refused)
        if situation is None or situation.status in (403, 404):
            raise
        if isinstance(refused, _IN_A_FIELD):
            return make_response(_page(_typed(sentence_of(refused))), situation.status)
        flash(sentence_of(refused), "danger")
        return _back(anchor)
    if is_new is False:
        flash(_("Det var redan sagt. Inget har ändrats."), "info")
    else:
        flash(words, "success")
    return _back(anchor)


def _typed(fault: str) -> Typed:
    return Typed(
        booking_id=str((request.view_args or {}).get("booking_id", "")),
        fault=fault,
        note=request.form.get("note", ""),
        result_number=request.form.get("result_number", ""),
        reason=request.form.get("reason", ""),
        result_to=request.form.get("result_to", ""),
    )


def _back(anchor: str = "") -> ResponseReturnValue:
    return redirect(url_for("radiology_desk.show", _anchor=anchor or None), code=303)


def _fingerprint(bookings: Iterable[BookingView]) -> str:
    told = "".join(f"{one.id}{one.status}{one.starts_at.isoformat()}" for one in bookings)
    return sha256(told.encode()).hexdigest()[:16]


def _of(cards: Iterable[BookingCard], is_then: Callable[[Any], bool]) -> list[BookingCard]:
    return [card for card in cards if is_then(to_local(card.booking.starts_at).date())]


def _methods(site_id: str, now: datetime) -> tuple[DeskMethod, ...]:
    today = offered_days(now)[0]
    capacity = load_capacity(db.session(), offered_days(now))
    own = [
        hour
        for hour in hours_on(capacity, offered_days(now))
        if hour.site_id == site_id and not has_begun(hour.ends_at, now)
    ]
    own.sort(key=lambda hour: (list(Modality).index(hour.modality), hour.starts_at))
    methods = []
    for modality, hours in groupby(own, key=lambda hour: hour.modality):
        days = {to_local(same[0].starts_at).date(): same for same in by_day(hours)}
        is_today = _desk_hours(days.pop(today, []))
        later = [_desk_hours(same) for same in days.values()]
        methods.append(DeskMethod(modality, is_today, later[0] if later else ()))
    return tuple(methods)


def _desk_hours(hours: Iterable[RadiologyHour]) -> tuple[DeskHour, ...]:
    return tuple(
        DeskHour(
            hour=hour,
            value=hour_value(hour),
            text=hour_text(hour),
            numbers=tuple(range(max(MOST_OFFERED, hour.capacity + 2) + 1)),
        )
        for hour in hours
    )


for method, rule, endpoint, view in (
    ("GET", "", "show", show),
    ("GET", "/nytt", "news", news),
    ("POST", "/bokning/<booking_id>/utford", "performed", performed),
    ("POST", "/bokning/<booking_id>/kom-inte", "no_show", no_show),
    ("POST", "/bokning/<booking_id>/neka", "refuse", refuse),
    ("POST", "/bokning/<booking_id>/svar", "give_result", give_result),
    ("POST", "/timme", "change_hour", change_hour),
):
    blueprint.add_url_rule(rule, endpoint, view, methods=[method])
