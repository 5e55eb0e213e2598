"""Signing in and out."""

import re
import time
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.auth.accounts import NewAccount, create_account, deactivate_account
from app.auth.attempts import FAILURES
from app.auth.known_actors import find_by_session
from app.auth.login import OPEN_TOO_LONG, WRONG
from app.auth.sessions import LONGEST, SessionName
from app.auth.ways_back import safe_next
from models.db import db
from models.tables.accounts import AccountRole, AccountRow, EndedSessionRow
from tests.app.applications import application, counted_queries

pytestmark = pytest.mark.postgresql

PASSWORD = "exempel-lösenord"


@pytest.fixture
def account(app, clock, request):
    """A GP's account of this test's own: (id, user name)."""
    username = f"lakare-{abs(hash(request.node.name))}"
    new = NewAccount(username, PASSWORD, AccountRole.PRIMARVARDSLAKARE, "Läkare")
    with app.app_context():
        return create_account(db.session(), new, at=clock()), username


def token_on(page: str) -> str:
    """The CSRF token of a page's form."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, page
    return found[1]


def sign_in(client, username, password=PASSWORD, *, where="/logga-in"):
    token = token_on(client.get(where).get_data(as_text=True))
    return client.post(
        where, data={"csrf_token": token, "username": username, "password": password}
    )


def sign_out(client, **form):
    token = token_on(client.get("/katalog").get_data(as_text=True))
    return client.post("/logga-ut", data={"csrf_token": token, **form})


def is_in(client):
    return client.get("/katalog").status_code == 200


def test_signing_in_opens_the_page_one_came_for(app, account):
    client = app.test_client()
    answer = sign_in(client, account[1], where="/logga-in?next=/katalog?q%3Dmora")
    assert (answer.status_code, answer.location) == (302, "/katalog?q=mora")
    assert is_in(client)


def test_the_user_name_may_be_typed_in_capitals(app, account):
    assert sign_in(app.test_client(), f" {account[1].upper()} ").status_code == 302


@pytest.mark.parametrize("wrong", ["password", "username", "closed"])
def test_whatever_was_wrong_the_answer_is_the_same(app, clock, account, wrong):
    username, password = account[1], PASSWORD
    if wrong == "closed":
        with app.app_context():
            deactivate_account(db.session(), account[0], at=clock())
    elif wrong == "username":
        username = "finns-inte"
    else:
        password = "fel-lösenord-helt"
    client = app.test_client()
    answer = sign_in(client, username, password)
    assert answer.status_code == 401
    assert WRONG in answer.get_data(as_text=True)
    assert not is_in(client)


@pytest.mark.slow  # argon2id, a dozen times
def test_too_many_wrong_attempts_must_wait_even_with_the_right_password(app, account):
    client = app.test_client()
    for _ in range(FAILURES.amount):
        assert sign_in(client, account[1], "fel-lösenord-helt").status_code == 401
    assert sign_in(client, account[1]).status_code == 429


@pytest.mark.slow  # argon2id, a dozen times
def test_somebody_else_at_the_same_address_is_not_held_up(app, account):
    client = app.test_client()
    for _ in range(FAILURES.amount + 1):
        sign_in(client, "en-annan", "fel-lösenord-helt")
    assert sign_in(client, account[1]).status_code == 302


def test_signing_out_ends_this_session_only(app, account):
    here, there = app.test_client(), app.test_client()
    sign_in(here, account[1])
    sign_in(there, account[1])
    assert sign_out(here).status_code == 302
    assert (is_in(here), is_in(there)) == (False, True)


def cookie_of(client):
    found = client.get_cookie("kontaktvagar")
    assert found is not None
    return found.value


def test_a_copy_of_the_cookie_opens_nothing_once_it_was_signed_out(app, account):
    client, thief = app.test_client(), app.test_client()
    sign_in(client, account[1])
    thief.set_cookie("kontaktvagar", cookie_of(client))
    assert is_in(thief)
    sign_out(client)
    assert not is_in(thief)


def test_what_was_signed_out_is_out_in_another_process_within_a_second(app, account, clock):
    client = app.test_client()
    sign_in(client, account[1])
    with application(app.config["SQLALCHEMY_DATABASE_URI"], clock) as other_process:
        thief = other_process.test_client()
        thief.set_cookie("kontaktvagar", cookie_of(client))
        assert is_in(thief)
        assert is_in(thief)
        sign_out(client)
        began = time.monotonic()
        while is_in(thief):
            assert time.monotonic() - began < 1
            time.sleep(0.02)


def test_a_session_that_is_known_asks_the_database_for_nothing_more(app, account):
    client = app.test_client()
    sign_in(client, account[1])
    with client.session_transaction() as session:
        name = session["_user_id"]
    with app.test_request_context():
        assert find_by_session(name) is not None
        with counted_queries(app) as statements:
            assert find_by_session(name) is not None
    assert [one for one in statements if "account" in one or "session" in one] == []


def test_signing_in_again_ends_the_session_before(app, account):
    client, thief = app.test_client(), app.test_client()
    sign_in(client, account[1])
    thief.set_cookie("kontaktvagar", cookie_of(client))
    sign_in(client, account[1])
    assert (is_in(client), is_in(thief)) == (True, False)


def test_a_session_ends_after_its_hours_however_much_its_cookie_was_renewed(app, clock, account):
    client = app.test_client()
    sign_in(client, account[1])
    clock.advance(seconds=LONGEST.total_seconds() - 1)
    assert is_in(client)
    clock.advance(seconds=1)
    assert not is_in(client)


def test_a_session_from_before_they_had_names_holds_and_ends_with_all_of_its_account(app, account):
    client, there = app.test_client(), app.test_client()
    with app.app_context():
        nonce = db.session.get_one(AccountRow, account[0]).session_nonce
    with client.session_transaction() as session:
        session["_user_id"] = f"{account[0]}:{nonce}"
    sign_in(there, account[1])
    assert is_in(client)
    sign_out(client)
    assert (is_in(client), is_in(there)) == (False, False)


@pytest.mark.parametrize(
    "name",
    [
        "",
        ":",
        "1",
        "1:",
        ":x",
        "x:y",
        "1:x:y",
        "²:x",
        "\u0661:x",
        "99999999999999999999:x",
        "1:\0",
        "1:{nonce}:" + "0" * 32,
        "1:{nonce}:" + "0" * 32 + ":99999999999999",
        "1:{nonce}:" + "0" * 32 + ":1:2",
    ],
)
def test_a_name_that_is_none_opens_nothing(app, name):
    assert SessionName.read(name) is None
    with app.test_request_context():
        assert find_by_session(name) is None


def test_a_cookie_that_was_tampered_with_is_nobody(app, account):
    client = app.test_client()
    sign_in(client, account[1])
    whole = cookie_of(client)
    cut = (whole[:-2], whole + "x", "x" + whole, whole.replace(".", "", 1))
    strange = ("", "x", "..", "%00", '"\\000"', "å", "a" * 5000, "eyJ9.aaaa.bbbb")
    for tampered in (*cut, *strange):
        headers = {"Cookie": f"kontaktvagar={tampered}"}
        answer = app.test_client(use_cookies=False).get("/katalog", headers=headers)
        assert answer.status_code == 302, tampered


def test_what_ended_long_ago_is_forgotten(app, clock, account):
    client = app.test_client()
    for _ in range(3):
        sign_in(client, account[1])
        sign_out(client)
        clock.advance(hours=13)
    with app.app_context():
        ends = db.session.scalars(select(EndedSessionRow.ends_at)).all()
    assert [at for at in ends if at <= clock() - timedelta(hours=13)] == []


def test_signing_out_everywhere_ends_every_session(app, account):
    here, there = app.test_client(), app.test_client()
    sign_in(here, account[1])
    sign_in(there, account[1])
    sign_out(here, overallt="ja")
    assert (is_in(here), is_in(there)) == (False, False)


def test_a_closed_account_is_out_at_once(app, clock, account):
    client = app.test_client()
    sign_in(client, account[1])
    assert is_in(client)
    with app.app_context():
        deactivate_account(db.session(), account[0], at=clock())
    assert not is_in(client)


def test_a_form_without_its_token_is_refused(app, account):
    client = app.test_client()
    answer = client.post("/logga-in", data={"username": account[1], "password": PASSWORD})
    assert answer.status_code == 401
    assert OPEN_TOO_LONG in answer.get_data(as_text=True)
    assert not is_in(client)


@pytest.mark.parametrize(
    "where",
    [
        "https://example.org/",
        "//example.org/",
        "/\\example.org",
        "javascript:alert(1)",
        "katalog",
        "/a\tb",
        "",
        "//[",
        "//[::1",
        "[",
        "http://[",
        "/a\r\nSet-Cookie: a=b",
        "/\0",
        "/\u2028//example.org",
        "/" + "x" * 2_000,
    ],
)
def test_one_is_never_sent_to_another_site(app, where):
    with app.test_request_context():
        assert safe_next(where) == "/"


@pytest.mark.parametrize("where", ["//[", "[", "/%00", "/%0d%0aSet-Cookie:a", "%ff", "/" * 3_000])
def test_a_broken_way_back_is_the_start_page(app, account, where):
    answer = sign_in(app.test_client(), account[1], where=f"/logga-in?next={where}")
    assert (answer.status_code, answer.location) == (302, "/")


@pytest.mark.parametrize("username", ["\0", "a\0b", "\x01", "\ufffd", "[", "å" * 80])
def test_a_name_that_nobody_can_have_is_wrong_as_any_other(app, username):
    answer = sign_in(app.test_client(), username)
    assert answer.status_code == 401
    assert WRONG in answer.get_data(as_text=True)


def test_a_page_of_ours_is_a_way_back(app):
    with app.test_request_context():
        assert safe_next("/katalog?q=mora&x=1") == "/katalog?q=mora&x=1"
