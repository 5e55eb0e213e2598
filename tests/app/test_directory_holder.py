"""The directory in memory is never older than the database."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.orm import Session

from app.directory_holder import DirectoryHolder, _PostgresWatch
from models.snapshot import bump_version
from models.tables.directory import CareUnitRow
from tests.databases import SEEDED_AT

pytestmark = pytest.mark.postgresql


@pytest.fixture
def holder(seeded_engine):
    made = DirectoryHolder(seeded_engine)
    yield made
    made.close()


def rename(session: Session, name: str) -> None:
    session.get_one(CareUnitRow, "vc-mora").name = name
    bump_version(session, at=SEEDED_AT)
    session.commit()


def soon(is_so: Callable[[], bool]) -> bool:
    """PostgreSQL's notification takes some milliseconds."""
    pause = threading.Event()
    return any(is_so() or pause.wait(0.02) for _ in range(150))


def test_the_same_directory_is_handed_out_until_it_changes(holder, seeded_session):
    first = holder.current()
    assert holder.current() is first
    seeded_session.get_one(CareUnitRow, "vc-mora").note = "not of the rules' concern yet"
    seeded_session.commit()
    assert holder.current() is first


def test_what_this_process_changes_it_sees_at_once(holder, seeded_session):
    holder.current()
    assert soon(lambda: holder.current() is holder.current())
    for name in ("Först", "Sedan", "Sist"):
        rename(seeded_session, name)
        assert holder.current().units["vc-mora"].name == name


def test_what_another_process_changes_is_seen(holder, seeded_engine):
    """Another process: its commits are not counted here."""
    holder.current()
    assert soon(lambda: holder.current() is holder.current())
    with seeded_engine.begin() as connection:
        connection.execute(text("UPDATE care_unit SET name = 'Annan' WHERE id = 'vc-mora'"))
        connection.execute(text("UPDATE directory_version SET version = version + 1"))
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_notify('directory_changed', '')"))
    assert soon(lambda: holder.current().units["vc-mora"].name == "Annan")


def test_fresh_sees_what_is_committed_without_waiting_to_be_told(holder, seeded_engine):
    holder.current()
    with seeded_engine.begin() as connection:
        connection.execute(text("UPDATE care_unit SET name = 'Nyss' WHERE id = 'vc-mora'"))
        connection.execute(text("UPDATE directory_version SET version = version + 1"))
    with Session(seeded_engine) as session:
        assert holder.fresh(session).units["vc-mora"].name == "Nyss"


def test_a_change_that_is_taken_back_is_not_seen(holder, seeded_session):
    name = holder.current().units["vc-mora"].name
    seeded_session.get_one(CareUnitRow, "vc-mora").name = "Ångrat"
    bump_version(seeded_session, at=SEEDED_AT)
    seeded_session.rollback()
    assert holder.current().units["vc-mora"].name == name


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_while_nobody_can_listen_the_database_is_asked_each_time(seeded_engine):
    deaf = DirectoryHolder(seeded_engine)
    deaf._watch = _PostgresWatch(make_url("postgresql://127.0.0.1:1/nowhere"))
    try:
        deaf.current()
        with Session(seeded_engine) as session:
            session.get_one(CareUnitRow, "vc-mora").name = "Ohört"
            session.execute(text("UPDATE directory_version SET version = version + 1"))
            session.commit()
        assert deaf.current().units["vc-mora"].name == "Ohört"
    finally:
        deaf.close()


def test_many_threads_share_one_directory(holder):
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.append(holder.current().version)) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [found[0]] * 8
