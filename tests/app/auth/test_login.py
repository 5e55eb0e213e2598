"""Signing in and out."""

import re

import pytest

from app.auth.accounts import NewAccount, create_account, deactivate_account
from app.auth.attempts import FAILURES
from app.auth.login import WRONG, safe_next
from models.accounts import AccountRole
from models.db import db

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
    answer = app.test_client().post("/logga-in", data={"username": account[1]})
    assert answer.status_code == 400


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
    ],
)
def test_one_is_never_sent_to_another_site(app, where):
    with app.test_request_context():
        assert safe_next(where) == "/"


def test_a_page_of_ours_is_a_way_back(app):
    with app.test_request_context():
        assert safe_next("/katalog?q=mora&x=1") == "/katalog?q=mora&x=1"
