"""Nothing that somebody typed is lost because their session ended while they did."""

from datetime import timedelta
from io import BytesIO

import pytest

from app.auth.accounts import deactivate_account, sign_out_everywhere
from app.auth.kept_form import LARGEST, LONGEST_KEPT
from app.auth.login import OPEN_TOO_LONG, WRONG
from app.auth.sessions import LONGEST
from models.db import db
from tests.app.applications import MONDAY_AT_TEN, application
from tests.app.web.late import FORM, PASSWORD, PLAN, TYPED, Writer, contacts_of
from tests.app.web.page_forms import form_to, forms_on, sign_in_form
from tests.app.web.visitors import words_of

# What is kept, and for whom, does not depend on the database.
pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)

KEPT = "Du hade blivit utloggad. Det du skrev finns kvar: logga in så kan du skicka det."


@pytest.fixture
def gp(app, clock):
    """Somebody who writes."""
    return Writer(app)


@pytest.fixture
def token(gp):
    """Of a page that stands open."""
    return gp.opens_page()


def sessions_end(writer, clock):
    with writer.app.app_context():
        sign_out_everywhere(db.session(), writer.account_id, at=clock())


def later(_gp, clock):
    clock.at = MONDAY_AT_TEN


WAYS_OUT = {
    "another tab": (timedelta(), lambda gp, _clock: gp.signs_out()),
    "on the server": (timedelta(), sessions_end),
    "twelve hours": (LONGEST, later),
    "a night and more": (timedelta(hours=20), later),
    "no cookie": (timedelta(), lambda gp, _clock: gp.client.delete_cookie("kontaktvagar")),
}


@pytest.mark.parametrize("how", WAYS_OUT)
def test_what_was_typed_is_shown_after_signing_in_and_sent_by_a_press(gp, clock, how):
    before, is_out = WAYS_OUT[how]
    clock.at = MONDAY_AT_TEN - before
    token = gp.opens_page()
    is_out(gp, clock)
    answer = gp.sends(PLAN, token, **FORM)
    assert answer.status_code == 401
    assert KEPT in words_of(answer)
    asked = gp.signs_in(answer)
    assert asked.status_code == 200
    assert "Andfådd sedan i natt" in words_of(asked)
    assert "&lt;b&gt;svullna&lt;/b&gt; ben" in asked.get_data(as_text=True)
    assert "<b>svullna" not in asked.get_data(as_text=True)
    assert "Ny kontakt: sök någon som svarar" in words_of(asked)
    assert contacts_of(gp) == []  # never sent by itself
    sent = form_to(asked, PLAN).send(gp.client)
    assert sent.status_code == 303
    assert [one[1:] for one in contacts_of(gp)] == [(TYPED, "Hjärtsvikt\nDiabetes")]


def test_sent_twice_is_one_contact(gp, token):
    gp.signs_out()
    form = form_to(gp.signs_in(gp.sends(PLAN, token, **FORM)), PLAN)
    first, second = form.send(gp.client), form.send(gp.client)
    assert first.location == second.location
    assert len(contacts_of(gp)) == 1


def test_after_a_restart_of_the_service_as_well(app, gp, token, clock):
    with application(app.config["SQLALCHEMY_DATABASE_URI"], clock) as restarted:
        there = restarted.test_client()
        there.set_cookie("kontaktvagar", gp.client.get_cookie("kontaktvagar").value)
        gp.client = there
        assert gp.sends(PLAN, token, **FORM).status_code == 303
        gp.signs_out()
        form = form_to(gp.signs_in(gp.sends(PLAN, token, **FORM)), PLAN)
        assert form.send(there).status_code == 303


def test_another_account_never_sees_it(app, gp, token):
    gp.signs_out()
    answer = gp.sends(PLAN, token, **FORM)
    other = Writer(app, gp.client)
    after = other.signs_in(answer)
    assert (after.status_code, after.location) == (302, "/")
    page = words_of(gp.client.get("/"))
    assert "hörde till någon annan" in page
    assert "Andfådd" not in page


def test_an_account_that_was_closed_meanwhile_sends_nothing(app, gp, token, clock):
    with app.app_context():
        deactivate_account(db.session(), gp.account_id, at=clock())
    answer = gp.sends(PLAN, token, **FORM)
    assert answer.status_code == 401
    assert WRONG in words_of(gp.signs_in(answer))


def test_what_was_typed_cannot_be_read_on_the_sign_in_page(gp, token):
    gp.signs_out()
    answer = gp.sends(PLAN, token, **FORM)
    page = answer.get_data(as_text=True)
    assert "Andf" not in page
    assert "svullna" not in page
    form = sign_in_form(answer)
    assert "Andf" not in form.action
    assert form.action.startswith("/logga-in")


def test_a_wrong_password_and_too_many_keep_it(gp, token):
    gp.signs_out()
    answer = gp.sends(PLAN, token, **FORM)
    again = gp.signs_in(answer, password="fel-lösenord-helt")
    assert again.status_code == 401
    assert WRONG in words_of(again)
    assert KEPT in words_of(again)
    assert "Andfådd" in words_of(gp.signs_in(again))


def test_a_second_ending_on_the_page_that_asks_keeps_it_again(gp, token):
    gp.signs_out()
    asked = gp.signs_in(gp.sends(PLAN, token, **FORM))
    form = form_to(asked, PLAN)
    gp.signs_out()
    again = form.send(gp.client)
    assert again.status_code == 401
    once_more = form_to(gp.signs_in(again), PLAN)
    assert once_more.values("situation") == [TYPED]
    assert once_more.send(gp.client).status_code == 303


def test_a_sign_in_page_that_carries_it_and_is_left_open_keeps_it(gp, token, clock):
    gp.signs_out()
    answer = gp.sends(PLAN, token, **FORM)
    gp.client.delete_cookie("kontaktvagar")  # as after a night
    clock.advance(hours=11)
    again = gp.signs_in(answer)
    assert OPEN_TOO_LONG in words_of(again)
    assert KEPT in words_of(again)
    assert "Andfådd" in words_of(gp.signs_in(again))


def test_after_its_time_it_is_gone_and_one_is_told(gp, token, clock):
    gp.signs_out()
    answer = gp.sends(PLAN, token, **FORM)
    clock.advance(seconds=LONGEST_KEPT.total_seconds() + 1)
    after = gp.signs_in(answer)
    if after.status_code == 401:  # the page is too old as well
        assert "äldre än 12 timmar" in words_of(after)
        after = gp.signs_in(after)
    assert after.status_code == 302
    assert "Andfådd" not in words_of(gp.client.get("/"))


CHANGED = {
    "another": lambda _sealed: "x",
    "empty": lambda _sealed: "",
    "not ascii": lambda _sealed: "å",
    "begun anew": lambda sealed: f"x{sealed}",
    "cut off": lambda sealed: sealed[:-9],
    "one letter": lambda sealed: sealed[:60] + ("B" if sealed[60] == "A" else "A") + sealed[61:],
    "backwards": lambda sealed: sealed[::-1],
}


@pytest.mark.parametrize("change", CHANGED.values(), ids=CHANGED)
def test_what_was_changed_on_the_way_is_told_of_and_nothing_else(gp, token, change):
    gp.signs_out()
    answer = gp.sends(PLAN, token, **FORM)
    form = sign_in_form(answer)
    (sealed,) = form.values("sparat")
    wrong = change(sealed)
    typed = {"username": gp.username, "password": PASSWORD, "sparat": wrong}
    after = form.send(gp.client, **typed)
    assert (after.status_code, after.location) == (302, "/")
    assert ("gick inte att läsa" in words_of(gp.client.get("/"))) == bool(wrong)


def test_a_form_whose_owner_nobody_knows_is_not_kept(gp, token):
    gp.signs_out()
    for strange in ("", "x", token + "x", token[1:]):
        answer = gp.sends(PLAN, strange, **FORM)
        assert answer.status_code == 401
        assert "kopiera texten" in words_of(answer)
        assert sign_in_form(answer).values("sparat") == []


def test_more_than_can_go_along_is_said(gp, token):
    gp.signs_out()
    answer = gp.sends(PLAN, token, **(FORM | {"situation": "x" * LARGEST}))
    assert answer.status_code == 401
    assert "för långt för att följa med" in words_of(answer)
    assert sign_in_form(answer).values("sparat") == []


def test_no_secret_goes_along(gp, token):
    gp.signs_out()
    secrets = {"password": "a", "Pin": "b", "new_password": "c", "csrf_token2": "d", "sparat": "e"}
    asked = gp.signs_in(gp.sends(PLAN, token, **(FORM | secrets)))
    form = form_to(asked, PLAN)
    assert {name for name, _text in form.fields} == {"csrf_token", *FORM}
    assert form.values("csrf_token") != [token]


def test_a_file_cannot_go_along_and_one_is_told_where_to_choose_it_again(gp, token):
    gp.signs_out()
    answer = gp.client.post(
        "/uppfoljning/las-in",
        data={"csrf_token": token, "file": (BytesIO(b"a;b"), "fil.csv")},
        headers={"Referer": "http://localhost/uppfoljning"},
    )
    assert answer.status_code == 401
    assert "Filen kunde inte följa med" in words_of(answer)
    asked = gp.signs_in(answer)
    assert "Filen kunde inte följa med" in words_of(asked)
    assert 'href="/uppfoljning"' in asked.get_data(as_text=True)
    assert all(form.action != "/uppfoljning/las-in" for form in forms_on(asked))


@pytest.mark.parametrize(
    ("referer", "where"),
    [
        ("http://localhost/katalog?q=mora", 'href="/katalog?q=mora"'),
        ("http://elsewhere.example/katalog", 'btn-xl" href="/"'),
        ("http://localhost/logga-in?next=%2Fkatalog", 'btn-xl" href="/"'),
        ("http://localhost/kontakt/halvakut/plan/visa", 'btn-xl" href="/"'),
        ("http://localhost//elsewhere.example", 'btn-xl" href="/"'),
        ("http://[", 'btn-xl" href="/"'),
        ("javascript:alert(1)", 'btn-xl" href="/"'),
        ("http://localhost/katalog?q=811218-9876", 'btn-xl" href="/"'),
    ],
)
def test_whoever_throws_it_away_comes_to_the_page_it_stood_on(gp, token, referer, where):
    gp.signs_out()
    answer = gp.client.post(PLAN, data={"csrf_token": token, **FORM}, headers={"Referer": referer})
    assert where in gp.signs_in(answer).get_data(as_text=True)


def test_the_address_it_goes_to_is_kept_whole_and_is_ours(gp, token):
    gp.signs_out()
    path = "/jour/pass/mora-kardiologi-konsult-primarjour/2026-11-24T07:00Z?manad=2026-11"
    asked = gp.signs_in(gp.sends(path, token, reason="Sjuk"))
    assert form_to(asked, path).values("reason") == ["Sjuk"]
    gp.signs_out()
    assert gp.sends("/finns-inte", token, reason="Sjuk").status_code == 404


def test_an_address_that_names_a_patient_is_not_kept(gp, token):
    gp.signs_out()
    answer = gp.sends(f"{PLAN}?q=811218-9876", token, **FORM)
    assert answer.status_code == 401
    assert "811218" not in answer.get_data(as_text=True)
    assert sign_in_form(answer).values("sparat") == []


def test_the_confirm_page_names_the_contact(gp, token):
    request_id = gp.sends(PLAN, token, **FORM).location.rsplit("/", 1)[1]
    code = next(
        word for word in words_of(gp.client.get(f"/arenden/{request_id}")).split() if "-" in word
    )
    gp.signs_out()
    sbar = {"part": "assessment", "text": "Sviktar"}
    asked = gp.signs_in(gp.sends(f"/arenden/{request_id}/sbar", token, **sbar))
    assert code in words_of(asked)
    assert "Aktuell bedömning Sviktar" in words_of(asked)
    assert form_to(asked, f"/arenden/{request_id}/sbar").send(gp.client).status_code == 303
