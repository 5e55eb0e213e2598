"""GET /plan: vem når jag nu?"""

import pytest

from models.tables.accounts import AccountRole
from routing.types import RequesterRole

CARDIOLOGY = "/plan?path=halvakut&specialty=kardiologi&municipality=Mora"


def test_an_open_path_says_who_in_which_order_and_why(caller):
    answer = caller().get(CARDIOLOGY)
    assert answer.status_code == 200
    plan = answer.json
    assert plan["open"] is True
    assert plan["next_opening"] is None
    assert plan["promise_seconds"] > 0
    assert [step["order"] for step in plan["steps"]] == list(range(1, len(plan["steps"]) + 1))
    first = plan["steps"][0]
    assert first["unit_id"] == "mora-medicin"
    assert first["role"] == "Konsult kardiologi, Mora"
    assert first["number"].startswith("+46")
    assert first["ring_seconds"] == 20
    assert first["person"] in first["reason"]
    assert plan["at"] == "2026-11-23T10:00:00+01:00"


def test_a_closed_path_says_when_it_opens_and_what_to_do_now(caller):
    plan = caller().get(f"{CARDIOLOGY}&at=2026-12-24T10:00").json
    assert plan["open"] is False
    assert plan["steps"] == []
    assert plan["next_opening"] == "2026-12-28T08:00:00+01:00"
    assert plan["fallback"]["number"].startswith("+46")
    assert any("stängd" in reason for reason in plan["reasons"])


@pytest.mark.parametrize("path", ["halvakut", "akut"])
def test_a_path_that_must_know_the_specialty_says_so(caller, path):
    answer = caller().get(f"/plan?path={path}&municipality=Mora")
    assert answer.status_code == 422
    assert answer.json["detail"] == "Säg vilken specialitet det gäller."
    assert answer.json["errors"][0]["field"] == "specialty"
    made = caller().post("/requests", json={"path": path, "municipality": "Mora"})
    assert made.status_code == 422


@pytest.mark.parametrize("place", ["Mora", "mora", "MORA kommun", "2062"])
def test_a_municipality_is_its_name_or_its_code(caller, place):
    plan = caller().get("/plan", query_string=_halvakut(municipality=place)).json
    assert plan["municipality"] == "2062"


def test_without_a_municipality_it_is_that_of_ones_own_unit(caller):
    assert caller().get("/plan?path=halvakut&specialty=kardiologi").json["municipality"] == "2062"
    assert caller(unit_id=None).get("/plan?path=halvakut").status_code == 422


@pytest.mark.parametrize(
    ("field", "word", "meant"),
    [
        ("specialty", "kardiolgi", "Kardiologi"),
        ("specialty", "hjärta", "Kardiologi"),
        ("municipality", "Moora", "Mora"),
        ("municipality", "Alvdalen kommn", "Älvdalen"),
        ("unit", "vc-mra", "Vårdcentral"),
    ],
)
def test_an_unknown_word_is_answered_with_the_nearest(caller, field, word, meant):
    answer = caller().get("/plan", query_string=_halvakut(**{field: word}))
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    (error,) = answer.json["errors"]
    assert error["field"] == field
    assert word in error["detail"]
    assert any(meant in name for name in error["nearest"])


def test_a_time_without_zone_is_stockholm_time(caller):
    somebody = caller()
    plain = somebody.get(f"{CARDIOLOGY}&at=2026-11-23T16:30").json
    assert plain["at"] == "2026-11-23T16:30:00+01:00"
    zoned = somebody.get("/plan", query_string=_halvakut(at="2026-11-23T15:30:00Z")).json
    unescaped = somebody.get(f"{CARDIOLOGY}&at=2026-11-23T16:30:00+01:00").json
    assert plain == zoned == unescaped


@pytest.mark.parametrize(
    "at",
    [
        "i morgon",
        "2026-13-01",
        "9999-12-31T23:59",
        "0001-01-01",
        "x" * 99,
        "2026-11-30T16.45",
        "20261130T1645",
        "2026-10-25T02:30",
        "2026-03-29T02:30",
    ],
)
def test_a_time_that_is_none_is_refused(caller, at):
    answer = caller().get("/plan", query_string=_halvakut(at=at))
    assert answer.status_code == 422


@pytest.mark.parametrize("path", ["", "akuten", "\x00"])
def test_an_unknown_path_is_refused(caller, path):
    answer = caller().get("/plan", query_string=_halvakut(path=path))
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json["errors"]] == ["path"]


def test_one_asks_as_oneself_unless_one_steers_the_matrix(caller):
    as_specialist = _halvakut(requester="specialist")
    assert caller().get("/plan", query_string=as_specialist).status_code == 403
    for role in (AccountRole.PROCESSLEDARE, AccountRole.ADMINISTRATOR):
        answer = caller(role).get("/plan", query_string=as_specialist)
        assert answer.json["requester"] == "specialist"


def test_every_role_that_may_ask_gets_an_answer(caller):
    for role in RequesterRole:
        answer = caller(AccountRole(role.value)).get(CARDIOLOGY)
        assert answer.status_code == 200
        assert answer.json["requester"] == role.value


def test_nobody_is_rung_about_their_own_question(caller):
    first = caller().get(CARDIOLOGY).json["steps"][0]["person_id"]
    asked_by_them = caller(AccountRole.SPECIALIST, person_id=first).get(CARDIOLOGY).json
    assert first not in {step["person_id"] for step in asked_by_them["steps"]}


def test_reasons_are_english_for_those_who_ask_for_it(caller):
    somebody = caller()
    swedish = somebody.get(CARDIOLOGY).json["reasons"][0]
    english = somebody.get(CARDIOLOGY, headers={"Accept-Language": "en"}).json["reasons"][0]
    assert swedish.startswith("Regeln")
    assert english.startswith("Rule")
    assert somebody.get(f"{CARDIOLOGY}&lang=en").json["reasons"][0] == english


def test_the_answer_changes_with_the_minute(caller, clock):
    somebody = caller()
    before = somebody.get(CARDIOLOGY).json
    clock.advance(seconds=59)
    assert somebody.get(CARDIOLOGY).json == before
    clock.advance(seconds=1)
    assert somebody.get(CARDIOLOGY).json["at"] == "2026-11-23T10:01:00+01:00"


def _halvakut(**words: str) -> dict[str, str]:
    return {"path": "halvakut", "specialty": "kardiologi", "municipality": "Mora"} | words


def test_who_answers_for_a_specialty_without_a_line_is_said(caller):
    acute = "/plan?path=akut&municipality=Mora&specialty="
    other = caller().get(f"{acute}reumatologi").json["stands_in"]
    assert other["specialty"] == "medicin"
    assert other["line"]
    assert caller().get(f"{acute}medicin").json["stands_in"] is None
    closed = caller().get(f"{CARDIOLOGY}&at=2026-12-24T10:00").json
    assert closed["stands_in"] is None
