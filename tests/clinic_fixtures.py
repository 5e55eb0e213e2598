"""The clinic as fixtures; a folder whose tests want it imports them in its conftest."""

from collections.abc import Iterator

import pytest

from tests.clinic import Clinic
from tests.databases import Databases
from tests.unanswered import assert_unanswered_as_logged


@pytest.fixture(scope="session")
def sqlite_clinic(sqlite_databases) -> Iterator[Clinic]:
    """The clinic on SQLite."""
    yield from _opened(sqlite_databases)


@pytest.fixture(scope="session")
def postgresql_clinic(_postgres_databases) -> Iterator[Clinic]:
    """The clinic on PostgreSQL."""
    yield from _opened(_postgres_databases)


def _opened(databases: Databases) -> Iterator[Clinic]:
    opened = Clinic(databases.with_seed())
    yield opened
    opened.close()


@pytest.fixture
def clinic(database_kind, request) -> Iterator[Clinic]:
    """A clinic without any contact in it, on the kind of database this test runs on.

    However its story ends, each contact's row must say of being an obesvarad what its log says.
    """
    found: Clinic = request.getfixturevalue(f"{database_kind}_clinic")
    found.reset()
    yield found
    with found.sessions() as session:
        assert_unanswered_as_logged(session)
