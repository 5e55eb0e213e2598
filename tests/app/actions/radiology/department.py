"""A radiology department to test in: who books, what, and who answers for it."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.radiology.book_examination import Booked, NewBooking, book_examination
from app.actions.radiology.change_capacity import ChangeCapacity, change_capacity
from app.actions.shared.actor import Actor
from models.reads.radiology import BookingView, find_booking
from models.tables.accounts import AccountRole
from models.tables.notices import NoticeRow
from notifications.language import Language
from notifications.wording import Reader, words_of
from routing.calendar import STOCKHOLM
from routing.radiology import Modality, ResultTo
from tests.clinic import Clinic, Ticket

SITE = "mora-rontgen"
OTHER_SITE = "falun-rontgen"
TODAY = datetime(2026, 11, 23, tzinfo=STOCKHOLM)
NOON = TODAY.replace(hour=12)
ONE = TODAY.replace(hour=13)
HEAD = "dt-hjarna"
HEAD_ANSWERS = {"stroke": "nej", "antikoagulantia": "nej", "graviditet": "nej"}


@dataclass
class Department:
    """Radiology in Mora as the clinic's tests see it."""

    clinic: Clinic
    radiographer: Actor = field(init=False)

    def __post_init__(self) -> None:
        self.radiographer = self.clinic.account(AccountRole.VARDPLATSKOORDINATOR, unit=SITE)

    def command(self, ticket: Ticket, **more: Any) -> NewBooking:
        """The GP wants the patient's head examined at noon in Mora."""
        plain = NewBooking(ticket.id, HEAD, SITE, NOON, ResultTo.REQUESTER, answers=HEAD_ANSWERS)
        return replace(plain, **more)

    def book(
        self,
        ticket: Ticket,
        *,
        by: Actor | None = None,
        session: Session | None = None,
        **more: Any,
    ) -> Booked:
        return book_examination(
            session or self.clinic.fresh(),
            self.command(ticket, **more),
            by=by or self.clinic.gp,
            directory=self.clinic.holder.current(),
            at=self.clinic.clock(),
        )

    def booking(self, booked: Booked) -> BookingView:
        found = find_booking(self.clinic.fresh(), booked.id)
        assert found is not None
        return found

    def set_places(
        self, capacity: int, starts_at: datetime = NOON, *, modality: Modality = Modality.CT
    ) -> None:
        change_capacity(
            self.clinic.fresh(),
            ChangeCapacity(SITE, modality, starts_at, capacity),
            by=self.radiographer,
            directory=self.clinic.directory,
            at=self.clinic.clock(),
        )

    def told(self) -> list[tuple[str, str]]:
        """Whom, and the subject of each notice of an examination, in order."""
        rows = self.clinic.fresh().scalars(
            select(NoticeRow).order_by(NoticeRow.created_at, NoticeRow.key)
        )
        return [
            (_whom(row), self._subject(row))
            for row in rows
            if row.kind.value.startswith("radiology_")
        ]

    def mail(self, kind: str) -> str:
        """The body of the last notice of a kind."""
        rows = self.clinic.fresh().scalars(select(NoticeRow).where(NoticeRow.kind == kind)).all()
        reader = Reader(Language.SV, self.clinic.clock())
        return words_of(rows[-1].kind, "body", rows[-1].values, to=reader)

    def _subject(self, row: NoticeRow) -> str:
        reader = Reader(Language.SV, self.clinic.clock())
        return words_of(row.kind, "subject", row.values, to=reader)


def _whom(row: NoticeRow) -> str:
    return row.unit_id or row.person_id or f"konto {row.account_id}"
