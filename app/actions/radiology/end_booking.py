"""A booking ends: cancelled by those who booked, refused by radiology, or the patient stays away.

What ends gives its place back, and its decision falls through.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.radiology import tell
from app.actions.radiology.errors import ReasonNeedsWords
from app.actions.radiology.locked_booking import LockedBooking, locked_booking
from app.actions.radiology.places import WantedPlace, next_option
from app.actions.shared.actor import Actor
from app.actions.shared.free_text import checked
from routing.decisions import DecisionEvent
from routing.directory import Directory
from routing.radiology import BookingEvent, RadiologyRefusal
from routing.radiology_hours import RadiologyHour
from routing.undo import Act


@dataclass(frozen=True, slots=True)
class RefuseBooking:
    """Why radiology says no; ``note`` in words, needed when the reason is another one."""

    booking_id: str
    reason: RadiologyRefusal
    note: str = ""


def cancel_booking(
    session: Session, booking_id: str, *, by: Actor, directory: Directory, at: datetime
) -> bool:
    """The examination is no longer needed, say those who could have booked it; radiology is told.
    False, and nothing changed, when it is said again.

    Raises ``NotYours``, ``BookingIsOver`` and what ``locked_booking`` raises.
    """
    with locked_booking(session, booking_id, by=by, directory=directory, at=at) as case:
        case.only_doctors_of_contact()
        is_changed = _ends(case, BookingEvent.CANCELLED)
        if is_changed:
            site_id = case.booking.site_id
            tell.radiology_of_change(case, BookingEvent.CANCELLED, site_id=site_id)
            case.can_be_undone(Act.BOOKING_CANCELLED)
        session.commit()
    return is_changed


def refuse_booking(
    session: Session, refusal: RefuseBooking, *, by: Actor, directory: Directory, at: datetime
) -> RadiologyHour | None:
    """Radiology says no: the requester and whoever booked are told at once, with the next option,
    which is returned. None when nothing is free, or when it is said again for the same reason:
    nothing is changed then. With another reason that one holds, and they are told.

    Raises ``NotThisRadiology``, ``ReasonNeedsWords``, ``BookingIsOver`` and what
    ``locked_booking`` and ``checked`` raise.
    """
    with locked_booking(session, refusal.booking_id, by=by, directory=directory, at=at) as case:
        case.only_radiology()
        note = checked("refusal_note", refusal.note)
        if refusal.reason is RadiologyRefusal.OTHER and not note:
            raise ReasonNeedsWords
        option = None
        if _is_refused(case, refusal.reason, note):
            case.booking.refusal = refusal.reason
            case.booking.refusal_note = note
            session.flush()
            option = _instead(case)
            tell.parties_of_refusal(case, option)
            case.can_be_undone(Act.BOOKING_REFUSED)
        session.commit()
    return option


def _is_refused(case: LockedBooking, reason: RadiologyRefusal, note: str) -> bool:
    """Write the no down; False when it has been said, and for the same reason."""
    said = (case.booking.refusal, case.booking.refusal_note)
    if _ends(case, BookingEvent.REFUSED, reason=reason.value):
        return True
    if said == (reason, note):
        return False
    case.note(BookingEvent.REFUSED, reason=reason.value)
    return True


def note_no_show(
    session: Session, booking_id: str, *, by: Actor, directory: Directory, at: datetime
) -> bool:
    """The patient did not come: the requester and whoever booked are told. False, and nothing
    changed, when it is said again.

    Raises ``NotThisRadiology``, ``BookingIsOver`` and what ``locked_booking`` raises.
    """
    with locked_booking(session, booking_id, by=by, directory=directory, at=at) as case:
        case.only_radiology()
        is_changed = _ends(case, BookingEvent.NO_SHOW)
        if is_changed:
            tell.parties_of_change(case, BookingEvent.NO_SHOW)
            case.can_be_undone(Act.STAYED_AWAY)
        session.commit()
    return is_changed


def _ends(case: LockedBooking, event: BookingEvent, **detail: object) -> bool:
    if not case.saw(event, **detail):
        return False
    case.booking.ended_at = case.at
    case.decision_saw(DecisionEvent.FELL_THROUGH)
    return True


def _instead(case: LockedBooking) -> RadiologyHour | None:
    booking = case.booking
    hour = (booking.site_id, booking.modality, booking.starts_at)
    wanted = WantedPlace(hour, case.request.municipality, case.directory, case.at)
    return next_option(case.session, wanted)
