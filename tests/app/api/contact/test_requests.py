"""Contacts over the API: made once, followed, closed with an outcome."""

import json
import uuid

import pytest
from sqlalchemy import func, select

from models.db import db
from models.tables.accounts import AccessLogRow, AccountRole
from models.tables.contacts import CareRequestRow

pytestmark = pytest.mark.postgresql

NEW = {"path": "halvakut", "specialty": "kardiologi", "municipality": "Mora"}
NOWHERE = str(uuid.UUID(int=0))


@pytest.fixture
def made(caller):
    """A GP and the contact they have made: (caller, id)."""
    gp = caller()
    return gp, gp.post("/requests", json=NEW | {"situation": "Nytt förmaksflimmer"}).json["id"]


def _count(app) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(CareRequestRow)) or 0


def test_a_contact_is_made_and_can_be_followed(caller):
    gp = caller()
    answer = gp.post("/requests", json=NEW | {"plan_before": "remittera", "age_band": "65–79"})
    assert answer.status_code == 201
    assert answer.location.endswith(answer.json["status_url"])
    contact = gp.get(f"/requests/{answer.json['id']}").json
    assert contact["status"] == "ringer_upp_remittenten"
    assert contact["case_code"] == answer.json["case_code"]
    assert contact["plan_before"] == "remittera"
    assert contact["municipality"] == "2062"
    assert [attempt["side"] for attempt in contact["attempts"]] == ["remittent"]


def test_its_log_is_told_in_order(made):
    gp, contact = made
    events = gp.get(f"/requests/{contact}/events").json["events"]
    assert events[0]["event"] == "skapad"
    assert events[0]["text"] == "Ärendet skapades"
    assert events[0]["at"] == "2026-11-23T10:00:00+01:00"


def test_the_same_key_makes_one_contact(app, caller):
    gp = caller()
    headers = {"Idempotency-Key": "a1-" + gp.username}
    first = gp.post("/requests", json=NEW, headers=headers)
    count = _count(app)
    again = gp.post("/requests", json=NEW, headers=headers)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    assert _count(app) == count


def test_the_same_key_with_another_content_is_refused(app, caller):
    gp = caller()
    headers = {"Idempotency-Key": "b2-" + gp.username}
    gp.post("/requests", json=NEW, headers=headers)
    count = _count(app)
    other = gp.post("/requests", json=NEW | {"specialty": "neurologi"}, headers=headers)
    assert other.status_code == 409
    assert _count(app) == count


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"specialty": "kardiolgi"}, "specialty"),
        ({"municipality": "Moora"}, "municipality"),
        ({"unit": "finns inte"}, "unit"),
        ({"path": "genväg"}, "path"),
        ({"situation": "Pat 19121212-1212 har ont"}, "situation"),
        ({"situation": "nol\x00l"}, "situation"),
        ({"recommendation": "x" * 5000}, "recommendation"),
        ({"age_band": "48"}, "age_band"),
        ({"personnummer": "191212121212"}, "personnummer"),
        ({"continued_from": "inte ett id"}, "continued_from"),
        ({"mode": None}, "mode"),
    ],
)
def test_bad_input_says_where_and_changes_nothing(app, caller, change, field):
    gp = caller()
    count = _count(app)
    body = json.dumps(NEW | change)  # escaped, as a lone surrogate has no UTF-8
    answer = gp.post("/requests", data=body, content_type="application/json")
    assert answer.status_code == 422, answer.json
    assert [error["field"] for error in answer.json["errors"]] == [field]
    assert _count(app) == count


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"null", b"\xff"])
def test_a_body_that_is_no_object_is_refused(caller, body):
    answer = caller().post("/requests", data=body, content_type="application/json")
    assert answer.status_code in {400, 422}
    assert answer.mimetype == "application/problem+json"


def test_a_body_that_is_no_json_is_refused(caller):
    answer = caller().post("/requests", data="path=halvakut", content_type="text/plain")
    assert answer.status_code in {415, 422}


@pytest.mark.parametrize("key", ["", "med mellanslag", "x" * 81])
def test_a_key_that_is_none_is_refused(caller, key):
    answer = caller().post("/requests", json=NEW, headers={"Idempotency-Key": key})
    assert answer.status_code == 422


def test_when_nobody_can_be_reached_one_is_told_when_and_what_to_do(caller, clock):
    clock.advance(hours=12)
    answer = caller().post("/requests", json=NEW)
    assert answer.status_code == 409
    assert answer.json["next_opening"] == "2026-11-24T08:00:00+01:00"
    assert answer.json["fallback"]["number"].startswith("+46")


def test_ring_up_needs_a_number(caller):
    answer = caller(number=None).post("/requests", json=NEW)
    assert answer.status_code == 422
    assert "telefonnummer" in answer.json["detail"]


def test_only_requesters_make_contacts(caller):
    assert caller(AccountRole.PROCESSLEDARE).post("/requests", json=NEW).status_code == 403


def test_a_contact_of_somebody_else_is_closed_to_others(caller, made):
    _gp, contact = made
    assert caller().get(f"/requests/{contact}").status_code == 403
    assert caller().get(f"/requests/{contact}/events").status_code == 403
    assert caller().post(f"/requests/{contact}/outcome", json={"value": 5}).status_code == 403


def test_an_analyst_sees_the_row_but_not_the_texts_and_leaves_a_trace(app, caller, made):
    gp, contact = made
    assert gp.get(f"/requests/{contact}").json["sbar"]["situation"] == "Nytt förmaksflimmer"
    analyst = caller(AccountRole.ANALYTIKER)
    row = analyst.get(f"/requests/{contact}").json
    assert row["sbar"] is None
    assert row["status"] == "ringer_upp_remittenten"
    with app.app_context():
        traces = db.session.execute(
            select(AccessLogRow.account_id).where(AccessLogRow.thing == contact)
        ).scalars()
        assert list(traces) == [analyst.account_id]


def test_a_contact_that_is_not_there(caller):
    assert caller().get(f"/requests/{NOWHERE}").status_code == 404
    assert caller().get("/requests/inte-ett-id").status_code == 404
    assert caller().post(f"/requests/{NOWHERE}/outcome", json={"value": 5}).status_code == 404


def test_an_outcome_waits_until_it_has_stopped_ringing(made):
    gp, contact = made
    answer = gp.post(f"/requests/{contact}/outcome", json={"result": "annat"})
    assert answer.status_code == 409
    assert "ringer fortfarande" in answer.json["detail"]


@pytest.mark.parametrize("outcome", [{}, {"value": 6}, {"value": "5"}, {"result": "bra"}])
def test_an_outcome_that_says_nothing_is_refused(made, outcome):
    gp, contact = made
    assert gp.post(f"/requests/{contact}/outcome", json=outcome).status_code == 422


# --- The acute path -------------------------------------------------------------------------------
ACUTE = {"path": "akut", "specialty": "kirurgi", "municipality": "Mora"}


def test_danger_to_life_is_a_call_to_112_and_makes_nothing(app, caller):
    gp, count = caller(), _count(app)
    answer = gp.post("/requests", json=ACUTE | {"life_threatening": True})
    assert answer.status_code == 422
    assert "Ring 112" in answer.json["detail"]
    assert _count(app) == count
    assert gp.post("/requests", json=ACUTE | {"life_threatening": False}).status_code == 201
    assert gp.post("/requests", json=ACUTE | {"life_threatening": "kanske"}).status_code == 422


@pytest.mark.parametrize("word", ["omedelbart", "inom_en_timme", "idag", None])
def test_urgency_goes_in_and_comes_out(caller, word):
    gp = caller()
    contact = gp.post("/requests", json=ACUTE | {"urgency": word}).json["id"]
    assert gp.get(f"/requests/{contact}").json["urgency"] == word


def test_an_unknown_urgency_is_refused(caller):
    assert caller().post("/requests", json=ACUTE | {"urgency": "strax"}).status_code == 422


def test_sbar_is_told_part_by_part(made, caller):
    gp, contact = made
    address = f"/requests/{contact}/sbar"
    kept = gp.put(address, json={"part": "background", "text": "Känd sedan 2019"})
    assert kept.status_code == 200
    assert kept.json["sbar"]["background"] == "Känd sedan 2019"
    assert kept.json["sbar"]["situation"] == "Nytt förmaksflimmer"
    refused = gp.put(address, json={"part": "background", "text": "19850312-1234"})
    assert refused.status_code == 422
    assert gp.get(f"/requests/{contact}").json["sbar"]["background"] == "Känd sedan 2019"
    assert caller().put(address, json={"part": "background", "text": "x"}).status_code == 403
    assert gp.put(address, json={"part": "namn", "text": "x"}).status_code == 422


def test_a_contact_goes_on_with_what_was_told_before(made):
    gp, earlier = made
    body = {"path": "akut", "municipality": "Mora", "continued_from": earlier}
    later = gp.post("/requests", json=body | {"background": "Nytt"}).json["id"]
    contact = gp.get(f"/requests/{later}").json
    assert contact["continued_from"] == earlier
    assert contact["specialty"] == "kardiologi"
    assert contact["sbar"]["situation"] == "Nytt förmaksflimmer"
    assert contact["sbar"]["background"] == "Nytt"
