"""/requests/{id}/decisions: what was decided, by the two who take part alone."""

import pytest

from app.actions.contact.report_self_dial import SelfDialReport, report_self_dial
from app.actions.shared.actor import Actor
from app.current import current_clock, current_directory
from models.db import db
from models.reads.contacts import find_contact
from models.tables.accounts import AccountRole

NEW = {"path": "halvakut", "specialty": "kardiologi", "municipality": "Mora"}
VISIT = {
    "kind": "specialistbesok",
    "when": "idag",
    "receiver_id": "falun-kardiologi-mottagning",
    "next_by": "mottagare",
    "next_text": "Bokar tid",
}


@pytest.fixture
def talked(app, caller):
    """A GP and the contact that the first number answered: (caller, address of its decisions)."""
    gp = caller()
    made = gp.post("/requests", json=NEW | {"mode": "jag_ringer_sjalv"}).json["id"]
    with app.app_context():
        contact = find_contact(db.session(), made)
        assert contact is not None
        assert contact.ringing is not None
        own = Actor(
            gp.account_id, "Test", AccountRole.PRIMARVARDSLAKARE, None, "vc-mora", "+46701740605"
        )
        report_self_dial(
            db.session(),
            SelfDialReport(contact.ringing.id, answered=True),
            by=own,
            directory=current_directory(),
            at=current_clock()(),
        )
    return gp, f"/requests/{made}/decisions"


def test_decided_read_carried_out(talked):
    gp, address = talked
    made = gp.post(address, json=VISIT)
    assert made.status_code == 201, made.json
    (listed,) = gp.get(address).json["decisions"]
    assert listed == made.json
    assert listed == listed | VISIT | {
        "status": "beslutat",
        "kind_text": "Specialistbesök",
        "side": "remittent",
        "decided_at": "2026-11-23T10:00:00+01:00",
        "ended_at": None,
    }
    for _again in range(2):
        done = gp.post(f"{address}/{made.json['id']}/change", json={"event": "genomfordes"})
        assert (done.status_code, done.json["status"]) == (200, "genomfort")
    assert [one["event"] for one in done.json["events"]] == ["beslutades", "genomfordes"]


def test_the_same_key_decides_once(talked):
    gp, address = talked
    key = {"Idempotency-Key": "tap-1"}
    first, again = (gp.post(address, json=VISIT, headers=key) for _time in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    other = gp.post(address, json=VISIT | {"when": "imorgon"}, headers=key)
    assert other.status_code == 409


def test_one_takes_the_place_of_another(talked):
    gp, address = talked
    stay = gp.post(address, json={"kind": "kvar_med_rad", "note": "Sämre"}).json
    to_ed = gp.post(address, json={"kind": "akuten_ambulans", "replaces": stay["id"]}).json
    old, new = gp.get(address).json["decisions"]
    assert (old["status"], old["replaced_by_id"]) == ("ersatt", to_ed["id"])
    assert new["status"] == "beslutat"
    twice = gp.post(address, json={"kind": "akuten_ambulans", "replaces": stay["id"]})
    assert twice.status_code == 409
    assert "redan" in twice.json["detail"]


def test_others_see_and_decide_nothing(talked, caller):
    gp, address = talked
    made = gp.post(address, json=VISIT).json["id"]
    for stranger in (caller(), caller(AccountRole.SPECIALIST), caller(AccountRole.ANALYTIKER)):
        assert stranger.get(address).status_code == 403
        assert stranger.post(address, json=VISIT).status_code == 403
        change = stranger.post(f"{address}/{made}/change", json={"event": "aterkallades"})
        assert change.status_code == 403


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        ({"kind": "specialistbesok"}, 422, "i dag eller i morgon"),
        ({"kind": "kvar_med_rad"}, 422, "söka igen"),
        ({"kind": "direktinlaggning"}, 409, "för sig"),
        ({"kind": "mobilt_team", "receiver_id": "mora-lasarett"}, 422, "ta emot"),
        ({"kind": "kvar_med_rad", "note": "19121212-1212"}, 422, "personnummer"),
        ({"kind": "akuten_ambulans", "next_by": "avdelning"}, 422, "Nästa steg"),
        (
            {"kind": "akuten_ambulans", "replaces": "0" * 8 + "-0000" * 3 + "-" + "0" * 12},
            404,
            "finns",
        ),
    ],
)
def test_what_cannot_be_is_said(talked, body, status, says):
    gp, address = talked
    answer = gp.post(address, json=body)
    assert answer.status_code == status, answer.json
    assert says in answer.json["detail"]
    assert gp.get(address).json["decisions"] == []


def test_a_change_that_is_none_is_refused(talked):
    gp, address = talked
    made = gp.post(address, json=VISIT).json["id"]
    for event in ("ersattes", "beslutades", "nagot_annat"):
        answer = gp.post(f"{address}/{made}/change", json={"event": event})
        assert answer.status_code == 422


def test_not_while_it_rings(caller):
    gp = caller()
    made = gp.post("/requests", json=NEW).json["id"]
    answer = gp.post(f"/requests/{made}/decisions", json={"kind": "akuten_ambulans"})
    assert answer.status_code == 409
