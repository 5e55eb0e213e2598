"""The worker: every periodic job in one list, each woken the moment there is a need.

The rows are the truth, each job is idempotent, a second worker harmless.
"""

import logging
import os
import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from app import logs
from app.actions.admission.look_at_due import look_at_due
from app.actions.contact.escalate_due import escalate_due
from app.actions.duty.notify_handovers import notify_handovers
from app.actions.operation.clock_went_back import ClockWatch, move_waits_back
from app.actions.operation.tell_refusals import tell_refusals
from app.actions.operation.watch_provider import watch_provider
from app.actions.outcome.remind_outcomes import remind_outcomes
from app.carriers import make_channel, make_posts
from app.clock import Clock
from app.config import Config
from app.directory_holder import DirectoryHolder
from models.db import transaction
from models.tables.outbox import HeartbeatRow
from notifications.callbacks import Callbacks
from notifications.channels.base import VoiceChannel
from notifications.crew import Alone, Crew, Threads
from notifications.dispatch import Dispatcher
from notifications.hear import Listener
from notifications.post import Post
from notifications.wake import Bell, Need, bells
from routing.urgency import Channel

log = logging.getLogger(__name__)

# Orders to the provider under way at once. One it never answers holds a place for five seconds
# (ten, when it is first asked about a call), so that 32 may hang while others get through.
PARALLEL_CALLS = 32

PAUSE_AFTER_FAILURE = 0.5  # seconds


@dataclass(frozen=True, slots=True)
class Worker:
    """What the jobs need. ``name`` tells this process from other workers in the heartbeat;
    ``is_fit`` says whether all of its threads run."""

    sessions: sessionmaker[Session]
    dispatcher: Dispatcher
    holder: DirectoryHolder
    clock: Clock
    name: str
    posts: Mapping[Channel, Post]
    stopping: threading.Event = field(default_factory=threading.Event)
    is_fit: Callable[[], bool] = lambda: True
    watch_of_clock: ClockWatch = field(default_factory=ClockWatch)

    def send_due(self) -> None:
        """Have all that is due in the outbox sent."""
        while self.dispatcher.send_due():
            if self.stopping.is_set():
                return

    def send_texts(self) -> None:
        """Send the text messages that are due."""
        self._send_by(Channel.SMS)

    def send_mail(self) -> None:
        """Send the mail that is due."""
        self._send_by(Channel.EMAIL)

    def _send_by(self, channel: Channel) -> None:
        while self.posts[channel].send_next():
            if self.stopping.is_set():
                return

    def escalate(self) -> int:
        """Take the next step for each contact whose time has come; returns how many.

        Before the first, and whenever the clock has gone back, what waits is moved back with it.
        """
        moved = 0
        if self.watch_of_clock.has_gone_back(self.clock):
            try:
                moved = move_waits_back(self.sessions, clock=self.clock)
            except Exception:
                self.watch_of_clock.forget()
                raise
        return moved + escalate_due(self.sessions, self.holder.fresh, clock=self.clock)

    def look_at_admissions(self) -> int:
        """Take the next step for each direct admission whose time has come; returns how many."""
        return look_at_due(self.sessions, self.holder.fresh, clock=self.clock)

    def hand_over(self) -> int:
        """Tell of the shifts that begin and end about now; returns how many notices."""
        return notify_handovers(self.sessions, self.holder.fresh, at=self.clock())

    def tell_refusals(self) -> int:
        """Tell process leaders of the week's refused admissions; returns how many notices."""
        return tell_refusals(self.sessions, self.holder.fresh, at=self.clock())

    def remind(self) -> int:
        """Remind of missing outcomes; returns how many notices."""
        return remind_outcomes(self.sessions, self.holder.fresh, at=self.clock())

    def watch(self) -> None:
        """Notice when the telephone provider goes down, and when it is back."""
        watch_provider(self.sessions, self.holder.fresh, at=self.clock())

    def beat(self) -> None:
        """Say that this worker is alive, unless one of its threads is not."""
        if not self.is_fit():
            log.error("a thread of the worker has ended; it gives no more signs of life")
            return
        with self.sessions() as session, transaction(session):
            session.merge(HeartbeatRow(name=self.name, at=self.clock()))
            with suppress(IntegrityError):  # two beats at once: one of them is enough
                session.commit()


@dataclass(frozen=True, slots=True)
class Job:
    """A periodic job; to add one, add a line to ``JOBS`` and a method to ``Worker``.

    ``run`` does all that is due at ``worker.clock()`` and returns; it may be run again at any
    moment, and in another process at the same time. A slow one holds up no other: each has
    ``threads`` to itself, one unless it shares its work as ``escalate_due`` does.

    ``every_seconds`` is how often it runs at least. With ``wakes_on`` it also runs the moment a
    transaction marked with that need (``wake_after_commit(session, need)``) is committed, here or
    in another process. A job that sends over another way than the telephone gets a ``Need`` of its
    own, so that neither waits for the other.
    """

    run: Callable[[Worker], object]
    every_seconds: float
    wakes_on: Need | None = None
    threads: int = 1


JOBS = [
    Job(Worker.send_due, every_seconds=1, wakes_on=Need.CALLS),
    Job(Worker.escalate, every_seconds=0.25, wakes_on=Need.HUNTS, threads=3),
    Job(Worker.send_texts, every_seconds=1, wakes_on=Need.TEXTS, threads=4),
    Job(Worker.send_mail, every_seconds=5, wakes_on=Need.MAIL, threads=2),
    Job(Worker.look_at_admissions, every_seconds=0.5, wakes_on=Need.BEDS),
    Job(Worker.watch, every_seconds=5),
    Job(Worker.hand_over, every_seconds=30),
    Job(Worker.remind, every_seconds=60),
    Job(Worker.tell_refusals, every_seconds=60),
    Job(Worker.beat, every_seconds=10),
]


def make_worker(
    config: Config,
    engine: Engine,
    holder: DirectoryHolder,
    *,
    channel: VoiceChannel | None = None,
    crew: Crew | None = None,
) -> Worker:
    """A worker over a database; without a ``crew`` calls are made one after the other."""
    sessions = sessionmaker(engine, expire_on_commit=False)
    return Worker(
        sessions=sessions,
        dispatcher=Dispatcher(
            sessions=sessions,
            channel=channel or make_channel(config),
            callbacks=Callbacks(config.public_url),
            clock=config.clock,
            crew=crew or Alone(),
        ),
        holder=holder,
        clock=config.clock,
        name=f"{socket.gethostname()}:{os.getpid()}",
        posts=make_posts(config, sessions),
    )


class RunningWorker:
    """A worker with its threads: ``stop()`` lets what is under way finish."""

    def __init__(self, config: Config, engine: Engine, holder: DirectoryHolder) -> None:
        logs.install()
        self._crew = Threads(PARALLEL_CALLS)
        worker = make_worker(config, engine, holder, crew=self._crew)
        self._worker = replace(worker, is_fit=self._is_fit)
        self._listener = Listener(engine, bells) if engine.dialect.name == "postgresql" else None
        self._ticking = BackgroundScheduler(
            timezone="UTC", executors={"default": ThreadPoolExecutor(len(JOBS))}
        )
        self._waiting = [
            _Waiting(job, bells.listen(job.wakes_on, sleepers=job.threads), self._worker)
            for job in JOBS
            if job.wakes_on is not None
        ]

    def start(self) -> None:
        """Start ticking, waiting and listening; returns at once, also without the database."""
        for waiting in self._waiting:
            waiting.start()
        if self._listener is not None:
            self._listener.start()
        with suppress(OperationalError):  # half a worker would claim calls and make none
            self._worker.beat()
        for job in JOBS:
            if job.wakes_on is None:
                self._ticking.add_job(
                    job.run,
                    "interval",
                    args=[self._worker],
                    seconds=job.every_seconds,
                    max_instances=1,
                    coalesce=True,
                    misfire_grace_time=None,
                )
        self._ticking.start()

    def stop(self) -> None:
        """Stop, after what is being done now."""
        self._worker.stopping.set()
        self._ticking.shutdown(wait=True)
        for waiting in self._waiting:
            waiting.stop()
        if self._listener is not None:
            self._listener.stop()
        self._crew.finish()

    def _is_fit(self) -> bool:
        listens = self._listener is None or self._listener.is_alive()
        return listens and all(waiting.is_alive() for waiting in self._waiting)


class _Waiting:
    """The threads of a job that wakes on a need. Nothing a job raises ends them."""

    def __init__(self, job: Job, bell: Bell, worker: Worker) -> None:
        self._job = job
        self._worker = worker
        self._bell = bell
        name = f"job-{job.wakes_on}"
        self._threads = [threading.Thread(target=self._run, name=name) for _ in range(job.threads)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def is_alive(self) -> bool:
        return all(thread.is_alive() for thread in self._threads)

    def stop(self) -> None:
        """Wait for the rounds under way; ``worker.stopping`` must be set."""
        for _thread in self._threads:
            self._bell.ring()
        for thread in self._threads:
            thread.join()
        bells.forget(self._bell)

    def _run(self) -> None:
        stopping = self._worker.stopping
        while not stopping.is_set():
            self._bell.wait(timeout=self._job.every_seconds)
            if stopping.is_set():
                return
            try:
                self._job.run(self._worker)
            except Exception:
                log.exception("a job failed; its next round tries again")
                stopping.wait(PAUSE_AFTER_FAILURE)
