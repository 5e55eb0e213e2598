"""Direct admissions to measure with: answered acute contacts whose first ward is being asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.admission import checklist
from app.actions.admission.move import cancel
from app.actions.admission.propose import NewAdmission, propose
from app.actions.beds.report_beds import ReportBeds, report_beds
from app.actions.contact.create_request import NewRequest, create_request
from app.actions.contact.report_self_dial import SelfDialReport, report_self_dial
from app.actions.shared.actor import Actor
from app.actions.shared.occasion import Occasion
from app.auth.tokens import create_token
from app.clock import system_clock
from models.tables.accounts import AccountRole, AccountRow
from models.tables.admissions import ChecklistItemRow
from models.tables.contacts import AttemptRow, CallMode
from routing.admission import QuestionKind
from routing.beds import BedReport, BedSource
from routing.outcome import Side
from routing.types import ContactPath
from tests.benchmarks.databases import GP, Prepared
from tests.databases import engine_of

WARD = "mora-medicinavdelning"  # asked first, each time
COORDINATOR = "benchmark.koordinator"
MORA = "2062"


@dataclass(frozen=True, slots=True)
class AskedBeds:
    """Makes them in this process, through the same actions as the pages; ``moved_by`` is how far
    ahead the service's clocks are. ``authorization`` signs the ward's coordinator in."""

    session: Session
    prepared: Prepared
    moved_by: timedelta
    gp: Actor
    coordinator: Actor
    authorization: str

    def ask(self) -> str:
        """A new admission; its first ward's phone is to be rung now. Returns its id."""
        asked = NewRequest(ContactPath.AKUT, MORA, CallMode.SELF_DIAL, "medicin")
        directory, at = self.prepared.directory, self.now()
        created = create_request(self.session, asked, by=self.gp, directory=directory, at=at)
        dialled = select(AttemptRow.id).where(AttemptRow.request_id == created.id)
        answered = SelfDialReport(self.session.scalars(dialled).one(), answered=True)
        report_self_dial(self.session, answered, by=self.gp, directory=directory, at=at)
        answers = {one.key: _usual(one) for one in checklist.load_questions(self.session)}
        new = NewAdmission(first=WARD, answers=answers)
        return propose(self.session, created.id, new, Occasion(self.gp, directory, self.now()))

    def cancel(self, admission_id: str) -> None:
        """It is not wanted any more: no more wards are rung."""
        cancel(self.session, admission_id, Occasion(self.gp, self.prepared.directory, self.now()))

    def latest_call(self, admission_id: str) -> str:
        """The attempt of the ward asked last."""
        self.session.rollback()
        asked = select(AttemptRow.id).where(
            AttemptRow.admission_id == admission_id, AttemptRow.side == Side.WARD
        )
        return self.session.scalars(asked.order_by(AttemptRow.started_at.desc()).limit(1)).one()

    def report(self, *, free: int) -> None:
        """The ward says how many beds it has."""
        at = self.now()
        told = BedReport(WARD, BedSource.HAND, at, staffed=20, occupied=20 - free)
        units = self.prepared.directory.units
        report_beds(self.session, ReportBeds(told), by=self.coordinator, units=units, at=at)

    def now(self) -> datetime:
        """The service's moment."""
        return system_clock() + self.moved_by


@contextmanager
def asked_beds(prepared: Prepared, moved_by: timedelta) -> Iterator[AskedBeds]:
    """Opens the database for as long as the block lasts."""
    with (
        engine_of(prepared.environment["DATABASE_URL"]) as engine,
        Session(engine, expire_on_commit=False) as session,
    ):
        session.add(_coordinator())
        session.commit()
        token = create_token(session, COORDINATOR, name="benchmark", at=system_clock())
        gp, coordinator = _actor(session, GP), _actor(session, COORDINATOR)
        yield AskedBeds(
            session, prepared, moved_by, gp, coordinator, f"Authorization: Bearer {token}"
        )


def _coordinator() -> AccountRow:
    return AccountRow(
        username=COORDINATOR,
        password_hash="-",
        role=AccountRole.VARDPLATSKOORDINATOR,
        name="Mira Exempel",
        unit_id=WARD,
        is_active=True,
        created_at=system_clock(),
        session_nonce="-",
    )


def _actor(session: Session, username: str) -> Actor:
    row = session.scalars(select(AccountRow).where(AccountRow.username == username)).one()
    return Actor(row.id, row.name, row.role, row.person_id, row.unit_id, row.number)


def _usual(item: ChecklistItemRow) -> str:
    usual = {QuestionKind.YES_NO: "nej", QuestionKind.COUNT: "0", QuestionKind.TEXT: "inget"}
    return usual.get(QuestionKind(item.kind)) or str(item.choices[0])
