"""A booked examination is moved to another hour, perhaps at another site."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.radiology import tell
from app.actions.radiology.errors import BookingIsOver
from app.actions.radiology.locked_booking import LockedBooking, locked_booking
from app.actions.radiology.places import WantedPlace, take_place
from app.actions.shared.actor import Actor
from routing.calendar import in_utc
from routing.directory import Directory
from routing.radiology import BookingEvent, BookingStatus
from routing.undo import Act


@dataclass(frozen=True, slots=True)
class MoveBooking:
    """Which booking, where and when (a whole hour) instead."""

    booking_id: str
    site_id: str
    starts_at: datetime


def move_booking(
    session: Session, move: MoveBooking, *, by: Actor, directory: Directory, at: datetime
) -> bool:
    """Take a place in the other hour and tell the other side; committed here. False, and nothing
    changed, when it is there already.

    Those who could have booked it may, and the site itself within its own hours. Raises
    ``NotYours``, ``BookingIsOver``, and what ``locked_booking`` and ``take_place`` raise.
    """
    with locked_booking(session, move.booking_id, by=by, directory=directory, at=at) as case:
        if not (case.is_radiology and move.site_id == case.booking.site_id):
            case.only_doctors_of_contact()
        if case.booking.status is not BookingStatus.BOOKED:
            raise BookingIsOver
        is_moved = (case.booking.site_id, case.booking.starts_at) != (
            move.site_id,
            in_utc(move.starts_at),
        )
        if is_moved:
            _move(case, move)
            case.can_be_undone(Act.BOOKING_MOVED)
        session.commit()
    return is_moved


def _move(case: LockedBooking, move: MoveBooking) -> None:
    booking, starts_at = case.booking, in_utc(move.starts_at)
    before = {"from_site": booking.site_id, "from": booking.starts_at.isoformat()}

    def put(place: int) -> None:
        booking.site_id, booking.starts_at, booking.place = move.site_id, starts_at, place
        case.session.flush()

    hour = (move.site_id, booking.modality, starts_at)
    wanted = WantedPlace(hour, case.request.municipality, case.directory, case.at)
    take_place(case.session, wanted, put)
    case.decision.receiver_id = move.site_id
    case.note(BookingEvent.MOVED, **before, site=move.site_id, starts_at=starts_at.isoformat())
    if case.is_radiology:
        tell.parties_of_change(case, BookingEvent.MOVED)
        return
    for site_id in dict.fromkeys([before["from_site"], move.site_id]):
        tell.radiology_of_change(case, BookingEvent.MOVED, site_id=site_id)
