"""A county to tell stories about."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from tests.stories.counties import STOCKHOLM, Place
from tests.stories.county import County

MONDAY_MORNING = datetime(2026, 11, 23, 10, 0, tzinfo=STOCKHOLM)


@pytest.fixture(scope="session")
def sqlite_place(sqlite_databases) -> Iterator[Place]:
    """Where stories happen, on SQLite."""
    place = Place(sqlite_databases)
    yield place
    place.close()


@pytest.fixture(scope="session")
def postgresql_place(_postgres_databases) -> Iterator[Place]:
    """Where stories happen, on PostgreSQL."""
    place = Place(_postgres_databases)
    yield place
    place.close()


@pytest.fixture
def county_at(database_kind, request) -> Iterator[Callable[[datetime], County]]:
    """Makes the county at a moment (Stockholm time), once in a story."""
    place: Place = request.getfixturevalue(f"{database_kind}_place")
    begun: list[County] = []

    def begin(at: datetime) -> County:
        assert not begun, "one county is enough for a story"
        begun.append(place.begin(at))
        return begun[0]

    yield begin
    for county in begun:
        place.end(county)


@pytest.fixture
def county(county_at: Callable[[datetime], County]) -> County:
    """The county on an ordinary Monday morning at ten."""
    return county_at(MONDAY_MORNING)
