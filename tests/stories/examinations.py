"""For the stories of radiology: what a GP books from the call, and who answers at the site."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.actions.radiology.book_examination import NewBooking, book_examination
from app.actions.radiology.end_booking import RefuseBooking, refuse_booking
from app.actions.radiology.give_result import ResultGiven, note_performed, note_result_given
from app.actions.shared.actor import Actor
from models.reads.radiology import BookingView, find_booking
from models.tables.accounts import AccountRole
from models.tables.decisions import DecisionRow
from routing.calendar import STOCKHOLM
from routing.decisions import DecisionStatus
from routing.radiology import RadiologyRefusal, ResultTo
from tests.stories.county import Contact, County

MORA_SITE = "mora-rontgen"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=STOCKHOLM)
ALL_CLEAR = {"stroke": "nej", "antikoagulantia": "nej", "graviditet": "nej"}


def radiologist(county: County) -> Actor:
    """Somebody who works at radiology in Mora."""
    role = AccountRole.SPECIALIST
    return county.account("rontgen.mora", role, person="mora-rontgen-1")


def head_at_noon(contact: Contact, **more: Any) -> NewBooking:
    """DT hjärna at twelve in Mora, the result to the requester."""
    usual = NewBooking(
        contact.id, "dt-hjarna", MORA_SITE, NOON, ResultTo.REQUESTER, answers=ALL_CLEAR
    )
    return replace(usual, **more)


@dataclass(frozen=True)
class Examination:
    """One booked examination of a story."""

    county: County
    id: str

    @property
    def view(self) -> BookingView:
        found = find_booking(self.county.fresh_session(), self.id)
        assert found is not None
        return found

    def decision(self) -> DecisionStatus:
        session = self.county.fresh_session()
        return session.get_one(DecisionRow, self.view.decision_id).status

    def is_refused(self, by: Actor, reason: RadiologyRefusal, note: str = "") -> None:
        refusal = RefuseBooking(self.id, reason, note)
        self._do(refuse_booking, refusal, by)

    def is_done(self, by: Actor) -> None:
        self._do(note_performed, self.id, by)

    def result_is_phoned(self, by: Actor, to: ResultTo | None = None, number: str = "") -> None:
        self._do(note_result_given, ResultGiven(self.id, to, number), by)

    def _do(self, action: Any, thing: object, by: Actor) -> None:
        county = self.county
        action(
            county.fresh_session(),
            thing,
            by=by,
            directory=county.directory,
            at=county.clock(),
        )
        county.settle()


def book(
    county: County, new: NewBooking, *, by: Actor | None = None, session: Session | None = None
) -> Examination:
    """Somebody presses Boka."""
    booked = book_examination(
        session or county.fresh_session(),
        new,
        by=by or county.gp,
        directory=county.holder.current(),
        at=county.clock(),
    )
    return Examination(county, booked.id)
