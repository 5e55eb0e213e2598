"""Every form of every page may be sent too late, and none of them loses what was typed."""

import re
from pathlib import Path

import pytest

from app.auth.guard import access_table
from app.auth.kept_form import _is_kept
from app.labels.kept_words import ANSWER, FIELDS, FORMS
from tests.app.access.sent import FIXED, SENT
from tests.app.web.late import Writer
from tests.app.web.page_forms import form_to, sign_in_form
from tests.app.web.test_every_field import FIELDS as TEXT_FIELDS
from tests.app.web.visitors import words_of

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)

ROOT = Path(__file__).parents[3]
NOWHERE = "00000000-0000-4000-8000-000000000000"
WORD = "Skrivetsord"
TYPED = ("note", "reason", "question", "next_text", "situation", "text")
NOT_SENT_LATE = {"/logga-in", "/logga-ut"}  # one is out already


class Anything(dict[str, str]):
    """What stands in the addresses of the tests' forms: an id of nothing."""

    def __missing__(self, _name):
        return NOWHERE


def rules_of(app):
    access = access_table(app)
    return sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ())
        and access[rule.endpoint].verb is not None
        and not rule.rule.startswith("/api/")
    )


def address_of(rule):
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: FIXED.get(found[1], NOWHERE), rule)


def form_of(rule):
    sent = SENT.get(("POST", rule)) or {}
    return (sent(Anything()) if callable(sent) else sent) | dict.fromkeys(TYPED, WORD)


@pytest.fixture(scope="module")
def writers(app):
    """Two who take turns in one browser."""
    first = Writer(app)
    return first, Writer(app, first.client)


def test_there_are_many(app):
    assert len(rules_of(app)) > 45
    assert {"/arenden/<request_id>/sbar", "/kontakt/<path>/plan"} <= set(rules_of(app))


@pytest.mark.slow  # argon2id, twice for each
def test_whoever_typed_it_sees_it_again_and_nobody_else_does(app, clock, writers):
    gp, other = writers
    token = gp.opens_page()
    for rule in rules_of(app):
        if rule in NOT_SENT_LATE:
            continue
        path, form = address_of(rule), form_of(rule)
        gp.loses_cookie()
        answer = gp.sends(path, token, **form)
        assert answer.status_code == 401, rule
        assert WORD not in answer.get_data(as_text=True), rule
        assert len(sign_in_form(answer).values("sparat")) == 1, rule

        asked = gp.signs_in(answer)
        assert asked.status_code == 200, rule
        assert WORD in words_of(asked), rule
        again = form_to(asked, path)
        kept = [(name, text) for name, text in again.fields if name != "csrf_token"]
        assert dict(kept) == form, rule
        sent = again.send(gp.client)
        assert sent.status_code < 500, rule
        assert sent.status_code not in (400, 401), rule

        gp.loses_cookie()
        after = other.signs_in(gp.sends(path, token, **form))
        assert after.status_code == 302, rule
        assert WORD not in gp.client.get(after.location).get_data(as_text=True), rule


def test_nothing_sent_by_nobody_is_a_fault(app, clock):
    client = app.test_client()
    for rule in rules_of(app):
        for headers in ({}, {"HX-Request": "true"}):
            answer = client.post(address_of(rule), data=form_of(rule), headers=headers)
            assert answer.status_code in (302, 401), rule
            assert "HX-Redirect" not in answer.headers, rule


def test_every_form_has_a_name(app):
    access = access_table(app)
    endpoints = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ())
        and access[rule.endpoint].verb is not None
        and not rule.rule.startswith("/api/")
    }
    assert endpoints == set(FORMS)


def test_every_field_that_takes_text_has_a_name(app):
    names = {field.split(" ", 1)[1] for field in TEXT_FIELDS} - {"username"}
    plain = {name for name in names if "{{" not in name}
    assert plain <= set(FIELDS)
    # SBAR's parts and the questions of checklists and examinations, which begin alike.
    assert names - plain == {
        "{{ name or part.value }}",
        "{{ question.name }}",
        "{{ name }}",
    }
    assert ANSWER == "svar-"


def test_no_field_that_holds_a_secret_is_kept(app):
    pages = "".join(path.read_text("utf-8") for path in (ROOT / "templates/web").rglob("*.html"))
    fields = re.findall(r"<input\b[^>]*>", pages)
    secret = {
        name
        for one in fields
        if 'type="password"' in one or 'autocomplete="one-time-code"' in one
        for name in re.findall(r'\bname="([^"]+)"', one)
    }
    assert "password" in secret
    assert [name for name in (*secret, "csrf_token") if _is_kept(name)] == []
