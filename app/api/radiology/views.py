"""Röntgen direkt: what can be booked, booked by the two who talk, answered by radiology."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue

from app.actions.radiology.book_examination import NewBooking, book_examination
from app.actions.radiology.change_capacity import ChangeCapacity, change_capacity
from app.actions.radiology.end_booking import (
    RefuseBooking,
    cancel_booking,
    note_no_show,
    refuse_booking,
)
from app.actions.radiology.errors import NotThisRadiology, UnknownBooking
from app.actions.radiology.give_result import ResultGiven, note_performed, note_result_given
from app.actions.radiology.move_booking import MoveBooking, move_booking
from app.actions.radiology.places import near_sites
from app.actions.shared.errors import NotYours, UnknownContact
from app.api.directory.views import municipality_code
from app.api.radiology.schemas import (
    BookingOut,
    BookingsOut,
    ChangeHourIn,
    ExaminationsOut,
    HourOut,
    HoursOut,
    HoursQuery,
    MoveBookingIn,
    NewBookingIn,
    RefuseBookingIn,
    ResultGivenIn,
)
from app.api.shared.blueprint import blueprint, operation
from app.api.shared.typed import RequestHeaders
from app.auth.guard import current_actor
from app.auth.permissions import Verb, can
from app.current import current_directory, current_moment
from app.labels import label
from app.language import current_language
from models.db import db
from models.reads.contacts import find_contact
from models.reads.radiology import (
    BookingView,
    find_booking,
    load_booking_events,
    load_bookings_at,
    load_bookings_of,
    load_capacity,
    load_examinations,
)
from routing.calendar import in_utc
from routing.radiology_hours import RadiologyHour, hour_at, offered_days, offered_hours, site_of


@operation(Verb.USE_SERVICE, ExaminationsOut)
def examinations() -> dict[str, Any]:
    """Undersökningar som primärvården bokar direkt, med frågorna före dem."""
    return {"examinations": load_examinations(db.session())}


@operation(Verb.USE_SERVICE, HoursOut)
@blueprint.arguments(HoursQuery(), location="query")
def hours(query: dict[str, Any]) -> dict[str, Any]:
    """Röntgens timmar i dag och i morgon, också de fulla; närmaste röntgen först."""
    now, directory = current_moment(), current_directory()
    found = offered_hours(load_capacity(db.session(), offered_days(now)), at=now)
    wanted = [one for one in found if query.get("modality") in (None, one.modality)]
    sites = near_sites(
        {one.site_id for one in wanted},
        municipality_code(query["municipality"], directory) or "",
        directory,
    )
    wanted.sort(key=lambda one: sites.index(one.site_id))
    return {"sites": sites, "hours": [_hour(one) for one in wanted]}


@operation(Verb.SEE_DECISIONS, BookingsOut, problems=[404])
def of_contact(request_id: UUID) -> dict[str, Any]:
    """Vad som är bokat i ärendet, i ordning."""
    contact_id = _own_contact(request_id, Verb.SEE_DECISIONS)
    return {"bookings": [_json(one) for one in load_bookings_of(db.session(), contact_id)]}


@operation(Verb.BOOK_RADIOLOGY, BookingOut, status=201, problems=[404, 409])
@blueprint.alt_response(200, schema=BookingOut)
@blueprint.arguments(RequestHeaders(), location="headers")
@blueprint.arguments(NewBookingIn())
def book(headers: dict[str, Any], new: dict[str, Any], request_id: UUID) -> ResponseReturnValue:
    """Boka en undersökning; röntgen får veta det direkt."""
    command = NewBooking(
        request_id=_own_contact(request_id, Verb.BOOK_RADIOLOGY),
        idempotency_key=headers["idempotency_key"],
        **(new | {"confirmed": frozenset(new["confirmed"])}),
    )
    booked = book_examination(
        db.session(),
        command,
        by=current_actor(),
        directory=current_directory(),
        at=current_moment(),
    )
    return _now(booked.id), HTTPStatus.CREATED if booked.is_new else HTTPStatus.OK


@operation(Verb.ANSWER_FOR_RADIOLOGY, BookingsOut)
def at_site() -> dict[str, Any]:
    """Den egna röntgens bokningar i dag och i morgon, och tidigare som inte är avslutade."""
    days = offered_days(current_moment())
    found = load_bookings_at(db.session(), _own_site(), days)
    return {"bookings": [_json(one) for one in found]}


@operation(Verb.ANSWER_FOR_RADIOLOGY, BookingOut, problems=[404, 409])
@blueprint.arguments(MoveBookingIn())
def move(where: dict[str, Any], booking_id: UUID) -> dict[str, Any]:
    """Flytta till en annan timme: de två som talades vid, eller röntgen inom sina egna."""
    return _act(move_booking, MoveBooking(str(booking_id), **where), booking_id)


@operation(Verb.BOOK_RADIOLOGY, BookingOut, problems=[404, 409])
def cancel(booking_id: UUID) -> dict[str, Any]:
    """Avboka; röntgen får veta det."""
    return _act(cancel_booking, str(booking_id), booking_id)


@operation(Verb.ANSWER_FOR_RADIOLOGY, BookingOut, problems=[404, 409])
@blueprint.arguments(RefuseBookingIn())
def refuse(why: dict[str, Any], booking_id: UUID) -> dict[str, Any]:
    """Röntgen säger nej; remittenten får veta det direkt, med nästa lediga tid."""
    return _act(refuse_booking, RefuseBooking(str(booking_id), **why), booking_id)


@operation(Verb.ANSWER_FOR_RADIOLOGY, BookingOut, problems=[404, 409])
def performed(booking_id: UUID) -> dict[str, Any]:
    """Undersökningen är gjord; svaret återstår."""
    return _act(note_performed, str(booking_id), booking_id)


@operation(Verb.ANSWER_FOR_RADIOLOGY, BookingOut, problems=[404, 409])
def no_show(booking_id: UUID) -> dict[str, Any]:
    """Patienten kom inte; remittenten får veta det."""
    return _act(note_no_show, str(booking_id), booking_id)


@operation(Verb.ANSWER_FOR_RADIOLOGY, BookingOut, problems=[404, 409])
@blueprint.arguments(ResultGivenIn())
def give_result(to: dict[str, Any], booking_id: UUID) -> dict[str, Any]:
    """Svaret är lämnat per telefon."""
    return _act(note_result_given, ResultGiven(str(booking_id), **to), booking_id)


@operation(Verb.ANSWER_FOR_RADIOLOGY, HourOut)
@blueprint.arguments(ChangeHourIn())
def change_hour(change: dict[str, Any]) -> dict[str, Any]:
    """Ändra antalet platser i en timme hos den egna röntgen."""
    command = ChangeCapacity(site_id=_own_site(), **change)
    _do(change_capacity, command)
    capacity = load_capacity(db.session(), offered_days(current_moment()))
    hour = hour_at(capacity, (command.site_id, command.modality, in_utc(command.starts_at)))
    if hour is None:
        raise LookupError("the hour that was just changed")
    return _hour(hour)


def _act(action: Callable[..., object], command: object, booking_id: UUID) -> dict[str, Any]:
    _do(action, command)
    return _now(str(booking_id))


def _do(action: Callable[..., object], command: object) -> None:
    action(
        db.session(),
        command,
        by=current_actor(),
        directory=current_directory(),
        at=current_moment(),
    )


def _now(booking_id: str) -> dict[str, Any]:
    booking = find_booking(db.session(), booking_id)
    if booking is None:
        raise UnknownBooking
    return _json(booking)


def _own_site() -> str:
    site_id = site_of(current_actor().unit_id, current_directory().units)
    if site_id is None:
        raise NotThisRadiology
    return site_id


def _own_contact(request_id: UUID, verb: Verb) -> str:
    contact = find_contact(db.session(), str(request_id))
    if contact is None:
        raise UnknownContact
    if not can(current_actor(), verb, contact):
        raise NotYours
    return contact.id


def _hour(hour: RadiologyHour) -> dict[str, Any]:
    return {name: getattr(hour, name) for name in HourOut().fields}


def _json(booking: BookingView) -> dict[str, Any]:
    lang = current_language()
    names = [name for name in BookingOut().fields if hasattr(booking, name)]
    return {name: getattr(booking, name) for name in names} | {
        "status_text": label(booking.status, lang),
        "events": [
            {
                "event": one.event,
                "text": label(one.event, lang),
                "at": one.at,
                "taken_back_at": one.taken_back_at,
                "unit_id": one.unit_id,
            }
            for one in load_booking_events(db.session(), booking.id)
        ],
    }
