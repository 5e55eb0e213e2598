"""Fixtures everybody shares, and which kinds of database a test runs on.

Each test that asks for a database runs on SQLite. One that asks what only PostgreSQL can answer –
locks, constraints, SQL, what two processes see of each other – is marked ``postgresql`` and runs
there too; ``postgresql(alone=True)`` runs there instead: it costs seconds, and what SQLite would
answer is the same or of no account. ``--every-database`` runs all of them on both (``make
test-nightly``).
"""

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.snapshot import load_directory
from routing.directory import Directory
from tests.databases import (
    Databases,
    PostgresDatabases,
    SqliteDatabases,
    engine_of,
    postgres_databases,
)

SPREAD: Final = 0.7
"""The part of the run that what waits is spread over; the rest is left for whoever is late."""

# The same examples every time, so that a failure is seen by everybody; new ones by night. How long
# one takes says nothing where others work too.
settings.register_profile(
    "suite",
    deadline=None,
    derandomize="KONTAKTVAGAR_EXAMPLES" not in os.environ,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--every-database``: see above."""
    parser.addoption("--every-database", action="store_true", help="all tests on PostgreSQL too")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test the kinds of database it runs on, unless it says itself."""
    if "database_kind" not in metafunc.fixturenames or _says_itself(metafunc):
        return
    asks = metafunc.definition.get_closest_marker("postgresql")
    is_every = metafunc.config.getoption("every_database")
    kinds: list[object] = []
    if is_every or not (asks and asks.kwargs.get("alone")):
        kinds.append("sqlite")
    if is_every or asks:
        # `make test-fast` leaves it out: much is slower there.
        kinds.append(pytest.param("postgresql", marks=pytest.mark.slow))
    metafunc.parametrize("database_kind", kinds, indirect=True, scope="module")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What waits in real time (``faults``) is spread over the run: one waits, others work."""
    waiting = list(dict.fromkeys(one.path for one in items if one.get_closest_marker("faults")))
    others = [path for path in dict.fromkeys(one.path for one in items) if path not in waiting]
    apart = SPREAD * len(others) / max(len(waiting), 1)
    place: dict[Path, float] = {path: number for number, path in enumerate(others)}
    place |= {path: number * apart - 0.5 for number, path in enumerate(waiting)}
    items.sort(key=lambda one: place[one.path])


def pytest_collection() -> None:
    """Ten thousand tests and what they import stay until the end: nobody has to look through them
    for garbage, neither while they come nor later."""
    gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


def _says_itself(metafunc: pytest.Metafunc) -> bool:
    marks = metafunc.definition.iter_markers("parametrize")
    return any(mark.args[0] == "database_kind" for mark in marks)


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory) -> SqliteDatabases:
    """Makes SQLite databases."""
    return SqliteDatabases(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def _postgres_databases() -> Iterator[PostgresDatabases]:
    with postgres_databases() as databases:
        yield databases


@pytest.fixture(scope="module")
def database_kind(request) -> str:
    """The kind a test runs on: "sqlite" or "postgresql"."""
    return str(request.param)


@pytest.fixture(scope="module")
def databases(database_kind, request) -> Databases:
    """Makes databases of the kind this test runs on; PostgreSQL starts when first asked for."""
    name = {"sqlite": "sqlite_databases", "postgresql": "_postgres_databases"}[database_kind]
    chosen: Databases = request.getfixturevalue(name)
    return chosen


@pytest.fixture
def database_url(databases) -> Iterator[str]:
    """A database of this test's own, with all tables and no rows."""
    with databases.lent(seeded=False) as url:
        yield url


@pytest.fixture
def seeded_database_url(databases) -> Iterator[str]:
    """A database of this test's own, with the Dalarna seed in it."""
    with databases.lent(seeded=True) as url:
        yield url


@pytest.fixture
def engine(database_url) -> Iterator[Engine]:
    """The engine of ``database_url``."""
    with engine_of(database_url) as opened:
        yield opened


@pytest.fixture
def seeded_engine(seeded_database_url) -> Iterator[Engine]:
    """The engine of ``seeded_database_url``."""
    with engine_of(seeded_database_url) as opened:
        yield opened


@pytest.fixture
def session(engine) -> Iterator[Session]:
    """A session on an empty database."""
    with Session(engine, expire_on_commit=False) as opened:
        yield opened


@pytest.fixture
def seeded_session(seeded_engine) -> Iterator[Session]:
    """A session on a database that holds the Dalarna seed."""
    with Session(seeded_engine, expire_on_commit=False) as opened:
        yield opened


@pytest.fixture(scope="session")
def dalarna(sqlite_databases) -> Directory:
    """The Dalarna seed as the rules read it; immutable, so one for all tests."""
    url = sqlite_databases.with_seed()
    with engine_of(url) as opened, Session(opened) as session:
        return load_directory(session)
