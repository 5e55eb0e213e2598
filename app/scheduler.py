"""The worker: every periodic job in one list, and the loop that sends the moment there is a need.

APScheduler only ticks. The rows are the truth, each job is idempotent, a second worker harmless.
"""

import logging
import os
import select as readiness
import socket
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass

import psycopg
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from app.actions.escalate_due import escalate_due
from app.clock import Clock
from app.config import Config
from app.directory_holder import DirectoryHolder
from models.db import start_writing
from models.outbox import HeartbeatRow
from notifications import wake as waking
from notifications.callbacks import Callbacks
from notifications.channels.base import VoiceChannel
from notifications.channels.twilio_voice import Transport, TwilioVoice
from notifications.dispatch import Claim, Dispatcher

log = logging.getLogger(__name__)

PARALLEL_CALLS = 8


@dataclass(frozen=True, slots=True)
class Worker:
    """What the jobs need. ``name`` tells this process from other workers in the heartbeat."""

    sessions: sessionmaker[Session]
    dispatcher: Dispatcher
    holder: DirectoryHolder
    clock: Clock
    name: str

    def send_due(self) -> None:
        """Send what is due in the outbox, until a round finds nothing."""
        while self.dispatcher.send_due():
            pass

    def escalate(self) -> int:
        """Take the next step for each contact whose time has come; returns how many."""
        return escalate_due(self.sessions, self.holder.fresh, at=self.clock())

    def beat(self) -> None:
        """Say that this worker is alive."""
        with self.sessions() as session:
            start_writing(session)
            session.merge(HeartbeatRow(name=self.name, at=self.clock()))
            with suppress(IntegrityError):  # two beats at once: one of them is enough
                session.commit()


@dataclass(frozen=True, slots=True)
class Job:
    """A periodic job: what, and how often (seconds)."""

    run: Callable[[Worker], object]
    every_seconds: float


JOBS = [
    Job(Worker.send_due, every_seconds=1),  # a net: the sending loop is woken at once by commits
    Job(Worker.escalate, every_seconds=1),
    Job(Worker.beat, every_seconds=10),
]


def make_worker(
    config: Config,
    engine: Engine,
    holder: DirectoryHolder,
    *,
    channel: VoiceChannel | None = None,
    pool: ThreadPoolExecutor | None = None,
) -> Worker:
    """A worker over a database; calls run one after the other without a ``pool``."""
    sessions = sessionmaker(engine, expire_on_commit=False)
    return Worker(
        sessions=sessions,
        dispatcher=Dispatcher(
            sessions=sessions,
            channel=channel or make_channel(config),
            callbacks=Callbacks(config.public_url),
            clock=config.clock,
            run_all=_one_by_one if pool is None else _in(pool),
        ),
        holder=holder,
        clock=config.clock,
        name=f"{socket.gethostname()}:{os.getpid()}",
    )


def make_channel(config: Config, *, http_client: Transport | None = None) -> VoiceChannel:
    """The telephone of these settings: Twilio, or whatever speaks its language at ``api_base``."""
    return TwilioVoice(
        account_sid=config.twilio.account_sid,
        auth_token=config.twilio.auth_token,
        api_base=config.twilio.api_base,
        from_number=config.twilio.from_number,
        http_client=http_client,
    )


class RunningWorker:
    """A worker with its threads: ``stop()`` lets the round under way finish."""

    def __init__(self, config: Config, engine: Engine, holder: DirectoryHolder) -> None:
        self._pool = ThreadPoolExecutor(PARALLEL_CALLS, thread_name_prefix="call")
        self._worker = make_worker(config, engine, holder, pool=self._pool)
        self._stopping = threading.Event()
        self._scheduler = BackgroundScheduler(timezone="UTC")
        self._threads = [threading.Thread(target=self._send_when_woken, name="sender")]
        if engine.dialect.name == "postgresql":
            self._threads.append(
                threading.Thread(target=self._listen, args=(engine,), name="listener", daemon=True)
            )

    def start(self) -> None:
        """Start ticking, sending and listening; returns at once."""
        self._worker.beat()
        for job in JOBS:
            self._scheduler.add_job(
                job.run,
                "interval",
                args=[self._worker],
                seconds=job.every_seconds,
                max_instances=1,
                coalesce=True,
                misfire_grace_time=None,
            )
        self._scheduler.start()
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Stop, after what is being done now."""
        self._stopping.set()
        waking.wake.set()
        self._scheduler.shutdown(wait=True)
        self._threads[0].join()
        self._pool.shutdown(wait=True)

    def _send_when_woken(self) -> None:
        while not self._stopping.is_set():
            waking.wake.wait(timeout=1.0)
            waking.wake.clear()
            try:
                self._worker.send_due()
                self._worker.escalate()
            except Exception:
                log.exception("a round failed; the next one tries again")
                self._stopping.wait(0.5)

    def _listen(self, engine: Engine) -> None:
        """Hear other processes' commits (PostgreSQL NOTIFY); reconnects for ever."""
        address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        while not self._stopping.is_set():
            try:
                with psycopg.connect(address, autocommit=True) as connection:
                    connection.execute(f"LISTEN {waking.CHANNEL}")
                    self._hear(connection)
            except psycopg.Error:
                self._stopping.wait(1.0)

    def _hear(self, connection: psycopg.Connection) -> None:
        while not self._stopping.is_set():
            if readiness.select([connection.fileno()], [], [], 1.0)[0]:
                for _notice in connection.notifies(timeout=0):
                    waking.wake.set()


def _one_by_one(run: Callable[[Claim], None], claims: Iterable[Claim]) -> None:
    for claim in claims:
        run(claim)


def _in(
    pool: ThreadPoolExecutor,
) -> Callable[[Callable[[Claim], None], Iterable[Claim]], None]:
    def run_all(run: Callable[[Claim], None], claims: Iterable[Claim]) -> None:
        list(pool.map(run, claims))

    return run_all
