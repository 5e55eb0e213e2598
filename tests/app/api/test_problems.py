"""Whatever goes wrong, the API answers with a problem document (RFC 9457)."""

import pytest
from sqlalchemy.exc import OperationalError

from app.errors import SITUATIONS


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/finns-inte", 404),
        ("DELETE", "/api/v1/plan", 405),
        ("GET", "/api/v1/requests", 405),
        ("GET", "/api/v1/plan", 401),
    ],
)
def test_errors_are_problem_documents(app, method, path, status):
    answer = app.test_client().open(path, method=method)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    problem = answer.json
    assert problem["status"] == status
    assert problem["type"]
    assert problem["title"]
    assert problem["detail"]


def test_a_wrong_method_says_which_are_right(app):
    answer = app.test_client().delete("/api/v1/plan")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_problems_are_english_for_those_who_ask_for_it(app):
    client = app.test_client()
    swedish = client.get("/api/v1/plan")
    english = client.get("/api/v1/plan", headers={"Accept-Language": "en-GB,en;q=0.8"})
    assert swedish.json["title"] == "Du är inte inloggad"
    assert english.json["title"] == "You are not signed in"
    assert (swedish.headers["Content-Language"], english.headers["Content-Language"]) == (
        "sv",
        "en",
    )


def test_what_is_too_large_is_refused(caller):
    answer = caller().post("/requests", json={"situation": "x" * 300_000})
    assert answer.status_code == 413


def test_an_error_of_ours_tells_nothing_of_our_insides(app, caller, monkeypatch):
    monkeypatch.setitem(app.view_functions, "api.units", _fails)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    answer = caller().get("/directory/units")
    assert answer.status_code == 500
    assert answer.mimetype == "application/problem+json"
    assert "hemligt" not in answer.get_data(as_text=True)


def test_a_database_that_does_not_answer_is_a_503(app, caller, monkeypatch):
    monkeypatch.setitem(app.view_functions, "api.units", _loses_the_database)
    answer = caller().get("/directory/units")
    assert answer.status_code == 503
    assert "Databasen svarar inte" in answer.json["detail"]


def test_pages_get_a_friendly_page(app):
    answer = app.test_client().get("/finns-inte")
    assert answer.status_code == 404
    assert answer.mimetype == "text/html"
    assert "Sidan finns inte" in answer.get_data(as_text=True)


def test_every_situation_is_told_in_both_languages():
    for kind, situation in SITUATIONS.items():
        assert situation.swedish != situation.english, kind
        assert 400 <= situation.status < 600, kind
    # Several kinds of error may be one situation: a database that is away has many names.
    slugs = [situation.slug for situation in set(SITUATIONS.values())]
    assert len(slugs) == len(set(slugs))


def _fails():
    raise RuntimeError("hemligt: lösenordet till databasen")


def _loses_the_database():
    raise OperationalError("SELECT hemligt", {}, Exception("hemligt"))
