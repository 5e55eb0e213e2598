"""The examination is done, and its result phoned (svar lämnat): by radiology itself."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.radiology import tell
from app.actions.radiology.locked_booking import locked_booking
from app.actions.radiology.result_to import result_number
from app.actions.shared.actor import Actor
from routing.decisions import DecisionEvent
from routing.directory import Directory
from routing.radiology import HOLDS_PLACE, BookingEvent, ResultTo
from routing.undo import Act


@dataclass(frozen=True, slots=True)
class ResultGiven:
    """To whom the result was phoned; ``result_to`` None: to whom it should. The number as typed,
    empty for the one that is known."""

    booking_id: str
    result_to: ResultTo | None = None
    result_number: str = ""


def note_performed(
    session: Session, booking_id: str, *, by: Actor, directory: Directory, at: datetime
) -> bool:
    """The examination is done, its result is yet to come; those who asked are told where they had
    heard otherwise, and the patient came late. False, and nothing changed, when it is said again.

    Raises ``NotThisRadiology``, ``BookingIsOver`` and what ``locked_booking`` raises.
    """
    with locked_booking(session, booking_id, by=by, directory=directory, at=at) as case:
        case.only_radiology()
        is_late = case.booking.status not in HOLDS_PLACE
        is_changed = case.saw(BookingEvent.PERFORMED)
        if is_changed:
            case.booking.ended_at = None  # also where it had ended: the patient came late
            case.decision_saw(DecisionEvent.DONE)
        if is_late:
            tell.parties_of_change(case, BookingEvent.PERFORMED)
        if is_changed:
            case.can_be_undone(Act.EXAMINED)
        session.commit()
    return is_changed


def note_result_given(
    session: Session, given: ResultGiven, *, by: Actor, directory: Directory, at: datetime
) -> bool:
    """The result has been phoned; the examination is done then. Said again with another receiver,
    that one is noted too; otherwise it is False, and nothing is changed.

    Raises ``NotThisRadiology``, ``BookingIsOver`` and what ``locked_booking`` and
    ``result_number`` raise.
    """
    with locked_booking(session, given.booking_id, by=by, directory=directory, at=at) as case:
        case.only_radiology()
        booking = case.booking
        to = given.result_to or booking.result_to
        is_as_agreed = to is booking.result_to and not given.result_number.strip()
        number = (
            booking.result_number if is_as_agreed else result_number(case, to, given.result_number)
        )
        is_late = booking.status not in HOLDS_PLACE
        is_changed = case.saw(BookingEvent.REPORTED, to=to.value)
        if not is_changed and (to, number) != (booking.result_to, booking.result_number):
            case.note(BookingEvent.REPORTED, to=to.value)  # to somebody else too
            is_changed = True
        if is_changed:
            booking.result_to, booking.result_number = to, number
            booking.ended_at = at
            case.decision_saw(DecisionEvent.DONE)
        if is_late:
            tell.parties_of_change(case, BookingEvent.PERFORMED)
        if is_changed:
            case.can_be_undone(Act.RESULT_GIVEN)
        session.commit()
    return is_changed
