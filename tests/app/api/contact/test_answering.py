"""GET, PUT and DELETE /away; third parties and call-backs of a contact."""

from typing import Any

import pytest
from sqlalchemy import delete

from app.actions.calls.record_answer import Pressed, record_answer
from app.actions.calls.record_pickup import record_pickup
from app.actions.talk.record_connection import record_connection
from app.current import current_clock, current_directory
from models.db import db
from models.reads.contacts import find_contact
from models.snapshot import bump_version
from models.tables.accounts import AccountRole
from models.tables.preferences import AwayRow

ON_DUTY, COLLEAGUE = "mora-kardiologi-2", "mora-kardiologi-1"


@pytest.fixture(autouse=True)
def nobody_is_away(app, clock):
    """The application serves the whole module: each test finds everybody at work."""
    yield
    with app.app_context():
        db.session.execute(delete(AwayRow))
        bump_version(db.session(), at=clock())
        db.session.commit()


@pytest.fixture
def doctor(caller):
    return caller(AccountRole.SPECIALIST, person_id=ON_DUTY, unit_id="mora-medicin")


@pytest.fixture
def gp(caller):
    return caller(number="+46701740699")


@pytest.fixture
def contact(app, gp):
    """A contact whose requester is on the line: its id, and how its ringing phone answers."""
    body = {"path": "halvakut", "municipality": "Mora", "specialty": "kardiologi"}
    request_id = gp.post("/requests", json=body).json["id"]
    number = iter(range(1, 100))

    def picks_up(index, *digits):
        with app.app_context():
            found = find_contact(db.session(), request_id)
            assert found is not None
            attempt = found.attempts[index]
            now: dict[str, Any] = {"directory": current_directory(), "at": current_clock()()}
            call_id = f"CA{attempt.id}-{next(number)}"
            record_pickup(db.session(), attempt.id, call_id=call_id, **now)
            for pressed in digits:
                record_answer(db.session(), attempt.id, Pressed(pressed), **now)
            record_connection(db.session(), request_id, call_id=call_id, at=now["at"])

    picks_up(0, "1")
    return request_id, picks_up


def test_not_now_is_asked_for_seen_and_ended(doctor):
    before = doctor.get("/away").json
    assert before["is_away"] is False
    assert COLLEAGUE in [one["id"] for one in before["can_stand_in"]]
    body = {"until": "2026-11-23T11:30", "forward_to": COLLEAGUE}
    answer = doctor.put("/away", json=body)
    assert answer.status_code == 200, answer.json
    away = doctor.get("/away").json
    assert (away["is_away"], away["forward_to"]) == (True, COLLEAGUE)
    assert away["until"] == "2026-11-23T11:30:00+01:00"
    row = next(
        one
        for one in doctor.get("/on-call?line=mora-kardiologi-konsult").json["on_call"]
        if one["person_id"] == ON_DUTY
    )
    assert row["away_until"] == "2026-11-23T11:30:00+01:00"
    assert row["answers_instead"] == COLLEAGUE
    assert doctor.delete("/away").json["is_away"] is False


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"until": "snart"}, 422),
        ({"until": "2026-11-23T09:00"}, 422),
        ({"until": "2026-11-25T09:00"}, 422),
        ({"until": "9999-12-31T20:00"}, 422),
        ({"until": "2026-11-23T11:30", "forward_to": ON_DUTY}, 422),
        ({"until": "2026-11-23T11:30", "forward_to": "finns-inte"}, 422),
    ],
)
def test_what_is_no_away_is_refused(doctor, body, status):
    assert doctor.put("/away", json=body).status_code == status
    assert doctor.get("/away").json["is_away"] is False


def test_an_account_that_is_nobody_is_refused(gp, caller):
    assert gp.put("/away", json={"until": "2026-11-23T11:30"}).status_code == 403
    assert caller(AccountRole.ANALYTIKER).get("/away").status_code == 403


def test_a_third_party_is_asked_in_by_the_two_who_talk(gp, doctor, caller, contact):
    request_id, picks_up = contact
    path = f"/requests/{request_id}/third-parties"
    body = {"contact_point_id": "mora-rontgen-direkt"}
    assert gp.post(path, json=body).status_code == 409  # nobody talks yet
    picks_up(1, "1")
    asked = doctor.post(path, json=body)
    assert asked.status_code == 201, asked.json
    assert doctor.post(path, json=body).status_code == 409
    assert gp.post(path, json={}).status_code == 422
    assert gp.post(path, json={"line_id": "falun-kirurgi-jour"}).status_code == 201
    stranger = caller(AccountRole.SPECIALIST, person_id="falun-kirurgi-1")
    assert stranger.post(path, json=body).status_code == 403
    sides = [one["side"] for one in gp.get(f"/requests/{request_id}").json["attempts"]]
    assert sides.count("tredje_part") == 2


def test_a_call_back_comes_sooner(gp, doctor, contact):
    request_id, picks_up = contact
    path = f"/requests/{request_id}/call-back"
    picks_up(1, "3")
    assert gp.post(path).status_code == 403
    answer = doctor.post(path)
    assert answer.status_code == 200, answer.json
    assert answer.json["status"] == "soker_mottagare"


def test_a_call_back_is_not_waited_for(gp, doctor, contact):
    request_id, picks_up = contact
    path = f"/requests/{request_id}/search-on"
    picks_up(1, "3")
    contact_now = gp.get(f"/requests/{request_id}").json
    assert contact_now["status"] == "ateruppringning_utlovad"
    assert contact_now["attempts"][1]["call_back_at"] == "2026-11-23T10:15:00+01:00"
    assert doctor.post(path).status_code == 403
    assert gp.post(path).json["status"] == "soker_mottagare"


def test_a_contact_that_waits_for_no_call_back(gp, contact):
    request_id, picks_up = contact
    picks_up(1, "1")
    assert gp.post(f"/requests/{request_id}/search-on").status_code == 409
    unknown = "/requests/00000000-0000-4000-8000-000000000000/search-on"
    assert gp.post(unknown).status_code == 404
