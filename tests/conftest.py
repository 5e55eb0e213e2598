"""Fixtures everybody shares: each test that touches a database runs on SQLite and on PostgreSQL."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.snapshot import load_directory
from routing.directory import Directory
from tests.databases import (
    KINDS,
    Databases,
    PostgresDatabases,
    SqliteDatabases,
    engine_of,
    postgres_databases,
)


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory) -> SqliteDatabases:
    """Makes SQLite databases."""
    return SqliteDatabases(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def _postgres_databases() -> Iterator[PostgresDatabases]:
    with postgres_databases() as databases:
        yield databases


@pytest.fixture(params=KINDS)
def database_kind(request) -> str:
    """The kind a test runs on: whoever asks for a database runs once on each."""
    return str(request.param)


@pytest.fixture
def databases(database_kind, request) -> Databases:
    """Makes databases of the kind this test runs on; PostgreSQL starts when first asked for."""
    name = {"sqlite": "sqlite_databases", "postgresql": "_postgres_databases"}[database_kind]
    chosen: Databases = request.getfixturevalue(name)
    return chosen


@pytest.fixture
def database_url(databases) -> Iterator[str]:
    """A database of this test's own, with all tables and no rows."""
    url = databases.with_tables()
    yield url
    databases.drop(url)


@pytest.fixture
def seeded_database_url(databases) -> Iterator[str]:
    """A database of this test's own, with the Dalarna seed in it."""
    url = databases.with_seed()
    yield url
    databases.drop(url)


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
