"""The world and the walk through it, once: who may what is the same on every database."""

from collections.abc import Iterator

import pytest

from tests.app.access.walk import Answer, Walk
from tests.app.access.world import make_world
from tests.app.applications import MovedClock, application


@pytest.fixture(scope="module")
def walk(sqlite_databases) -> Iterator[Walk]:
    """Everybody in front of a world that stands still."""
    url = sqlite_databases.with_seed()
    with application(url, MovedClock()) as app:
        made = Walk(make_world(app))
        yield made
        made.close()
    sqlite_databases.drop(url)


@pytest.fixture(scope="module")
def answers(walk) -> tuple[Answer, ...]:
    """What everybody got at every address of the table."""
    return tuple(walk.all())
