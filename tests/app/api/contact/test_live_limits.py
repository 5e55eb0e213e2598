"""Too many contacts at the same time, over the API: a problem that says which and whom to ring."""

from collections.abc import Iterator

import pytest
from flask import Flask

from routing.live_limits import USUAL_LIMITS
from tests.app.applications import Caller, MovedClock, application

NEW = {"path": "halvakut", "specialty": "kardiologi", "municipality": "Mora"}
ACUTE = {
    "path": "akut",
    "specialty": "kirurgi",
    "municipality": "Mora",
    "life_threatening": False,
    "urgency": "omedelbart",
}
FREE = iter(
    [f"+4670174{number:04}" for number in range(610, 700)]
    + [f"+4631390{number:04}" for number in range(600, 700)]
)
"""Each is rung for one alone."""


@pytest.fixture(scope="module")
def app(databases, module_clock: MovedClock) -> Iterator[Flask]:
    """The application with the limits that a house has."""
    with (
        databases.lent(seeded=True) as url,
        application(url, module_clock, limits=USUAL_LIMITS) as made,
    ):
        yield made


@pytest.fixture
def gp(caller) -> Caller:
    """A GP with nothing alive."""
    made: Caller = caller()
    return made


def wanted(body=NEW, **more):
    """What is asked for, to be rung on a number that nobody else is rung on."""
    return body | {"callback_number": next(FREE)} | more


def test_thirty_in_a_second_are_five_and_the_rest_are_told_why(gp):
    answers = [gp.post("/requests", json=wanted()) for _ in range(30)]
    assert [one.status_code for one in answers] == [201] * 5 + [429] * 25
    problem = answers[-1].json
    assert answers[-1].mimetype == "application/problem+json"
    assert problem["type"] == "urn:kontaktvagar:problem:for-manga-arenden"
    assert "Du har redan 5 ärenden där vi söker någon just nu" in problem["detail"]
    assert problem["fallback"]["number"].startswith("+46")
    assert {one["id"] for one in problem["contacts"]} == {one.json["id"] for one in answers[:5]}
    for one in problem["contacts"]:
        contact = gp.get(one["status_url"].removeprefix("/api/v1")).json
        assert contact["case_code"] == one["case_code"]


def test_a_number_is_rung_for_three_and_what_others_seek_is_not_told(gp, caller):
    body = wanted()
    assert [gp.post("/requests", json=body).status_code for _ in range(3)] == [201] * 3
    refused = caller().post("/requests", json=body)
    assert refused.status_code == 429
    assert refused.json["type"] == "urn:kontaktvagar:problem:numret-rings-redan"
    assert refused.json["contacts"] == []
    assert body["callback_number"] not in refused.text


def test_the_same_key_is_answered_as_the_first_time_at_the_limit(gp):
    key = {"Idempotency-Key": f"nyckel-{gp.username}"}
    for _ in range(4):
        gp.post("/requests", json=wanted())
    body = wanted()
    first = gp.post("/requests", json=body, headers=key)
    again = gp.post("/requests", json=body, headers=key)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json == first.json
    other = gp.post("/requests", json=body | {"situation": "Något annat"}, headers=key)
    assert other.json["type"] == "urn:kontaktvagar:problem:nyckeln-anvand"


def test_acute_contacts_have_twice_the_room_whoever_they_seek(gp):
    answers = [gp.post("/requests", json=wanted(ACUTE)) for _ in range(12)]
    assert [one.status_code for one in answers] == [201] * 10 + [429] * 2
    assert len(answers[-1].json["contacts"]) == 10
    assert answers[-1].json["fallback"]["number"]


def test_an_acute_contact_gets_through_when_all_others_are_too_many(gp):
    answers = [gp.post("/requests", json=wanted()) for _ in range(6)]
    assert answers[-1].status_code == 429
    assert gp.post("/requests", json=wanted(ACUTE)).status_code == 201


def test_it_is_told_in_english_too(gp):
    for _ in range(USUAL_LIMITS.per_account):
        gp.post("/requests", json=wanted())
    refused = gp.post("/requests?lang=en", json=wanted())
    assert "You already have 5 contacts for which we seek somebody" in refused.json["detail"]


def test_who_dials_by_hand_is_never_stopped(gp):
    body = wanted(mode="jag_ringer_sjalv")
    assert [gp.post("/requests", json=body).status_code for _ in range(8)] == [201] * 8
