"""Bokade undersökningar as the contact's page and radiology's own page show them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.actions.shared.actor import Actor
from app.auth.permissions import Verb, can
from app.web.shared.moments import when
from app.web.shared.words import label, phone_display
from models.db import db
from models.reads.contact_view import ContactView
from models.reads.radiology import BookingView, load_bookings_of
from routing.directory import Directory
from routing.radiology import BookingStatus

TONES = {
    BookingStatus.BOOKED: "example",
    BookingStatus.PERFORMED: "good",
    BookingStatus.REPORTED: "good",
    BookingStatus.REFUSED: "bad",
    BookingStatus.NO_SHOW: "wait",
}


@dataclass(frozen=True, slots=True)
class BookingCard:
    """One booking in words. ``may_change``: the reader may move and cancel it."""

    booking: BookingView
    name: str
    site: str
    when: str
    status: str
    tone: str
    requester: str
    result_to: str
    number_text: str
    refusal: str
    may_change: bool = False


def booking_cards(
    contact: ContactView, actor: Actor, directory: Directory, now: datetime
) -> Mapping[str, BookingCard]:
    """Decision id → its booking, for the two who take part; nothing for others."""
    if not can(actor, Verb.SEE_DECISIONS, contact):
        return {}
    may_change = can(actor, Verb.BOOK_RADIOLOGY, contact)
    found = load_bookings_of(db.session(), contact.id)
    cards = cards_of(found, directory, now, may_change=may_change)
    return {card.booking.decision_id: card for card in cards}


def cards_of(
    bookings: Iterable[BookingView],
    directory: Directory,
    now: datetime,
    *,
    may_change: bool = False,
) -> tuple[BookingCard, ...]:
    """Bookings in words, in their order."""
    return tuple(
        BookingCard(
            booking=one,
            name=one.examination_name,
            site=_unit_name(one.site_id, directory),
            when=when(one.starts_at, now),
            status=label(one.status),
            tone=TONES.get(one.status, "unknown"),
            requester=_unit_name(one.requester_unit_id, directory),
            result_to=label(one.result_to),
            number_text=phone_display(one.result_number),
            refusal=label(one.refusal) if one.refusal else "",
            may_change=may_change and one.is_booked,
        )
        for one in bookings
    )


def _unit_name(unit_id: str | None, directory: Directory) -> str:
    unit = directory.units.get(unit_id or "")
    return unit.name if unit else ""
