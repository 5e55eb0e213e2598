"""GET /health/live and /health/ready."""

from datetime import timedelta

import pytest

from models.db import db
from models.tables.outbox import HeartbeatRow
from tests.app.applications import MovedClock, application
from tests.databases import open_engine

pytestmark = pytest.mark.postgresql


@pytest.fixture
def beating(app, clock):
    """A worker gave a sign of life now."""
    with app.app_context():
        db.session.merge(HeartbeatRow(name="test", at=clock()))
        db.session.commit()


def test_a_process_that_answers_is_alive(app):
    assert app.test_client().get("/health/live").json == {"status": "ok"}


def test_it_is_ready_while_a_worker_lives(app, clock, beating):
    client = app.test_client()
    clock.advance(seconds=30)
    assert client.get("/health/ready").status_code == 200
    clock.advance(seconds=1)
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert "worker" in answer.get_json()["reasons"][0]


def test_a_sign_of_life_from_before_the_clock_went_back_says_nothing_of_now(app, clock, beating):
    clock.advance(seconds=-30 * 60)
    answer = app.test_client().get("/health/ready")
    assert answer.status_code == 503
    assert "worker" in answer.get_json()["reasons"][0]


def test_without_migrations_it_is_not_ready(databases):
    url = databases.bare()
    with application(url, MovedClock()) as bare:
        answer = bare.test_client().get("/health/ready")
    assert answer.status_code == 503
    assert answer.get_json()["reasons"] == ["the database does not answer"]
    databases.drop(url)


def test_an_old_database_and_an_empty_directory_are_named(database_url):
    engine = open_engine(database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    engine.dispose()
    with application(database_url, MovedClock()) as old:
        reasons = old.test_client().get("/health/ready").get_json()["reasons"]
    assert reasons[:2] == ["the migrations have not been run", "the directory is empty"]


def test_it_does_not_matter_which_worker_lives(app, clock, beating):
    with app.app_context():
        earlier = clock() - timedelta(hours=1)
        db.session.merge(HeartbeatRow(name="dead", at=earlier))
        db.session.commit()
    assert app.test_client().get("/health/ready").status_code == 200
