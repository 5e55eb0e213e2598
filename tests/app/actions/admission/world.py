"""A world for exploring the life of a direct admission.

One GP, two wards that are asked, a third one that a patient may be placed in, the coordination,
and a worker. It is kept as bytes, so that one can go back to any state at once.
"""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import StaticPool

from app.actions.actor import Actor
from app.actions.admission import move, reply_for_ward
from app.actions.admission.answer_ward import No, Yes
from app.actions.admission.ask_wards import ask_wards
from app.actions.admission.locked_admission import Occasion
from app.actions.admission.look_at_due import look_at_due
from app.actions.admission.propose import NewAdmission, propose
from app.actions.create_request import NewRequest, create_request
from app.actions.decisions.add_decision import NewDecision
from app.actions.decisions.change import Change, change_decision
from app.actions.decisions.decide import Decide, decide_in_contact
from app.actions.errors import Refused
from app.actions.record_answer import Pressed, record_answer
from app.actions.record_pickup import record_pickup
from models.accounts import AccountRole, AccountRow
from models.admission_reads import find_admission
from models.admission_view import AdmissionView
from models.admissions import AdmissionEventRow, AdmissionRow
from models.care_request import AttemptRow, CallMode, CareRequestRow
from models.db import engine_options, prepare_sqlite
from models.decisions import DecisionRow
from models.notices import NoticeRow
from models.snapshot import load_directory
from models.ward_beds import free_in
from models.wards import BedReportRow, WardRow
from routing.admission import RefusalReason, TransportMode
from routing.beds import BedSource
from routing.decisions import DecisionEvent, DecisionKind
from routing.directory import Directory
from routing.errors import InvalidTransition, NoContactPath
from routing.lifecycle import OPEN_STATES, RequestStatus
from routing.outcome import Side
from routing.types import ContactPath
from routing.urgency import PatientUrgency
from tests.checklist_answers import usual_answers

MONDAY_MORNING = datetime.fromisoformat("2026-11-23T10:00:00+01:00")
A, B, C = "mora-hjartavdelningen", "mora-medicinavdelning", "mora-kirurgavdelning"
"""The first ward that is asked, the second one, and one that is never asked."""

DESK = "mora-vardplatskoordination"
BEDS = 5
MOST_KEPT = 64
TABLES = (
    *("admission", "admission_event", "ward_answer", "attempt", "decision", "decision_event"),
    *("care_request", "request_event", "notice", "outbox_message"),
)
"""What an act may change."""
REFUSALS = (Refused, InvalidTransition, NoContactPath)


@dataclass(frozen=True)
class Moment:
    """The world at one moment. ``answer`` is what the last act returned: None for what only
    happens."""

    database: bytes
    at: datetime
    answer: bool | None = None


class World:
    """Acts on an admission, and looks at what has become of it."""

    def __init__(self, seeded: bytes) -> None:
        # A file that was written ahead says so; one in memory cannot be.
        self._seeded = seeded[:18] + b"\x01\x01" + seeded[20:]
        self.engine = create_engine(
            "sqlite://", poolclass=StaticPool, **engine_options("sqlite://")
        )
        prepare_sqlite(self.engine)
        self.at = MONDAY_MORNING
        self._seen: dict[int, tuple[Moment, Seen]] = {}
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)
        self._put(self._seeded)
        with self._sessions() as session:
            self.directory: Directory = load_directory(session)

    def close(self) -> None:
        self.engine.dispose()

    # --- Moments ----------------------------------------------------------------------------------
    def begin(self, *, asks: bool = True) -> Moment:
        """A talk that a doctor has answered, in which a bed is asked for, or only proposed."""
        self._put(self._seeded)
        self.at = MONDAY_MORNING
        with self._sessions() as session:
            role = AccountRole.PRIMARVARDSLAKARE
            self.gp = self._account(session, "gp", role, "vc-mora", number="+46701740699")
            desk = AccountRole.VARDPLATSKOORDINATOR
            self.nurses = {one: self._account(session, one, desk, one) for one in (A, B, DESK)}
            self._beds(session)
            request_id = self._talk(session)
            new = NewAdmission(answers=usual_answers(session, {}), asks=asks)
            self.id = propose(session, request_id, new, self._now(self.gp))
            self.request_id = request_id
        return self._moment(None)

    def take(self, moment: Moment, name: str) -> Moment | None:
        """What an act leads to, a second later; None where it is refused."""
        self.go_to(moment)
        self.at += timedelta(seconds=1)
        try:
            answer = ACTS[name](self)
        except REFUSALS:
            return None
        return self._moment(answer)

    def refusal(self, moment: Moment, name: str) -> Exception | None:
        """Why it is refused; the world is then as it was."""
        self.go_to(moment)
        try:
            ACTS[name](self)
        except REFUSALS as refused:
            return refused
        return None

    def go_to(self, moment: Moment) -> None:
        """Be at a moment."""
        self._put(moment.database)
        self.at = moment.at

    def _moment(self, answer: bool | None) -> Moment:
        return Moment(self._connection().serialize(), self.at, answer)

    def _put(self, database: bytes) -> None:
        self._connection().deserialize(database)

    def _connection(self) -> sqlite3.Connection:
        raw = self.engine.raw_connection()
        found: sqlite3.Connection = raw.driver_connection  # type: ignore[assignment]
        raw.close()
        return found

    # --- What is seen -----------------------------------------------------------------------------
    def everything(self, moment: Moment) -> Mapping[str, list[Any]]:
        """Every row that an act may change, at a moment."""
        self.go_to(moment)
        return self.everything_now()

    def everything_now(self) -> Mapping[str, list[Any]]:
        cursor = self._connection().cursor()
        found = {
            table: cursor.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - our own tables
            for table in TABLES
        }
        cursor.close()
        return found

    def view(self, moment: Moment) -> AdmissionView:
        self.go_to(moment)
        with self._sessions() as session:
            found = find_admission(session, self.id)
        assert found is not None
        return found

    def seen(self, moment: Moment) -> "Seen":
        """What a state is made of."""
        if id(moment) not in self._seen:
            if len(self._seen) > MOST_KEPT:
                self._seen.clear()
            self._seen[id(moment)] = (moment, self._look(moment))
        return self._seen[id(moment)][1]

    def _look(self, moment: Moment) -> "Seen":
        self.go_to(moment)
        with self._sessions() as session:
            row = session.get_one(AdmissionRow, self.id)
            decisions = session.scalars(
                select(DecisionRow).order_by(DecisionRow.decided_at, DecisionRow.id)
            ).all()
            calls = session.scalars(
                select(AttemptRow)
                .where(AttemptRow.side == Side.WARD)
                .order_by(AttemptRow.started_at, AttemptRow.step_order)
            ).all()
            now = [one for one in calls if one.round == row.round]
            view = find_admission(session, self.id)
            assert view is not None
            return Seen(
                row=row,
                view=view,
                decisions={one.id: one for one in decisions},
                open_calls=tuple(one.unit_id for one in calls if one.state in OPEN_STATES),
                rung=tuple((one.unit_id, one.state) for one in now),
                free={ward: free_in(session, ward) for ward in (A, B, C)},
                log=tuple(
                    session.scalars(select(AdmissionEventRow).order_by(AdmissionEventRow.id))
                ),
                notices=tuple(session.scalars(select(NoticeRow).order_by(NoticeRow.created_at))),
            )

    # --- Who, and when ----------------------------------------------------------------------------
    def _now(self, by: Actor) -> Occasion:
        return Occasion(by, self.directory, self.at)

    def by_gp(self, do: Callable[..., bool], **more: Any) -> bool:
        with self._sessions() as session:
            return do(session, self.id, self._now(self.gp), **more)

    def by_ward(self, ward: str, do: Callable[..., bool], *said: Any, **more: Any) -> bool:
        with self._sessions() as session:
            return do(session, self.id, self._now(self.nurses[ward]), *said, **more)

    def time_runs_out(self) -> None:
        """Whatever the worker waits for has come; nothing where it waits for nothing."""
        with self._sessions() as session:
            due = session.get_one(AdmissionRow, self.id).check_at
        if due is None:
            raise InvalidTransition("the worker waits for nothing")
        self.at = max(self.at, due)
        look_at_due(self._sessions, lambda _session: self.directory, clock=lambda: self.at)

    def phone(self, ward: str, digit: str) -> None:
        """The phone of a ward is picked up, and a digit pressed; refused where none rings."""
        with self._sessions() as session:
            open_calls = select(AttemptRow.id).where(
                AttemptRow.unit_id == ward,
                AttemptRow.side == Side.WARD,
                AttemptRow.state.in_(OPEN_STATES),
            )
            attempt_id = session.scalar(open_calls)
            if attempt_id is None:
                raise InvalidTransition("no phone rings there")
            about: dict[str, Any] = {"directory": self.directory, "at": self.at}
            record_pickup(session, attempt_id, call_id=f"CA{attempt_id}", **about)
            record_answer(session, attempt_id, Pressed(digit), **about)

    def decides(self, kind: DecisionKind) -> None:
        """Those who talk decide something else in the place of the admission."""
        with self._sessions() as session:
            old = session.get_one(AdmissionRow, self.id).decision_id
            note = "Sök igen vid feber" if kind is DecisionKind.ADVICE else ""
            command = Decide(self.request_id, NewDecision(kind, note=note), old)
            about: dict[str, Any] = {"by": self.gp, "directory": self.directory, "at": self.at}
            decide_in_contact(session, command, **about)

    def says_of_decision(self, event: DecisionEvent) -> bool:
        with self._sessions() as session:
            decision_id = session.get_one(AdmissionRow, self.id).decision_id
            change = Change(self.request_id, decision_id, event)
            about: dict[str, Any] = {"by": self.gp, "directory": self.directory, "at": self.at}
            return change_decision(session, change, **about)

    # --- What there is to begin with --------------------------------------------------------------
    def _account(
        self, session: Session, name: str, role: AccountRole, unit: str, number: str | None = None
    ) -> Actor:
        row = AccountRow(
            username=name,
            password_hash="-",
            role=role,
            name="Mira Exempel",
            unit_id=unit,
            number=number,
            is_active=True,
            created_at=self.at,
            session_nonce="-",
        )
        session.add(row)
        session.commit()
        return Actor(row.id, row.name, row.role, None, unit, number)

    def _beds(self, session: Session) -> None:
        """Two wards are open for questions; the third has beds, and the rest are closed."""
        for ward in session.scalars(select(WardRow)):
            session.add(
                BedReportRow(
                    ward_id=ward.ward_id,
                    source=BedSource.HAND,
                    counted_at=self.at - timedelta(minutes=1),
                    received_at=self.at,
                    staffed=BEDS,
                    occupied=0,
                    is_open=ward.ward_id in (A, B, C),
                    is_latest=True,
                )
            )
        session.commit()

    def _talk(self, session: Session) -> str:
        new = NewRequest(
            path=ContactPath.AKUT,
            municipality="2062",
            mode=CallMode.SELF_DIAL,
            specialty="kardiologi",
            life_threatening=False,
            urgency=PatientUrgency.WITHIN_HOUR,
            situation="Tilltagande andfåddhet",
        )
        made = create_request(session, new, by=self.gp, directory=self.directory, at=self.at)
        row = session.get_one(CareRequestRow, made.id)
        row.status, row.answered_at, row.check_at = RequestStatus.ANSWERED, self.at, None
        session.commit()
        return made.id


@dataclass(frozen=True)
class Seen:
    """What there is at a moment. ``free`` are beds by ward; ``open_calls`` the wards whose phone
    rings."""

    row: AdmissionRow
    view: AdmissionView
    decisions: Mapping[str, DecisionRow]
    open_calls: tuple[str | None, ...]
    rung: tuple[tuple[str | None, str], ...]
    free: Mapping[str, int | None]
    log: tuple[AdmissionEventRow, ...]
    notices: tuple[NoticeRow, ...]


def _gp(do: Callable[..., bool], **more: Any) -> Callable[[World], bool]:
    return lambda world: world.by_gp(do, **more)


def _ward(ward: str, do: Callable[..., bool], *said: Any, **more: Any) -> Callable[[World], bool]:
    return lambda world: world.by_ward(ward, do, *said, **more)


def _set_off(transport: TransportMode, minutes: int | None = None) -> Callable[[World], bool]:
    def do(world: World) -> bool:
        eta = None if minutes is None else MONDAY_MORNING + timedelta(minutes=minutes)
        return world.by_gp(move.set_off, transport=transport, eta=eta)

    return do


def _expect(who: str, minutes: int) -> Callable[[World], bool]:
    def do(world: World) -> bool:
        eta = world.at.replace(second=0, microsecond=0) + timedelta(minutes=minutes)
        if who == "gp":
            return world.by_gp(move.change_eta, eta=eta)
        return world.by_ward(who, move.change_eta, eta=eta)

    return do


def _of_ward(name: str, ward: str) -> dict[str, Callable[[World], bool | None]]:
    no = No(ward, RefusalReason.FULL)
    other = B if ward == A else A
    return {
        f"{name} yes": _ward(ward, reply_for_ward.say_yes, Yes(ward)),
        f"{name} no": _ward(ward, reply_for_ward.say_no, no),
        f"{name} withdraws": _ward(ward, reply_for_ward.withdraw, no),
        f"{name} extends": _ward(ward, move.extend),
        f"{name} expects": _expect(ward, 50),
        f"{name} arrived": _ward(ward, move.arrive),
        f"{name} placed there": _ward(ward, move.place_elsewhere, ward_id=other),
        f"{name} placed third": _ward(ward, move.place_elsewhere, ward_id=C),
        f"{name} to ed": _ward(ward, move.turn_to_ed, means=DecisionKind.ED_AMBULANCE),
        f"{name} discharged": _ward(ward, move.discharge),
        f"{name} phone yes": lambda world: world.phone(ward, "1"),
        f"{name} phone no": lambda world: world.phone(ward, "2"),
    }


ACTS: Mapping[str, Callable[[World], bool | None]] = {
    "asks": _gp(ask_wards),
    "asks B first": _gp(ask_wards, first=B),
    "sets off": _set_off(TransportMode.AMBULANCE),
    "sets off otherwise": _set_off(TransportMode.OWN, 45),
    "expects": _expect("gp", 40),
    "extends": _gp(move.extend),
    "cancels": _gp(move.cancel),
    "to ed by own means": _gp(move.turn_to_ed, means=DecisionKind.ED_OWN_MEANS),
    "to ed by ambulance": _gp(move.turn_to_ed, means=DecisionKind.ED_AMBULANCE),
    "decides otherwise": lambda world: world.decides(DecisionKind.ADVICE),
    "decision done": lambda world: world.says_of_decision(DecisionEvent.DONE),
    "decision withdrawn": lambda world: world.says_of_decision(DecisionEvent.WITHDRAWN),
    "time": lambda world: world.time_runs_out(),
    **_of_ward("A", A),
    **_of_ward("B", B),
    "desk arrived": _ward(DESK, move.arrive),
    "desk placed third": _ward(DESK, move.place_elsewhere, ward_id=C),
}
"""All that can be done and all that can happen, by name."""
