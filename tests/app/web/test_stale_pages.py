"""Pages that stood open while somebody signed out, and in again beside them."""

import pytest
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from app.auth.login import OPEN_TOO_LONG
from tests.app.web.late import FORM, PASSWORD, PLAN, Writer, contacts_of
from tests.app.web.page_forms import form_to
from tests.app.web.visitors import words_of

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


@pytest.fixture
def gp(app, clock):
    """Somebody who writes."""
    return Writer(app)


@pytest.fixture
def token(gp):
    """Of a page that stands open."""
    return gp.opens_page()


class EarlierSigner(TimestampSigner):
    """Signs as the service did thirteen hours ago."""

    def get_timestamp(self) -> int:
        return super().get_timestamp() - 13 * 3600


def made_earlier(app, token):
    """The same token on a page that was opened thirteen hours ago."""
    salt = "wtf-csrf-token"
    value = URLSafeTimedSerializer(app.secret_key, salt=salt).loads(token)
    return URLSafeTimedSerializer(app.secret_key, salt=salt, signer=EarlierSigner).dumps(value)


def test_a_page_from_an_earlier_session_is_as_good_as_one_of_this(gp, token):
    gp.signs_out()
    gp.signs_in()
    assert gp.sends(PLAN, token, **FORM).status_code == 303
    assert len(contacts_of(gp)) == 1


def test_a_page_older_than_a_session_is_asked_about_and_loses_nothing(app, gp, token):
    gp.signs_out()
    gp.signs_in()
    asked = gp.sends(PLAN, made_earlier(app, token), **FORM)
    assert asked.status_code == 409
    assert "Andfådd" in words_of(asked)
    assert contacts_of(gp) == []
    assert form_to(asked, PLAN).send(gp.client).status_code == 303


def test_the_page_of_somebody_else_sends_and_shows_nothing_and_keeps_it_for_them(app, gp, token):
    gp.signs_out()
    other = Writer(app, gp.client)
    other.signs_in()
    answer = gp.sends(PLAN, token, **FORM)
    assert answer.status_code == 409
    assert "Någon annan är inloggad i webbläsaren nu." in words_of(answer)
    assert "Andfådd" not in answer.get_data(as_text=True)
    assert other.signs_in(answer).status_code == 302
    assert "hörde till någon annan" in words_of(gp.client.get("/"))
    asked = gp.signs_in(gp.sends(PLAN, token, **FORM))
    assert "Andfådd" in words_of(asked)
    assert contacts_of(gp) == contacts_of(other) == []
    assert form_to(asked, PLAN).send(gp.client).status_code == 303
    assert (len(contacts_of(gp)), contacts_of(other)) == (1, [])


def test_a_form_without_a_token_of_ours_is_refused_as_before(gp, token):
    assert gp.sends(PLAN, "", **FORM).status_code == 400
    assert gp.sends(PLAN, token + "x", **FORM).status_code == 400


# --- what a page sends by itself


def test_a_part_that_asks_for_itself_leaves_the_page_where_it_is(gp, token):
    gp.signs_out()
    answer = gp.client.get("/jour/inkommande", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert "HX-Redirect" not in answer.headers
    assert answer.get_data() == b""


def test_what_a_script_saves_is_saved_once_one_has_signed_in_beside_it(gp, token):
    request_id = gp.sends(PLAN, token, **FORM).location.rsplit("/", 1)[1]
    path, sbar = f"/arenden/{request_id}/sbar", {"part": "situation", "text": "Bättre"}
    gp.signs_out()
    answer = gp.sends(path, token, script=True, **sbar)
    assert (answer.status_code, answer.get_data()) == (401, b"")
    gp.signs_in()
    assert gp.sends(path, token, script=True, **sbar).status_code == 200
    assert [one[1] for one in contacts_of(gp)] == ["Bättre"]


def test_a_script_of_somebody_elses_page_saves_nothing(app, gp, token):
    gp.signs_out()
    Writer(app, gp.client).signs_in()
    answer = gp.sends("/inkorg/alla-lasta", token, script=True)
    assert (answer.status_code, answer.get_data()) == (401, b"")


def test_a_page_that_stands_open_shows_nothing_of_the_next_one(app, gp, token):
    headers = {"HX-Request": "true", "X-CSRFToken": token}
    assert gp.client.get("/jour/inkommande", headers=headers).status_code == 200
    gp.signs_out()
    Writer(app, gp.client).signs_in()
    answer = gp.client.get("/jour/inkommande", headers=headers)
    assert (answer.status_code, answer.get_data()) == (401, b"")
    assert gp.client.get("/jour").status_code == 200


def test_a_script_with_no_token_of_ours_is_refused(gp, token):
    assert gp.sends("/inkorg/alla-lasta", "x", script=True).status_code == 400


# --- the sign-in page itself


@pytest.mark.parametrize("sent", ["", "x"])
def test_a_sign_in_page_left_open_shows_itself_again_with_the_name(gp, sent):
    answer = gp.client.post(
        "/logga-in?next=/katalog",
        data={"csrf_token": sent, "username": gp.username, "password": PASSWORD},
    )
    assert answer.status_code == 401
    page = answer.get_data(as_text=True)
    assert OPEN_TOO_LONG in words_of(answer)
    assert f'value="{gp.username}"' in page
    assert PASSWORD not in page
    assert gp.client.get("/katalog").status_code == 302
    after = gp.signs_in(answer)
    assert (after.status_code, after.location) == (302, "/katalog")


def test_signing_out_when_one_is_out_already_is_the_sign_in_page(gp, token):
    gp.signs_out()
    answer = gp.sends("/logga-ut", token)
    assert (answer.status_code, answer.location) == (302, "/logga-in")


def test_a_password_sent_once_more_by_the_back_button_asks_the_same_again(gp, token):
    gp.signs_out()
    carrying = gp.sends(PLAN, token, **FORM)
    sent = form_to(gp.signs_in(carrying), PLAN).send(gp.client)
    again = gp.signs_in(carrying)
    assert again.status_code == 200
    assert form_to(again, PLAN).send(gp.client).location == sent.location
    assert len(contacts_of(gp)) == 1


def test_nor_does_that_show_it_to_somebody_else(app, gp, token):
    gp.signs_out()
    carrying = gp.sends(PLAN, token, **FORM)
    Writer(app, gp.client).signs_in()
    again = gp.signs_in(carrying)
    assert again.status_code == 401
    assert OPEN_TOO_LONG in words_of(again)
    assert "Andfådd" not in words_of(again)
