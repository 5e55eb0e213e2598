"""The county in a story: the whole application, its phones, and a clock one turns."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import func, select, union_all
from sqlalchemy.orm import Session
from twilio.request_validator import RequestValidator

from app.actions.contact import create_request as creation
from app.actions.contact.create_request import NewRequest
from app.actions.shared.actor import Actor
from app.carriers import make_channel, make_posts
from app.current import current_holder
from app.factory import LAB
from app.phone_lab.exchange import Exchange
from app.scheduler import make_worker
from models.db import db
from models.reads.contact_view import AttemptView, ContactView, EventView
from models.reads.contacts import find_contact, load_events
from models.snapshot import bump_version
from models.tables.accounts import AccountRole, AccountRow
from models.tables.admissions import AdmissionRow
from models.tables.contacts import CallMode, CareRequestRow
from models.tables.directory import OnCallLineRow
from models.tables.notices import DeliveryRow
from models.tables.outbox import MessageState, OutboxMessageRow
from notifications import callbacks as paths
from notifications.callbacks import Callbacks
from routing.directory import Directory
from routing.lifecycle import RequestEvent, RequestStatus
from routing.opening_hours import OpeningHours
from routing.types import ContactPath
from tests.app.phone_lab.world import InProcessTwilio
from tests.stories.in_process import InProcessWebhooks

MORA = "2062"
PUBLIC_URL = "https://kontaktvagar.example"
GP_NUMBER = "+46701740699"


_DUE = union_all(
    select(func.min(CareRequestRow.check_at)),
    select(func.min(AdmissionRow.check_at)),
    *(
        select(func.min(moment)).where(row.state == state)
        for row in (OutboxMessageRow, DeliveryRow)
        for state, moment in (
            (MessageState.PENDING, row.next_attempt_at),
            (MessageState.SENDING, row.deadline_at),
        )
    ),
)
"""When the worker has next something to do, of each kind."""


class TurnedClock:
    """Stands still until it is turned."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


@dataclass(frozen=True)
class Handset:
    """One phone of the county."""

    county: "County"
    number: str

    @property
    def rings(self) -> bool:
        return self.county.exchange.ringing_call(self.number) is not None

    @property
    def heard(self) -> str:
        """All that has been said in this phone."""
        return " ".join(self.county.exchange.phone(self.number).heard)

    @property
    def texts(self) -> list[str]:
        """The text messages it has got, oldest first."""
        return [message.body for message in self.county.exchange.phone(self.number).messages]

    def writes(self, body: str) -> None:
        """Answers our text messages."""
        self.county.exchange.text_in(self.number, body)
        self.county.advance(seconds=1)

    def answers(self) -> None:
        """Picks up; whoever asks, and is asked whether they are there, presses 1 at once."""
        self.county.exchange.answer(self.number)
        self.county.settle()
        heard = self.county.exchange.phone(self.number).heard
        if heard and "så ringer vi" in heard[-1]:
            self.county.exchange.press(self.number, "1")
        self.county.advance(seconds=1)

    def declines(self) -> None:
        self.county.exchange.decline(self.number)
        self.county.advance(seconds=1)

    def presses(self, digits: str) -> None:
        self.county.exchange.press(self.number, digits)
        self.county.advance(seconds=1)

    def hangs_up(self) -> None:
        self.county.exchange.hang_up(self.number)
        self.county.advance(seconds=1)

    def talks_with(self, other: "Handset") -> bool:
        return self.county.exchange.talking(self.number, other.number)


class Contact:
    """One contact of a story."""

    def __init__(self, county: "County", request_id: str) -> None:
        self._county = county
        self.id = request_id

    @property
    def view(self) -> ContactView:
        found = find_contact(self._county.fresh_session(), self.id)
        assert found is not None
        return found

    def status(self) -> RequestStatus:
        return self.view.status

    def attempt(self, order: int) -> AttemptView:
        """The attempt to reach somebody, counted from 1."""
        return self.view.responder_attempts[order - 1]

    @property
    def log(self) -> list[EventView]:
        return list(load_events(self._county.fresh_session(), self.id))

    @property
    def events(self) -> list[RequestEvent]:
        return [event.event for event in self.log]

    def consultant(self, order: int) -> Handset:
        """The phone of the plan's step, counted from 1."""
        return Handset(self._county, self.view.plan.steps[order - 1].number)

    @property
    def consultants(self) -> list[Handset]:
        return [Handset(self._county, step.number) for step in self.view.plan.steps]


class County:
    """Everything at once, run step by step in one thread."""

    def __init__(self, app: Flask, clock: TurnedClock, webhooks: InProcessWebhooks) -> None:
        self.app = app
        self.clock = clock
        self.webhooks = webhooks
        self.exchange: Exchange = app.extensions[LAB]
        config = app.extensions["kontaktvagar.config"]
        with app.app_context():
            self.holder = current_holder()
            self.engine = db.engine
        channel = make_channel(config, http_client=InProcessTwilio(app))
        worker = make_worker(config, self.engine, self.holder, channel=channel)
        self.worker = replace(
            worker,
            posts=make_posts(config, worker.sessions, http_client=InProcessTwilio(app)),
        )
        self.session = Session(self.engine, expire_on_commit=False)
        self.gp = self.account("lakare.mora", AccountRole.PRIMARVARDSLAKARE, number=GP_NUMBER)

    def account(
        self,
        username: str,
        role: AccountRole,
        *,
        person: str | None = None,
        number: str | None = None,
        unit: str | None = None,
    ) -> Actor:
        """Somebody who signs in; a ``person`` brings unit and number."""
        someone = self.directory.people[person] if person else None
        row = AccountRow(
            username=username,
            password_hash="-",
            role=role,
            name=someone.name if someone else "Mira Exempel",
            person_id=person,
            unit_id=someone.unit_id if someone else unit or self.a_health_centre(),
            number=someone.number if someone else number,
            is_active=True,
            created_at=self.clock(),
            session_nonce="-",
        )
        self.session.add(row)
        self.session.commit()
        return Actor(row.id, row.name, row.role, row.person_id, row.unit_id, row.number)

    def a_health_centre(self) -> str:
        return next(
            str(unit.id)
            for unit in self.directory.units.values()
            if unit.municipality == MORA and unit.kind.value == "vardcentral"
        )

    @property
    def directory(self) -> Directory:
        return self.holder.fresh(self.fresh_session())

    def fresh_session(self) -> Session:
        """The story's session, seeing what is committed now."""
        self.session.rollback()
        return self.session

    def phone(self, number: str) -> Handset:
        return Handset(self, number)

    def webhook_for(self, attempt_id: str, call_id: str) -> str:
        """What the application would say to a phone of this attempt that is picked up now."""
        callbacks = Callbacks(PUBLIC_URL)
        url = callbacks.of(paths.ANSWER, attempt_id=attempt_id)
        account = self.exchange.account_sid
        form = {"CallSid": call_id, "AccountSid": account, "CallStatus": "in-progress"}
        signature = RequestValidator(self.exchange.auth_token).compute_signature(url, form)
        return self.webhooks("POST", url, form, {"X-Twilio-Signature": signature}).body

    def close_every_consult_line(self) -> None:
        """Somebody edits the directory: the consult lines are closed round the clock."""
        session = self.fresh_session()
        for row in session.scalars(select(OnCallLineRow)):
            row.hours = OpeningHours(weekly=())
        bump_version(session, at=self.clock())
        session.commit()

    @property
    def gp_phone(self) -> Handset:
        return Handset(self, GP_NUMBER)

    def ask(self, specialty: str = "kardiologi", *, by: Actor | None = None, **more) -> Contact:
        """The GP in Mora presses "Ring upp mig"."""
        command = NewRequest(
            path=more.pop("path", ContactPath.HALVAKUT),
            municipality=MORA,
            mode=more.pop("mode", CallMode.RING_ME),
            specialty=specialty,
            **more,
        )
        created = creation.create_request(
            self.fresh_session(),
            command,
            by=by or self.gp,
            directory=self.directory,
            at=self.clock(),
        )
        self.settle()
        return Contact(self, created.id)

    def settle(self) -> None:
        """Let everything that is due now happen."""
        for _round in range(200):
            steps = self.exchange.run_due()
            steps += self.worker.dispatcher.send_due()
            steps += sum(post.send_next() for post in self.worker.posts.values())
            steps += self.worker.escalate()
            steps += self.worker.look_at_admissions()
            if steps == 0:
                return
        raise AssertionError("the county never comes to rest")

    def advance(self, *, seconds: float) -> None:
        """Turn the clock, stopping whenever something is due."""
        goal = self.clock.at + timedelta(seconds=seconds)
        self.settle()
        while (due := self._next_due()) is not None and due <= goal:
            self.clock.at = max(self.clock.at + timedelta(milliseconds=1), due)
            self.settle()
        self.clock.at = max(self.clock.at, goal)
        self.settle()

    def advance_until(self, happens: Callable[[], bool], *, at_most_seconds: int) -> bool:
        """Turn the clock second by second until something is so; False when it never was."""
        for _second in range(at_most_seconds):
            if happens():
                return True
            self.advance(seconds=1)
        return happens()

    def _next_due(self) -> datetime | None:
        moments = [*self.fresh_session().scalars(_DUE), self.exchange.next_due()]
        return min((moment for moment in moments if moment is not None), default=None)
