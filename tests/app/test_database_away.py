"""While the database is away: the plan from memory, a proper 503 for the rest, never a bare 500."""

import time

import pytest
from twilio.request_validator import RequestValidator

from app import directory_holder
from app.auth.accounts import deactivate_account
from app.config import LAB_ACCOUNT
from app.current import current_holder
from models.db import db
from models.tables.accounts import AccountRole
from tests.app.applications import Caller, MovedClock, application
from tests.app.web.late import Writer
from tests.app.web.visitors import Visitor, words_of
from tests.lost_database import database_away

pytestmark = pytest.mark.slow

PLAN = "/plan?path=halvakut&specialty=kardiologi&municipality=Mora"
CALL = "CA" + "0" * 32


@pytest.fixture(scope="module")
def away_app(_postgres_databases):
    url = _postgres_databases.with_seed()
    clock = MovedClock()
    with application(url, clock) as app:
        app.testing = False  # as in operation: what nobody handles is a 500
        yield app, url, clock
    _postgres_databases.drop(url)


def signed(app, path, form):
    address = f"http://localhost{path}"
    signature = RequestValidator("lab-token").compute_signature(address, form)
    return app.test_client().post(path, data=form, headers={"X-Twilio-Signature": signature})


def wait_until_back(app):
    """Until the directory is told anew: the listener looks each second."""
    with app.app_context():
        holder = current_holder()
    begun = time.monotonic()
    while holder._away_at is not None:
        holder.current()
        assert time.monotonic() - begun < directory_holder.SPARED_SECONDS + 5
        time.sleep(0.05)


def test_who_is_known_gets_the_plan_from_memory_and_a_stranger_a_503(away_app):
    app, url, clock = away_app
    known, stranger = Caller(app, AccountRole.PRIMARVARDSLAKARE), Caller(app, AccountRole.AMBULANS)
    first = known.get(PLAN)
    assert first.status_code == 200
    with database_away(url):
        again = known.get(PLAN)
        assert (again.status_code, again.data) == (200, first.data)
        clock.advance(minutes=2)
        decided = known.get(PLAN.replace("Mora", "Falun"))
        assert decided.status_code == 200
        assert decided.get_json()["steps"]
        refused = stranger.get(PLAN)
        assert refused.status_code == 503
        assert refused.mimetype == "application/problem+json"
        assert int(refused.headers["Retry-After"]) > 0
    assert stranger.get(PLAN).status_code == 200


def test_memory_has_an_end(away_app, monkeypatch):
    app, url, _clock = away_app
    known = Caller(app, AccountRole.PRIMARVARDSLAKARE)
    assert known.get(PLAN).status_code == 200
    with database_away(url):
        assert known.get(PLAN).status_code == 200
        monkeypatch.setattr(directory_holder, "KEPT_SECONDS", 0.0)
        answer = known.get(PLAN)
        assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
        assert answer.headers["Retry-After"]


def test_a_closed_account_opens_nothing_once_the_database_is_back(away_app):
    app, url, clock = away_app
    known = Caller(app, AccountRole.PRIMARVARDSLAKARE)
    assert known.get(PLAN).status_code == 200
    with database_away(url):
        assert known.get(PLAN).status_code == 200
    wait_until_back(app)
    with app.app_context():
        deactivate_account(db.session(), known.account_id, at=clock())
    assert known.get(PLAN).status_code == 401


def test_nothing_else_is_a_bare_500(away_app):
    app, url, _clock = away_app
    known = Caller(app, AccountRole.PRIMARVARDSLAKARE)
    doctor = Visitor(app, AccountRole.PRIMARVARDSLAKARE, unit_id="vc-mora")
    known.get(PLAN)
    doctor.get("/")
    with database_away(url):
        for path in ("/requests/00000000-0000-4000-8000-000000000000", "/notices", "/beds"):
            answer = known.get(path)
            assert (path, answer.status_code, answer.mimetype) == (
                path,
                503,
                "application/problem+json",
            )
            assert answer.headers["Retry-After"]
        assert doctor.get("/jour").status_code == 200  # all of it is in memory
        for path in ("/", "/vardplatser", "/inkorg", "/utfall"):
            page = doctor.get(path)
            assert page.status_code == 503, path
            assert "Databasen svarar inte just nu" in page.get_data(as_text=True)
            assert page.headers["Retry-After"]
        an_id = "00000000-0000-4000-8000-000000000000"
        for address in (
            *(f"/voice/{an_id}/{word}" for word in ("answer", "digit", "status", "fallback")),
            *("/voice/incoming", "/voice/incoming/fallback", "/sms/incoming"),
            f"/conference/{an_id}/status",
        ):
            form = {"CallSid": CALL, "From": "+46701740605", "To": "+46313900600", "Body": "JA"}
            form |= {
                "MessageSid": "SM" + "0" * 32,
                "AccountSid": LAB_ACCOUNT,
                "CallStatus": "completed",
                "StatusCallbackEvent": "participant-join",
            }
            answer = signed(app, f"/webhooks/twilio{address}", form)
            assert answer.status_code == 503, address  # the provider then asks the fallback
        ready = app.test_client().get("/health/ready")
        assert ready.status_code == 503
        assert app.test_client().get("/health/live").status_code == 200


def test_a_process_that_never_saw_the_database_says_503(request):
    databases = request.getfixturevalue("_postgres_databases")
    url = databases.with_seed()
    with database_away(url), application(url, MovedClock()) as app:
        app.testing = False
        headers = {"Authorization": "Bearer kv_" + "a" * 43}
        answer = app.test_client().get(f"/api/v1{PLAN}", headers=headers)
        assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
    databases.drop(url)


def test_it_is_told_anew_soon_after_the_database_is_back(away_app):
    app, url, _clock = away_app
    with app.app_context():
        holder = current_holder()
    with database_away(url):
        assert holder.current().units
    wait_until_back(app)


def test_what_was_typed_goes_on_along_with_the_sign_in_page(away_app):
    app, url, _clock = away_app
    gp = Writer(app)
    token = gp.opens_page()
    gp.loses_cookie()
    carrying = gp.sends("/kontakt/halvakut/plan", token, situation="Andfådd sedan i natt")
    with database_away(url):
        away = gp.signs_in(carrying)
    assert (away.status_code, away.headers["Retry-After"]) == (503, "5")
    assert "Det du skrev finns kvar" in words_of(away)
    wait_until_back(app)
    assert "Andfådd sedan i natt" in words_of(gp.signs_in(away))
