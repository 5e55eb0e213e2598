"""Default deny, proven for every endpoint there is."""

import pytest
from flask import Flask

from app.auth.guard import Access, UndeclaredEndpoint, access_table, install, public
from app.security import CONTENT_POLICY
from models.tables.accounts import AccountRole

# Whoever adds an endpoint here says to the whole internet: come in.
PUBLIC = {
    "static",
    "api-docs.openapi_json",
    "auth.login",
    "health.live",
    "health.ready",
    "home.accessibility",
}
CHECKED_BY_SIGNATURE = "webhooks."
ONLY_IN_THE_LAB = ("phone_lab.", "phone_lab_rest.")


def test_only_these_endpoints_are_public(app):
    open_to_all = {
        endpoint
        for endpoint, access in access_table(app).items()
        if access.verb is None and not endpoint.startswith((CHECKED_BY_SIGNATURE, *ONLY_IN_THE_LAB))
    }
    assert open_to_all <= PUBLIC
    assert open_to_all >= {"static", "auth.login", "health.live"}


def test_every_public_endpoint_says_why(app):
    assert [
        endpoint
        for endpoint, access in access_table(app).items()
        if access.verb is None and not access.public_because
    ] == []


def test_only_the_sign_in_page_looks_at_its_own_token(app):
    table = access_table(app)
    assert [endpoint for endpoint, access in table.items() if access.checks_forms] == ["auth.login"]


def test_every_endpoint_is_in_the_table(app):
    assert set(app.view_functions) <= set(access_table(app))


def test_an_endpoint_that_says_nothing_stops_the_start():
    app = Flask("forgetful", static_folder=None)
    app.add_url_rule("/hemligt", "secret", lambda: "hemligt")
    with pytest.raises(UndeclaredEndpoint, match="secret"):
        install(app, public_endpoints={})


def test_a_declaration_survives_other_decorators():
    app = Flask("careful", static_folder=None)
    app.add_url_rule("/", "start", public("a test")(lambda: "hej"))
    install(app, public_endpoints={})
    assert access_table(app)["start"] == Access(None, "a test")


def _rules(app, method):
    for rule in app.url_map.iter_rules():
        if access_table(app)[rule.endpoint].verb is not None and method in (rule.methods or ()):
            values = dict.fromkeys(rule.arguments, "halvakut")
            for name in rule.arguments:
                if f"<uuid:{name}>" in rule.rule:
                    values[name] = "00000000-0000-4000-8000-000000000000"
            with app.test_request_context():
                yield rule, app.url_map.bind("localhost").build(rule.endpoint, values, method)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nobody_gets_in_without_signing_in(app, method):
    client = app.test_client()
    seen = 0
    for rule, path in _rules(app, method):
        answer = client.open(path, method=method)
        if path.startswith("/api/"):
            assert answer.status_code == 401, path
            assert answer.mimetype == "application/problem+json"
        else:  # pages send people to sign in; so does a form, and keeps what is in it
            is_out = rule.endpoint == "auth.logout"
            expected = 302 if method == "GET" or is_out else 401
            assert answer.status_code == expected, (rule.endpoint, answer.status_code)
        seen += 1
    assert seen > 3


def test_the_way_back_is_kept_through_signing_in(app):
    answer = app.test_client().get("/katalog?q=mora")
    assert answer.location.endswith("/logga-in?next=%2Fkatalog%3Fq%3Dmora")


def test_a_part_of_a_page_leaves_it_to_the_page_whether_it_goes_away(app):
    answer = app.test_client().get("/katalog", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert "HX-Redirect" not in answer.headers


def test_a_role_that_may_not_is_refused(caller):
    answer = caller(AccountRole.ANALYTIKER).get("/plan?path=halvakut")
    assert answer.status_code == 403
    assert answer.json["title"] == "Du har inte behörighet"


def test_pages_carry_a_policy_without_inline_code(app):
    headers = app.test_client().get("/logga-in").headers
    assert headers["Content-Security-Policy"] == CONTENT_POLICY
    assert "unsafe" not in CONTENT_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-cache, private"


def test_the_session_cookie_is_out_of_reach_for_scripts_and_other_sites(app):
    cookie = app.test_client().get("/logga-in").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_machines_get_no_cookies(app, caller):
    assert "Set-Cookie" not in caller().get("/directory/units?q=mora").headers
    assert "Set-Cookie" not in app.test_client().get("/health/live").headers
