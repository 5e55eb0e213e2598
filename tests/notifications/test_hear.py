"""The listener hears every commit, and is back at once when its connection is cut."""

import time
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import text

from models.db import start_writing
from notifications.hear import Listener
from notifications.wake import CHANNEL, Bell, Bells, Need, wake_after_commit

pytestmark = pytest.mark.slow

SOON = 3.0  # seconds


@pytest.fixture
def bells() -> Bells:
    """Bells of this test's own: those of the process ring for its own commits, too."""
    return Bells()


@pytest.fixture
def bell(bells) -> Bell:
    heard: Bell = bells.listen(Need.CALLS)
    return heard


@pytest.fixture
def listener(postgresql_clinic, bells, bell) -> Iterator[Listener]:
    listener = Listener(postgresql_clinic.engine, bells)
    listener.start()
    assert bell.wait(SOON), "it says when it begins to listen"
    yield listener
    listener.stop()


def commit(postgresql_clinic, need: Need) -> None:
    session = postgresql_clinic.fresh()
    start_writing(session)
    wake_after_commit(session, need)
    session.commit()


def cut_off(postgresql_clinic) -> int:
    """End the listeners' connections, as a restart of the database does."""
    session = postgresql_clinic.fresh()
    ended = session.scalar(
        text(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE query = :listening AND datname = current_database()"
        ),
        {"listening": f"LISTEN {CHANNEL}"},
    )
    session.rollback()
    return int(ended)


def test_a_commit_of_another_process_is_heard(postgresql_clinic, listener, bell):
    commit(postgresql_clinic, Need.CALLS)
    assert bell.wait(SOON)


def test_a_commit_about_something_else_is_not(postgresql_clinic, listener, bells, bell):
    hunts = bells.listen(Need.HUNTS)
    commit(postgresql_clinic, Need.HUNTS)
    assert hunts.wait(SOON)
    assert not bell.wait(0)


def test_cut_off_it_is_back_at_once_and_has_everything_looked_at(postgresql_clinic, listener, bell):
    for _time in range(3):
        cut_at = time.monotonic()
        assert cut_off(postgresql_clinic) == 1
        assert bell.wait(SOON), "what was committed in between would be missed"
        assert time.monotonic() - cut_at < 1
        commit(postgresql_clinic, Need.CALLS)
        assert bell.wait(SOON)
    assert listener.is_alive()


def test_it_outlives_whatever_goes_wrong(postgresql_clinic, bells, bell, monkeypatch):
    goes_wrong: list[Callable[[], object]] = [lambda: int("no number"), lambda: [][0]]
    listener = Listener(postgresql_clinic.engine, bells)
    listens = listener._listen

    def listen() -> None:
        if goes_wrong:
            goes_wrong.pop()()
        listens()

    monkeypatch.setattr(listener, "_listen", listen)
    listener.start()
    try:
        assert bell.wait(SOON)
        assert goes_wrong == []
    finally:
        listener.stop()
    assert not listener.is_alive()
