"""A clinic to test the call flow in: the Dalarna directory, a clock one turns, a scripted provider.

One database of each kind serves all tests of a package: each starts without any contact in it.
"""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session, sessionmaker

from app.actions.calls.record_answer import Pressed, record_answer
from app.actions.calls.record_call_status import CallReport, record_call_status
from app.actions.calls.record_pickup import record_pickup
from app.actions.contact import create_request as creation
from app.actions.contact.create_request import NewRequest
from app.actions.shared.actor import Actor
from app.actions.talk.record_connection import record_connection
from app.config import LAB_ACCOUNT, LAB_NUMBER, Config, Telephony, TwilioSettings
from app.directory_holder import DirectoryHolder
from app.factory import create_app
from app.scheduler import make_worker
from models.db import Base, db
from models.snapshot import bump_version
from models.tables.accounts import AccessLogRow, AccountRole, AccountRow, ApiTokenRow
from models.tables.contacts import AttemptRow, CallMode
from models.tables.directory import DirectoryVersionRow
from models.tables.outbox import OutboxMessageRow
from models.tables.rotas import ShiftChangeRow
from notifications.dialogue import AskToAccept, PhoneReply
from routing.directory import Directory
from routing.lifecycle import RequestEvent
from routing.live_limits import LiveLimits
from routing.types import ContactPath
from tests.clinic_tables import CONTACT_TABLES
from tests.compiled import compile_once
from tests.databases import do_not_wait_for_the_disk, open_engine
from tests.scripted_provider import ScriptedProvider
from tests.stories.county import TurnedClock
from tests.ticket import Ticket

MORA = "2062"
GP_NUMBER = "+46701740699"
PUBLIC_URL = "https://kontaktvagar.example"
MONDAY_MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TOKEN = "lab-token"
MANY = LiveLimits(per_account=1000, per_number=1000)
"""For tests in which one GP stands for a county."""

__all__ = ["GP_NUMBER", "MANY", "MONDAY_MORNING", "MORA", "PUBLIC_URL", "TOKEN", "Clinic", "Ticket"]


class Clinic:
    """Actions, worker and webhooks over one database."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.clock = TurnedClock(MONDAY_MORNING)
        self.engine = open_engine(url)
        do_not_wait_for_the_disk(self.engine)
        self.sessions = sessionmaker(self.engine, expire_on_commit=False)
        self.holder = DirectoryHolder(self.engine)
        self.config = Config(
            database_url=url,
            secret_key="not-secret",
            public_url=PUBLIC_URL,
            telephony=Telephony.OFF,
            twilio=TwilioSettings(LAB_ACCOUNT, TOKEN, PUBLIC_URL, LAB_NUMBER),
            secure_cookies=False,
            clock=self.clock,
            testing=True,
        )
        self.session = self.sessions()
        self._made_up_calls = itertools.count(1)
        self.reset()

    def reset(self) -> None:
        """Forget all contacts and whoever made them."""
        self.clock.at = MONDAY_MORNING
        self.provider = ScriptedProvider()
        self.worker = make_worker(self.config, self.engine, self.holder, channel=self.provider)
        session = self.fresh()
        for table in CONTACT_TABLES:
            session.execute(delete(table))
        if session.execute(delete(ShiftChangeRow)).rowcount:  # type: ignore[attr-defined] # a CursorResult
            bump_version(session, at=self.clock())
        for of_people in (AccessLogRow, ApiTokenRow, AccountRow):
            session.execute(delete(of_people))
        session.commit()
        self.gp = self.account(AccountRole.PRIMARVARDSLAKARE, number=GP_NUMBER)

    def close(self) -> None:
        self.session.close()
        self.holder.close()
        if "app" in self.__dict__:  # made when first asked for
            with self.app.app_context():
                db.engine.dispose()
        self.engine.dispose()

    @cached_property
    def app(self) -> Flask:
        """The whole application over the same database, for its webhooks."""
        app = compile_once(create_app(self.config))
        with app.app_context():
            do_not_wait_for_the_disk(db.engine)
        return app

    def account(
        self,
        role: AccountRole,
        *,
        person: str | None = None,
        number: str | None = None,
        unit: str | None = None,
    ) -> Actor:
        """Somebody who signs in; a ``person`` brings unit and number."""
        session = self.fresh()
        someone = self.directory.people[person] if person else None
        row = AccountRow(
            username=f"konto-{next(self._made_up_calls)}",
            password_hash="-",
            role=role,
            name=someone.name if someone else "Mira Exempel",
            person_id=person,
            unit_id=someone.unit_id if someone else unit or self.a_health_centre,
            number=someone.number if someone else number,
            is_active=True,
            created_at=self.clock(),
            session_nonce="-",
        )
        session.add(row)
        session.commit()
        return Actor(row.id, row.name, row.role, row.person_id, row.unit_id, row.number)

    def doctor(self, person: str | None) -> Actor:
        assert person is not None
        return self.account(AccountRole.SPECIALIST, person=person)

    @cached_property
    def a_health_centre(self) -> str:
        units = self.directory.units.values()
        return next(
            unit.id
            for unit in units
            if unit.municipality == MORA and unit.kind.value == "vardcentral"
        )

    @property
    def directory(self) -> Directory:
        return self.holder.fresh(self.fresh())

    def fresh(self) -> Session:
        """The test's own session, seeing what is committed now."""
        self.session.rollback()
        return self.session

    def everything(self) -> dict[str, list[Any]]:
        """Every row that an action may change."""
        session = self.fresh()
        found = {}
        for row_type in (*CONTACT_TABLES, ShiftChangeRow, DirectoryVersionRow):
            table = Base.metadata.tables[row_type.__tablename__]
            rows = session.execute(select(table).order_by(*table.primary_key))
            found[table.name] = [tuple(row) for row in rows]
        session.rollback()
        return found

    def attempt_row(self, attempt_id: str) -> AttemptRow:
        return self.fresh().get_one(AttemptRow, attempt_id, populate_existing=True)

    def messages(self, ticket: Ticket) -> list[OutboxMessageRow]:
        """The outbox of one contact, in order."""
        return list(
            self.fresh().scalars(
                select(OutboxMessageRow)
                .where(OutboxMessageRow.request_id == ticket.id)
                .order_by(OutboxMessageRow.id)
                .execution_options(populate_existing=True)
            )
        )

    def command(self, **more: Any) -> NewRequest:
        given: dict[str, Any] = {
            "path": ContactPath.HALVAKUT,
            "municipality": MORA,
            "mode": CallMode.RING_ME,
            "specialty": "kardiologi",
        }
        return NewRequest(**{**given, **more})

    def ask(
        self, *, by: Actor | None = None, limits: LiveLimits | None = None, **more: Any
    ) -> Ticket:
        """The GP in Mora asks for a cardiologist; nothing is sent yet."""
        directory = self.directory
        if limits is not None:
            directory = replace(directory, live_limits=limits)
        created = creation.create_request(
            self.fresh(),
            self.command(**more),
            by=by or self.gp,
            directory=directory,
            at=self.clock(),
        )
        return Ticket(self, created.id)

    def hunt(self, **more: Any) -> Ticket:
        """A contact whose requester is on the line and whose first consultant's phone rings."""
        ticket = self.ask(**more)
        self.send()
        self.pick_up(ticket.requester.id)
        self.send()
        return ticket

    def answered(self) -> Ticket:
        """A contact whose first consultant has pressed 1, and talks with the requester."""
        ticket = self.said_yes()
        self.join(ticket)
        return ticket

    def said_yes(self) -> Ticket:
        """A contact whose first consultant has pressed 1, and is not yet joined."""
        ticket = self.hunt()
        attempt = ticket.ringing
        self.pick_up(attempt.id)
        self.press(attempt.id, "1")
        return ticket

    def join(self, ticket: Ticket) -> None:
        """Everybody who is on the line is seen in the talk."""
        for one in (ticket.requester, ticket.view.accepted):
            assert one is not None
            self.seen(ticket, one.id)

    def seen(self, ticket: Ticket, attempt_id: str) -> None:
        """The call of an attempt is seen in the talk."""
        call_id = self.call_id(attempt_id)
        record_connection(self.fresh(), ticket.id, call_id=call_id, at=self.clock())

    def send(self) -> None:
        self.worker.send_due()

    def escalate(self, *, seconds: float = 0) -> None:
        """Let time pass, then take every next step and send it."""
        self.clock.at += timedelta(seconds=seconds)
        self.worker.escalate()
        self.send()

    def call_id(self, attempt_id: str) -> str:
        """The call of an attempt at the provider; a made-up one when there is none."""
        return self.attempt_row(attempt_id).provider_call_id or self.a_call_id()

    def a_call_id(self) -> str:
        return f"CA{next(self._made_up_calls):032x}"

    def pick_up(self, attempt_id: str, call_id: str | None = None) -> PhoneReply:
        """A phone is picked up; a requester who is asked whether they are there presses 1."""
        reply = self.lift(attempt_id, call_id)
        if isinstance(reply, AskToAccept) and "så ringer vi" in reply.text:
            return self.press(attempt_id, "1")
        return reply

    def lift(self, attempt_id: str, call_id: str | None = None) -> PhoneReply:
        """A phone is picked up, and no key is pressed."""
        return record_pickup(
            self.fresh(),
            attempt_id,
            call_id=call_id or self.call_id(attempt_id),
            directory=self.directory,
            at=self.clock(),
        )

    def press(self, attempt_id: str, digits: str, *, prompt: int = 1) -> PhoneReply:
        return record_answer(
            self.fresh(),
            attempt_id,
            Pressed(digits, prompt),
            directory=self.directory,
            at=self.clock(),
        )

    def report(self, attempt_id: str, event: RequestEvent, call_id: str | None = None) -> bool:
        return record_call_status(
            self.fresh(),
            attempt_id,
            CallReport(call_id or self.call_id(attempt_id), event),
            directory=self.directory,
            at=self.clock(),
        )
