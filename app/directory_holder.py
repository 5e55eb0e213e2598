"""The directory held in memory by one process, replaced as soon as somebody changes it."""

import logging
import sqlite3
import threading
import time
from typing import Protocol

import psycopg
from sqlalchemy import URL, Engine, event
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session

from models.snapshot import CHANGED, CHANNEL, load_directory, read_version
from routing.directory import SWEDEN_AND_NEIGHBOURS, Directory
from routing.live_limits import USUAL_LIMITS, LiveLimits

log = logging.getLogger(__name__)

Token = object
RETRY_SECONDS = 1.0
RECHECK_SECONDS = 10.0
SPARED_SECONDS = 5.0
KEPT_SECONDS = 15 * 60.0
"""How long the directory is answered from memory when the database cannot be asked: the night's
numbers are worth more than the certainty that nobody has changed them, or closed an account,
meanwhile. Whatever writes asks the database itself."""


class Watch(Protocol):
    """Tells whether the directory may have changed, far cheaper than asking the database."""

    def token(self) -> Token:
        """Equal to an earlier token only while nothing has changed since that one was taken."""

    def hears(self) -> bool:
        """Whether the database can be asked, as far as is known without asking."""

    def close(self) -> None:
        """Let go of connections and threads."""


class DirectoryHolder:
    """One immutable ``Directory`` per process and database; safe to share between threads."""

    def __init__(
        self,
        engine: Engine,
        *,
        callable_countries: frozenset[str] = SWEDEN_AND_NEIGHBOURS,
        live_limits: LiveLimits = USUAL_LIMITS,
    ) -> None:
        self._engine = engine
        self._callable_countries = callable_countries
        self._live_limits = live_limits
        self._watch = _watch(engine)
        self._lock = threading.Lock()
        self._held: tuple[Token, Directory] | None = None
        self._sure_at = 0.0  # when what is held was last known to be true, by ``time.monotonic``
        self._away_at: float | None = None  # when the database last did not answer; None: it does

    def current(self) -> Directory:
        """The directory as it is now: a few microseconds when nothing has changed.

        While the database does not answer, as it was, for ``KEPT_SECONDS``; then, and when nothing
        is held, raises ``OperationalError``.
        """
        held = self._held
        if held is not None and self._is_to_be_spared():
            return held[1]
        try:
            token = self._watch.token()
            if held is not None and held[0] == token:
                self._sure_at = time.monotonic()
                return held[1]
            # One at a time asks a database that is away; the others do not wait for it to fail.
            waits = held is None or self._away_at is None
            if not self._lock.acquire(blocking=waits) and held is not None:
                return held[1]
            try:
                return self._renewed(token)
            finally:
                self._lock.release()
        except (OperationalError, InterfaceError) as error:
            return self._kept(error)

    def fresh(self, session: Session) -> Directory:
        """The directory as the transaction of ``session`` sees it, or newer.

        Costs one small query. For whoever must not miss a change made an instant ago by another
        process, such as the worker about to ring somebody.
        """
        held = self._held
        if held is not None and held[1].version == read_version(session):
            return held[1]
        token = self._watch.token()
        with self._lock:
            return self._renewed(token)

    def close(self) -> None:
        """Let go of connections and threads; the holder may be used again."""
        self._watch.close()

    def _renewed(self, token: Token) -> Directory:
        """Load again unless the version is the one held; the token was taken before reading."""
        isolation = {"postgresql": "REPEATABLE READ"}.get(self._engine.dialect.name)
        with self._engine.connect() as connection:
            if isolation:
                connection.execution_options(isolation_level=isolation)
            with Session(connection) as session:
                directory = self._held[1] if self._held else None
                if directory is None or directory.version != read_version(session):
                    directory = load_directory(
                        session,
                        callable_countries=self._callable_countries,
                        live_limits=self._live_limits,
                    )
        self._held = (token, directory)
        self._sure_at, self._away_at = time.monotonic(), None
        return directory

    def _is_to_be_spared(self) -> bool:
        """Whether the database did not answer a moment ago: each try may take seconds."""
        away_at, now = self._away_at, time.monotonic()
        if away_at is None or self._watch.hears():
            return False
        return now - away_at < SPARED_SECONDS and now - self._sure_at < KEPT_SECONDS

    def _kept(self, error: Exception) -> Directory:
        """What is held although the database is away; raises ``error`` when that is too old."""
        if self._away_at is None:
            log.warning("the database does not answer; the directory is told from memory")
        now = self._away_at = time.monotonic()
        if self._held is None or now - self._sure_at >= KEPT_SECONDS:
            raise error
        return self._held[1]


def _watch(engine: Engine) -> Watch:
    if engine.dialect.name == "postgresql":
        return _PostgresWatch(engine.url)
    return _SqliteWatch(engine.url.database or "")


_VERSION = "SELECT max(version) FROM directory_version"


class _SqliteWatch:
    """SQLite counts the commits of other connections (``PRAGMA data_version``); ours only asks.

    Most commits are contacts, so the directory's version is asked for after each.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._generation = 0
        self._commits: int | None = None
        self._version = 0

    def token(self) -> Token:
        try:
            return self._asked()
        except sqlite3.Error:  # no such file or table, or not now: let the holder find out
            return object()

    def _asked(self) -> Token:
        with self._lock:
            if self._connection is None:
                self._connection = sqlite3.connect(self._file, check_same_thread=False)
                self._generation += 1
                self._commits = None
            (commits,) = self._connection.execute("PRAGMA data_version").fetchone()
            if commits != self._commits:
                (self._version,) = self._connection.execute(_VERSION).fetchone()
                self._commits = commits
            return (self._generation, self._version)

    def hears(self) -> bool:
        return True  # a file that cannot be read says so at once

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None


class _PostgresWatch:
    """Listens on the channel that ``bump_version`` notifies; asks each time while it cannot listen.

    A commit of this very process counts at once, before its notification has gone round.
    """

    def __init__(self, database: URL) -> None:
        # A connection that died in silence is given up on after some seconds.
        patience = {"keepalives_idle": "5", "tcp_user_timeout": "10000"}
        url = database.set(drivername="postgresql", query={**patience, **database.query})
        self._address = url.render_as_string(hide_password=False)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self._is_listening = False
        self._heard = 0

    def token(self) -> Token:
        if self._thread is None:
            self._start()
        if not self._is_listening:
            return object()
        return (self._heard, _own_commits.count)

    def hears(self) -> bool:
        return self._is_listening

    def close(self) -> None:
        self._stop.set()
        thread = self._thread
        if thread is not None:
            thread.join(timeout=5)
        self._thread = None

    def _start(self) -> None:
        with self._lock:
            if self._thread is None:
                self._stop = threading.Event()
                self._thread = threading.Thread(
                    target=self._run, args=(self._stop,), name="directory-listener", daemon=True
                )
                self._thread.start()

    def _run(self, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                self._listen(stop)
            except psycopg.Error as error:
                log.warning("directory listener lost the database: %s", type(error).__name__)
            finally:
                self._is_listening = False
            stop.wait(RETRY_SECONDS)

    def _listen(self, stop: threading.Event) -> None:
        with psycopg.connect(self._address, autocommit=True) as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            self._heard += 1
            self._is_listening = True
            waited = 0.0
            while not stop.is_set():
                heard = list(connection.notifies(timeout=0.25, stop_after=1))
                waited += 0.25
                if heard or waited >= RECHECK_SECONDS:
                    # A connection that died in silence is found out by asking now and then.
                    connection.execute("SELECT 1")
                    self._heard += 1
                    waited = 0.0


class _OwnCommits:
    """How many times this process itself has committed a change of the directory."""

    def __init__(self) -> None:
        self.count = 0
        self._lock = threading.Lock()

    def add(self, session: Session) -> None:
        """Called after each commit of any session."""
        if session.info.pop(CHANGED, False):
            with self._lock:
                self.count += 1


_own_commits = _OwnCommits()
event.listen(Session, "after_commit", _own_commits.add)
