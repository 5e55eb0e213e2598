"""A direct admission of the clinic whose wards are asked, and what must hold of all of them."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.actions.admission.answer_ward import No, Yes
from app.actions.admission.propose import NewAdmission, propose
from app.actions.admission.reply_for_ward import say_no, say_yes
from app.actions.shared.actor import Actor
from app.actions.shared.occasion import Occasion
from models.frozen_plan import plan_from_json
from models.tables.accounts import AccountRole
from models.tables.admissions import AdmissionRow, WardAnswerRow
from models.tables.beds import BedReportRow
from models.tables.contacts import AttemptRow, CareRequestRow
from models.tables.outbox import MessageKind, MessageState, OutboxMessageRow
from routing.admission import HAS_BED, OVER, AdmissionStatus, RefusalReason, WardReply
from routing.beds import BedSource
from routing.lifecycle import OPEN_STATES, RequestStatus
from routing.outcome import Side
from routing.types import ContactPath
from tests.checklist_answers import usual_answers
from tests.clinic import Clinic

FULL = RefusalReason.FULL
UNSENT = (MessageState.PENDING, MessageState.SENDING)


@dataclass(frozen=True, slots=True)
class AskedBed:
    """One admission."""

    clinic: Clinic
    id: str
    request_id: str

    @property
    def row(self) -> AdmissionRow:
        return self.clinic.fresh().get_one(AdmissionRow, self.id, populate_existing=True)

    @property
    def status(self) -> AdmissionStatus:
        return self.row.status

    @property
    def wards(self) -> list[str]:
        """Those to be asked, in order."""
        plan = self.row.plan
        assert plan is not None
        return [step.unit_id for step in plan_from_json(plan).steps]

    @property
    def calls(self) -> list[AttemptRow]:
        """The wards' phones rung, in order."""
        rung = select(AttemptRow).where(AttemptRow.admission_id == self.id)
        ordered = rung.order_by(AttemptRow.started_at, AttemptRow.step_order)
        return list(self.clinic.fresh().scalars(ordered.execution_options(populate_existing=True)))

    @property
    def ringing(self) -> AttemptRow:
        """The one ward's phone that nothing has come of yet."""
        (found,) = [one for one in self.calls if one.state in OPEN_STATES]
        return found

    @property
    def answers(self) -> list[tuple[str, WardReply]]:
        given = select(WardAnswerRow).where(WardAnswerRow.admission_id == self.id)
        rows = self.clinic.fresh().scalars(given.order_by(WardAnswerRow.id))
        return [(one.ward_id, one.reply) for one in rows]

    def coordinator(self, ward_id: str) -> Actor:
        """Somebody who answers for a ward."""
        return self.clinic.account(AccountRole.VARDPLATSKOORDINATOR, unit=ward_id)

    def doing(
        self, do: Callable[[Session, str, Occasion], object], by: Actor | None = None
    ) -> Callable[[], object]:
        """Something to be done now, in a session of its own."""
        occasion = Occasion(by or self.clinic.gp, self.clinic.directory, self.clinic.clock())

        def run() -> object:
            with self.clinic.sessions() as session:
                return do(session, self.id, occasion)

        return run

    def accepting(self, ward_id: str) -> Callable[[], object]:
        """A ward's yes in the browser."""
        yes = Yes(ward_id)
        return self.doing(partial(say_yes, yes=yes), self.coordinator(ward_id))

    def accept(self, ward_id: str) -> None:
        """A ward says yes in the browser."""
        self.accepting(ward_id)()

    def refuse(self, ward_id: str) -> None:
        """A ward says no in the browser."""
        self.doing(partial(say_no, no=No(ward_id, FULL)), self.coordinator(ward_id))()


def answered_contact(clinic: Clinic) -> str:
    """A contact on the acute path that somebody has answered; its id."""
    ticket = clinic.ask(specialty="medicin", path=ContactPath.AKUT)
    session = clinic.fresh()
    session.execute(delete(OutboxMessageRow).where(OutboxMessageRow.request_id == ticket.id))
    request = session.get_one(CareRequestRow, ticket.id)
    request.status, request.answered_at = RequestStatus.ANSWERED, clinic.clock()
    request.check_at = None
    session.commit()
    return ticket.id


def ask_for_bed(clinic: Clinic) -> AskedBed:
    """The first ward's phone is to be rung now."""
    request_id, session = answered_contact(clinic), clinic.fresh()
    new = NewAdmission(answers=usual_answers(session, {}))
    occasion = Occasion(clinic.gp, clinic.directory, clinic.clock())
    return AskedBed(clinic, propose(session, request_id, new, occasion), request_id)


def report_beds(clinic: Clinic, ward_id: str, *, free: int, is_open: bool = True) -> None:
    """The ward has ten beds and says how many are free."""
    session = clinic.fresh()
    session.execute(delete(BedReportRow).where(BedReportRow.ward_id == ward_id))
    session.add(
        BedReportRow(
            ward_id=ward_id,
            source=BedSource.HAND,
            counted_at=clinic.clock(),
            received_at=clinic.clock(),
            staffed=10,
            occupied=10 - free,
            is_open=is_open,
            is_latest=True,
        )
    )
    session.commit()


def unsound(clinic: Clinic) -> list[str]:
    """What is broken, in words; nothing when all holds.

    Nobody is left between two chairs: an admission that is being asked for is always looked at
    again, a bed is kept with an end that is watched, one that is over keeps nothing and rings
    nobody, and a bed is promised once.
    """
    session = clinic.fresh()
    session.expire_all()
    admissions = list(session.scalars(select(AdmissionRow)))
    found = [word for one in admissions for word in _of_one(session, one)]
    return found + _promised_twice(session, admissions)


def _of_one(session: Session, one: AdmissionRow) -> list[str]:
    rung = session.scalars(select(AttemptRow).where(AttemptRow.admission_id == one.id)).all()
    opened = [attempt for attempt in rung if attempt.state in OPEN_STATES]
    over = [attempt.id for attempt in rung if attempt not in opened]
    in_vain = session.scalars(
        select(OutboxMessageRow.id).where(
            OutboxMessageRow.attempt_id.in_(over),
            OutboxMessageRow.kind == MessageKind.CALL_WARD,
            OutboxMessageRow.state == MessageState.PENDING,
        )
    ).all()
    is_asked = one.status is AdmissionStatus.ASKED
    keeps = one.status in HAS_BED
    kept_for_long = keeps and one.check_at is None and not _is_warned_at_the_end(one)
    wrong = {
        "nobody looks at it again": is_asked and one.check_at is None,
        "it waits for the ward of another round": any(a.round != one.round for a in opened),
        "a ward's phone rings in vain": bool(opened) and not is_asked,
        "a ward is to be rung in vain": bool(in_vain),
        "a bed of no ward": keeps and one.ward_id is None,
        "a bed that is kept for ever": keeps and (one.reserved_until is None or kept_for_long),
        "an end that is none": (one.status in OVER) is not (one.ended_at is not None),
        "a bed kept while others are asked": is_asked and one.ward_id is not None,
        "another side": any(attempt.side is not Side.WARD for attempt in rung),
    }
    return [f"{what}: {one.id} {one.status}" for what, is_so in wrong.items() if is_so]


def _is_warned_at_the_end(one: AdmissionRow) -> bool:
    """A patient on the way keeps the bed; both have been told that the time is up."""
    is_on_the_way = one.status is AdmissionStatus.ON_THE_WAY
    warned, until = one.warned_at, one.reserved_until
    return is_on_the_way and warned is not None and until is not None and warned >= until


def _promised_twice(session: Session, admissions: list[AdmissionRow]) -> list[str]:
    """By the reports of ``report_beds``, counted before anything was promised."""
    kept = Counter(
        one.ward_id for one in admissions if one.status in HAS_BED and not one.is_over_occupancy
    )
    reports = session.scalars(select(BedReportRow).where(BedReportRow.is_latest))
    return [
        f"{kept[one.ward_id]} promised of {one.staffed - one.occupied} in {one.ward_id}"
        for one in reports
        if kept[one.ward_id] > one.staffed - one.occupied
    ]


def pass_time(clinic: Clinic, *, seconds: float) -> None:
    """Time goes by, and the worker does what is due."""
    clinic.clock.at += timedelta(seconds=seconds)
    clinic.worker.look_at_admissions()
    clinic.send()
