"""One booking and its contact, both locked, and who does something to them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.radiology.errors import BookingIsOver, NotThisRadiology, UnknownBooking
from app.actions.shared.actor import Actor
from app.actions.shared.errors import NotYours
from app.actions.shared.sides import side_of
from models.db import insert_now, transaction
from models.logs.contacts import By, lock_request
from models.logs.decisions import decision_done_after_all, decision_happened
from models.logs.undo import Done, Memento, remembering
from models.tables.contacts import CareRequestRow, is_id
from models.tables.decisions import DecisionRow
from models.tables.radiology import BookingEventRow, BookingRow
from routing.decisions import DECISION, DecisionEvent, DecisionKind, may_decide
from routing.directory import Directory
from routing.errors import InvalidTransition
from routing.outcome import Side
from routing.radiology import BOOKING, HOLDS_PLACE, BookingEvent
from routing.radiology_hours import site_of
from routing.types import RequesterRole
from routing.undo import Act


@dataclass(frozen=True, slots=True)
class LockedBooking:
    """What the steps of one action hand to each other; lives as long as the transaction. ``side``
    is None for whoever takes no part in the contact, such as radiology."""

    session: Session
    request: CareRequestRow
    booking: BookingRow
    actor: Actor
    side: Side | None
    directory: Directory
    at: datetime
    memento: Memento

    @property
    def by(self) -> By:
        """Who does it, as the log has it."""
        return self.actor.in_log

    @property
    def is_radiology(self) -> bool:
        """Whether it is the site itself that does it."""
        return site_of(self.actor.unit_id, self.directory.units) == self.booking.site_id

    @property
    def decision(self) -> DecisionRow:
        """The decision it comes of; the contact's lock keeps it."""
        return self.session.get_one(DecisionRow, self.booking.decision_id)

    def only_radiology(self) -> None:
        """Raises ``NotThisRadiology`` for everybody but the site itself."""
        if not self.is_radiology:
            raise NotThisRadiology

    def only_doctors_of_contact(self) -> None:
        """Raises ``NotYours`` for those who could not have booked it."""
        role = RequesterRole(self.actor.role.value) if _is_requester_role(self.actor) else None
        is_answered = self.request.answered_at is not None
        if (
            self.side is None
            or role is None
            or not may_decide(DecisionKind.RADIOLOGY, role, is_answered=is_answered)
        ):
            raise NotYours

    def saw(self, event: BookingEvent, **detail: object) -> bool:
        """Let an event change the booking; False, and nothing changed, when it is repeated.

        Raises ``BookingIsOver`` when it is too late for it. A booking that ends gives its place
        back.
        """
        try:
            status = BOOKING.apply(self.booking.status, event)
        except InvalidTransition:
            raise BookingIsOver from None
        if status is self.booking.status and event in BOOKING.table:
            return False
        self.booking.status = status
        if status not in HOLDS_PLACE:
            self.booking.place = None
        self.note(event, **detail)
        return True

    def can_be_undone(self, act: Act) -> None:
        """What was done in this transaction can be undone, and is known as this."""
        done = Done(act, self.booking.id, self.actor.account_id, self.at, self.request.case_code)
        self.memento.keep(done)

    def note(self, event: BookingEvent, **detail: object) -> None:
        """Append one event to the log; ``detail`` holds codes, ids and moments."""
        note_booking(self.session, self.booking.id, event, at=self.at, by=self.by, **detail)

    def decision_saw(self, event: DecisionEvent) -> None:
        """Let the booking's end be its decision's, unless that has had another end already. What
        fell through because nobody came is done when they came late."""
        if event is DecisionEvent.DONE and decision_done_after_all(
            self.session, self.decision, at=self.at, by=self.by
        ):
            return
        if DECISION.allows(self.decision.status, event):
            decision_happened(self.session, self.decision, event, at=self.at, by=self.by)


@contextmanager
def locked_booking(
    session: Session, booking_id: str, *, by: Actor, directory: Directory, at: datetime
) -> Iterator[LockedBooking]:
    """The action's transaction on one booking; the action commits it. Raises ``UnknownBooking``."""
    with transaction(session), remembering(session, BookingRow, DecisionRow) as memento:
        of_booking = select(BookingRow.request_id).where(BookingRow.id == booking_id)
        request_id = session.scalar(of_booking) if is_id(booking_id) else None
        request = lock_request(session, request_id) if request_id else None
        if request is None:
            raise UnknownBooking
        booking = session.get_one(
            BookingRow, booking_id, populate_existing=True, with_for_update=True
        )
        side = side_of(session, request, by)
        yield LockedBooking(session, request, booking, by, side, directory, at, memento)


def note_booking(
    session: Session,
    booking_id: str,
    event: BookingEvent,
    *,
    at: datetime,
    by: By,
    **detail: object,
) -> None:
    """Append one event to a booking's log; ``detail`` holds codes, ids and moments only."""
    insert_now(
        session,
        BookingEventRow(
            booking_id=booking_id,
            event=event,
            at=at,
            account_id=by.account_id,
            unit_id=by.unit_id,
            detail=dict(detail),
        ),
    )


def _is_requester_role(actor: Actor) -> bool:
    return actor.role.value in set(RequesterRole)
