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
from sqlalchemy.orm import sessionmaker
from sqlalchemy.pool import StaticPool

from app.actions.admission.look_at_due import look_at_due
from app.actions.admission.propose import NewAdmission, propose
from app.actions.calls.record_answer import Pressed, record_answer
from app.actions.calls.record_pickup import record_pickup
from app.actions.decisions.add_decision import NewDecision
from app.actions.decisions.change import Change, change_decision
from app.actions.decisions.decide import Decide, decide_in_contact
from app.actions.shared.actor import Actor
from app.actions.shared.errors import Refused
from app.actions.shared.occasion import Occasion
from app.actions.undo.errors import UnknownStep
from app.actions.undo.undo import undo
from models.db import engine_options, prepare_sqlite
from models.reads.admission_view import AdmissionView
from models.reads.admissions import find_admission
from models.snapshot import load_directory
from models.tables.accounts import AccountRole
from models.tables.admissions import AdmissionEventRow, AdmissionRow
from models.tables.contacts import AttemptRow
from models.tables.decisions import DecisionRow
from models.tables.notices import NoticeRow
from models.tables.undo import UndoStepRow
from routing.decisions import DecisionEvent, DecisionKind
from routing.directory import Directory
from routing.errors import InvalidTransition, NoContactPath
from routing.lifecycle import OPEN_STATES
from routing.outcome import Side
from tests.app.actions.admission.beginning import account, beds, talk
from tests.checklist_answers import usual_answers
from tests.free_beds import free_in

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


Act = Callable[["World"], bool | None]


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
            role, number = AccountRole.PRIMARVARDSLAKARE, "+46701740699"
            self.gp = account(session, role, "vc-mora", at=self.at, number=number)
            role = AccountRole.VARDPLATSKOORDINATOR
            self.nurses = {one: account(session, role, one, at=self.at) for one in (A, B, DESK)}
            beds(session, (A, B, C), staffed=BEDS, at=self.at)
            request_id = talk(session, self.gp, self.directory, at=self.at)
            new = NewAdmission(answers=usual_answers(session, {}), asks=asks)
            self.id = propose(session, request_id, new, self._now(self.gp))
            self.request_id = request_id
        return self._moment(None)

    def take(self, moment: Moment, act: Act) -> Moment | None:
        """What an act leads to, a second later; None where it is refused."""
        self.go_to(moment)
        self.at += timedelta(seconds=1)
        try:
            answer = act(self)
        except REFUSALS:
            return None
        return self._moment(answer)

    def refusal(self, moment: Moment, act: Act) -> Exception | None:
        """Why it is refused; the world is then as it was."""
        self.go_to(moment)
        try:
            act(self)
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
        found: sqlite3.Connection = raw.driver_connection  # type: ignore[assignment] # SQLite gives no other
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
                    session.scalars(
                        select(AdmissionEventRow)
                        .where(AdmissionEventRow.taken_back_at.is_(None))
                        .order_by(AdmissionEventRow.id)
                    )
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

    def undoes(self, *, again: bool = False) -> bool:
        """Whoever did the last thing that can be undone undoes it, or once more what was undone
        last; refused where there is none."""
        which = UndoStepRow.undone_at.is_not(None) if again else UndoStepRow.undone_at.is_(None)
        last = UndoStepRow.undone_at if again else UndoStepRow.number
        with self._sessions() as session:
            people = {one.account_id: one for one in (self.gp, *self.nurses.values())}
            step = session.scalars(select(UndoStepRow).where(which).order_by(last.desc())).first()
            if step is None:
                raise UnknownStep
            return undo(session, step.id, self._now(people[step.account_id]))[1]

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
