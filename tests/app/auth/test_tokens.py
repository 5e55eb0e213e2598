"""Bearer tokens: what they open, and that they stop at once."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.auth.accounts import deactivate_account
from app.auth.tokens import (
    PREFIX,
    UnknownAccount,
    UnknownToken,
    create_token,
    load_tokens,
    revoke_token,
)
from models.db import db
from models.tables.accounts import ApiTokenRow
from tests.app.applications import counted_queries
from tests.databases import open_engine

pytestmark = pytest.mark.postgresql

PLAN = "/plan?path=halvakut&specialty=kardiologi&municipality=Mora"


def test_only_a_checksum_is_kept(app, caller):
    somebody = caller()
    assert somebody.token.startswith(PREFIX)
    with app.app_context():
        kept = db.session.scalars(select(ApiTokenRow.token_hash)).all()
    assert somebody.token not in kept
    assert all(len(checksum) == 64 for checksum in kept)


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer kv_nope", "Basic a2F0dDprYXR0", f"Bearer {PREFIX}{'x' * 43}"],
)
def test_anything_else_opens_nothing(app, header):
    headers = {"Authorization": header} if header else {}
    answer = app.test_client().get(f"/api/v1{PLAN}", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_token_expires(app, caller, clock):
    somebody = caller()
    with app.app_context():
        somebody.token = create_token(
            db.session(),
            somebody.username,
            name="kort",
            at=clock(),
            expires_at=clock() + timedelta(hours=1),
        )
    assert somebody.get(PLAN).status_code == 200
    clock.advance(hours=1)
    assert somebody.get(PLAN).status_code == 401


def test_a_revoked_token_stops_at_once_even_from_another_process(app, caller, clock):
    somebody = caller()
    assert somebody.get(PLAN).status_code == 200
    engine = open_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    with Session(engine) as elsewhere:
        (number,) = (one.id for one in load_tokens(elsewhere) if one.username == somebody.username)
        revoke_token(elsewhere, number, at=clock())
    engine.dispose()
    assert _soon(lambda: somebody.get(PLAN).status_code == 401)


def _soon(is_so) -> bool:
    """PostgreSQL's notification takes some milliseconds to reach the other process."""
    pause = threading.Event()
    for _ in range(100):
        if is_so():
            return True
        pause.wait(0.02)
    return False


def test_a_closed_account_takes_its_tokens_along(app, caller, clock):
    somebody = caller()
    assert somebody.get(PLAN).status_code == 200
    with app.app_context():
        deactivate_account(db.session(), somebody.account_id, at=clock())
    assert somebody.get(PLAN).status_code == 401


def test_who_is_known_is_not_looked_up_again(app, caller):
    somebody = caller()
    somebody.get(PLAN)
    with counted_queries(app) as statements:
        assert somebody.get(PLAN).status_code == 200
        assert somebody.get(PLAN + "&at=2026-11-24T10:00").status_code == 200
    assert statements == []


def test_only_an_account_gets_a_token(app, clock):
    with app.app_context(), pytest.raises(UnknownAccount):
        create_token(db.session(), "ingen", name="x", at=clock())


def test_only_a_token_is_revoked(app, clock):
    with app.app_context(), pytest.raises(UnknownToken):
        revoke_token(db.session(), 999_999, at=clock())
