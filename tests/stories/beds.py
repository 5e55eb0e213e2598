"""For the stories of direct admission: a talk on the acute path, wards that answer, and beds."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from app.actions.admission.answer_ward import No, Yes
from app.actions.admission.propose import NewAdmission, propose
from app.actions.admission.reply_for_ward import say_no, say_yes
from app.actions.shared.actor import Actor
from app.actions.shared.occasion import Occasion
from models.db import start_writing
from models.frozen_plan import plan_from_json
from models.tables.accounts import AccountRole, AccountRow
from models.tables.admissions import AdmissionEventRow, AdmissionRow, WardAnswerRow
from models.tables.beds import BedReportRow
from models.tables.decisions import DecisionRow
from models.tables.notices import NoticeRow
from routing.admission import AdmissionEvent, AdmissionStatus, RefusalReason
from routing.beds import BedSource
from routing.decisions import DecisionStatus
from routing.types import ContactPath
from tests.checklist_answers import usual_answers
from tests.free_beds import free_in
from tests.stories.county import Contact, County, Handset

MEDICINE = "mora-medicinavdelning"
WARD_REASON = RefusalReason.FULL


def acute_talk(county: County, *, by: Actor | None = None, specialty: str = "medicin") -> Contact:
    """Somebody has asked on the acute path, and talks with the one on call."""
    contact = county.ask(specialty, by=by, path=ContactPath.AKUT)
    county.phone(contact.view.requester_number or "").answers()
    contact.consultant(1).answers()
    contact.consultant(1).presses("1")
    requester, doctor = county.phone(contact.view.requester_number or ""), contact.consultant(1)
    assert county.advance_until(lambda: doctor.talks_with(requester), at_most_seconds=30)
    return contact


def occasion(county: County, by: Actor) -> Occasion:
    """Somebody does something now."""
    return Occasion(by, county.directory, county.clock())


def coordinator(county: County, ward_id: str) -> Actor:
    """Somebody who answers for a ward, signed in."""
    role, name = AccountRole.VARDPLATSKOORDINATOR, f"story.{ward_id}"
    known_as = select(AccountRow).where(AccountRow.username == name)
    row = county.fresh_session().scalar(known_as)
    if row is None:
        return county.account(name, role, unit=ward_id)
    return Actor(row.id, row.name, row.role, row.person_id, row.unit_id, row.number)


@dataclass
class Admission:
    """One direct admission of a story."""

    county: County
    id: str

    @property
    def row(self) -> AdmissionRow:
        return self.county.fresh_session().get_one(AdmissionRow, self.id)

    def status(self) -> AdmissionStatus:
        return self.row.status

    @property
    def until(self) -> datetime:
        """Until when the bed is kept."""
        until = self.row.reserved_until
        assert until is not None
        return until

    @property
    def decision(self) -> DecisionStatus:
        session = self.county.fresh_session()
        return session.get_one(DecisionRow, self.row.decision_id).status

    @property
    def wards(self) -> list[str]:
        """Those to be asked, in order."""
        plan = self.row.plan
        assert plan is not None
        return [step.unit_id for step in plan_from_json(plan).steps]

    def phone_of(self, ward_id: str) -> Handset:
        plan = self.row.plan
        assert plan is not None
        steps = plan_from_json(plan).steps
        return Handset(self.county, next(s.number for s in steps if s.unit_id == ward_id))

    @property
    def answers(self) -> list[WardAnswerRow]:
        asked = select(WardAnswerRow).where(WardAnswerRow.admission_id == self.id)
        session = self.county.fresh_session()
        return list(session.scalars(asked.order_by(WardAnswerRow.id)))

    @property
    def log(self) -> list[AdmissionEventRow]:
        written = select(AdmissionEventRow).where(AdmissionEventRow.admission_id == self.id)
        session = self.county.fresh_session()
        return list(session.scalars(written.order_by(AdmissionEventRow.id)))

    @property
    def events(self) -> list[AdmissionEvent]:
        return [one.event for one in self.log]

    def accepts(self, ward_id: str, *, over: bool = False) -> None:
        """The ward's coordinator says yes in the browser."""
        by = coordinator(self.county, ward_id)
        session = self.county.fresh_session()
        say_yes(session, self.id, occasion(self.county, by), Yes(ward_id, over))
        self.county.settle()

    def refuses(self, ward_id: str, reason: RefusalReason = WARD_REASON, note: str = "") -> None:
        """The ward's coordinator says no in the browser."""
        by = coordinator(self.county, ward_id)
        session = self.county.fresh_session()
        say_no(session, self.id, occasion(self.county, by), No(ward_id, reason, note))
        self.county.settle()


def ask_for_bed(county: County, contact: Contact, *, by: Actor | None = None, **new) -> Admission:
    """The wards begin to be asked, or it is proposed (``asks=False``)."""
    who = by or county.gp
    session = county.fresh_session()
    answers = new.pop("answers", {})
    asked = NewAdmission(answers=usual_answers(session, answers), **new)
    admission_id = propose(session, contact.id, asked, occasion(county, who))
    county.settle()
    return Admission(county, admission_id)


def report(county: County, ward_id: str, *, staffed: int, occupied: int, **more) -> None:
    """The ward has said how many beds it has; what it said before no longer counts."""
    session = county.fresh_session()
    start_writing(session)
    for row in session.scalars(select(BedReportRow).where(BedReportRow.ward_id == ward_id)):
        row.is_latest = False
    session.flush()
    session.add(
        BedReportRow(
            ward_id=ward_id,
            source=BedSource.HAND,
            counted_at=more.pop("counted_at", county.clock()),
            received_at=county.clock(),
            staffed=staffed,
            occupied=occupied,
            is_latest=True,
            **more,
        )
    )
    session.commit()


def free(county: County, ward_id: str) -> int | None:
    return free_in(county.fresh_session(), ward_id)


def told(county: County, kind: str) -> list[NoticeRow]:
    """The notices of a kind, oldest first."""
    wanted = select(NoticeRow).where(NoticeRow.kind == kind).order_by(NoticeRow.created_at)
    return list(county.fresh_session().scalars(wanted))


def in_minutes(county: County, minutes: int) -> datetime:
    """A moment some minutes from now."""
    return county.clock() + timedelta(minutes=minutes)
