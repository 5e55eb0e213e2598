"""A remembered plan is given only to whom, when and what it was made for."""

from datetime import timedelta

import pytest

from app.auth.tokens import create_token, load_tokens, revoke_token
from models.db import db
from models.snapshot import bump_version
from models.tables.accounts import AccountRole
from models.tables.directory import OnCallLineRow
from tests.app.applications import Caller

PLAN = "/plan?path=halvakut&specialty=kardiologi&municipality=Mora"


@pytest.fixture
def gp(app):
    return Caller(app, AccountRole.PRIMARVARDSLAKARE)


def test_the_same_question_has_the_same_answer_and_headers(gp):
    first, second = gp.get(PLAN), gp.get(PLAN)
    assert first.status_code == second.status_code == 200
    assert first.data == second.data
    assert list(first.headers) == list(second.headers)


def test_what_one_reads_packed_the_next_can_read_too(gp, clock):
    clock.advance(minutes=7)  # nothing is remembered of this minute
    for accepted in ("br, gzip", "identity", "gzip"):
        answer = gp.get(PLAN, headers={"Accept-Encoding": accepted})
        assert "Content-Encoding" not in answer.headers
        assert answer.get_json()["open"] is True


def test_the_next_minute_is_decided_anew(gp, clock):
    first = gp.get(PLAN).get_json()["at"]
    clock.advance(minutes=1)
    assert gp.get(PLAN).get_json()["at"] > first


def test_a_changed_directory_is_decided_anew(gp, app, clock):
    gp.get(PLAN)
    with app.app_context():
        line = db.session.get_one(OnCallLineRow, "mora-kardiologi-konsult")
        line.name = "Annat namn"
        bump_version(db.session(), at=clock())
        db.session.commit()
    assert gp.get(PLAN).get_json()["steps"][0]["role"] == "Annat namn"


def test_a_revoked_token_gets_nothing_remembered(gp, app, clock):
    assert gp.get(PLAN).status_code == 200
    with app.app_context():
        for token in load_tokens(db.session()):
            revoke_token(db.session(), token.id, at=clock())
    assert gp.get(PLAN).status_code == 401


def test_an_expired_token_gets_nothing_remembered_even_within_the_minute(gp, app, clock):
    with app.app_context():
        expires = clock() + timedelta(seconds=20)
        gp.token = create_token(
            db.session(), gp.username, name="short", at=clock(), expires_at=expires
        )
    assert gp.get(PLAN).status_code == 200
    clock.advance(seconds=19)
    assert gp.get(PLAN).status_code == 200
    clock.advance(seconds=1)
    assert gp.get(PLAN).status_code == 401


def test_another_bearer_or_language_or_none_is_asked_anew(gp, app):
    gp.get(PLAN)
    assert app.test_client().get(f"/api/v1{PLAN}").status_code == 401
    english = gp.get(PLAN, headers={"Accept-Language": "en"}).get_json()
    assert english["reasons"] != gp.get(PLAN).get_json()["reasons"]
    ambulance = Caller(app, AccountRole.AMBULANS)
    assert ambulance.get(PLAN).get_json()["open"] is False


def test_refusals_are_not_remembered(gp):
    wrong = PLAN.replace("kardiologi", "kardilogi")
    assert [gp.get(wrong).status_code for _ in range(2)] == [422, 422]
