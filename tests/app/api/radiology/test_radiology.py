"""/radiology and /requests/{id}/bookings: booked by the two who talk, answered by the site."""

import pytest
from sqlalchemy import delete

from app.actions.contact.report_self_dial import SelfDialReport, report_self_dial
from app.actions.shared.actor import Actor
from app.current import current_clock, current_directory
from models.db import db
from models.reads.contacts import find_contact
from models.tables.accounts import AccountRole
from models.tables.radiology import BookingEventRow, BookingRow, RadiologyHourRow

NEW = {"path": "halvakut", "specialty": "kardiologi", "municipality": "Mora"}
SITE = "mora-rontgen"
NOON = "2026-11-23T12:00:00+01:00"
ONE = "2026-11-23T13:00:00+01:00"
HEAD = {
    "examination": "dt-hjarna",
    "site_id": SITE,
    "starts_at": NOON,
    "result_to": "annan",
    "result_number": "070-174 06 99",
    "answers": {"stroke": "nej", "antikoagulantia": "nej", "graviditet": "nej"},
}


@pytest.fixture(autouse=True)
def _empty_hours(app):
    """The hours' places are everybody's: give them back."""
    yield
    with app.app_context():
        for table in (BookingEventRow, BookingRow, RadiologyHourRow):
            db.session.execute(delete(table))
        db.session.commit()


@pytest.fixture
def talked(app, caller):
    """A GP and the contact that the first number answered: (caller, address of its bookings)."""
    gp = caller()
    made = gp.post("/requests", json=NEW | {"mode": "jag_ringer_sjalv"}).json["id"]
    with app.app_context():
        contact = find_contact(db.session(), made)
        assert contact is not None
        assert contact.ringing is not None
        own = Actor(gp.account_id, "Test", AccountRole.PRIMARVARDSLAKARE, None, "vc-mora", None)
        report_self_dial(
            db.session(),
            SelfDialReport(contact.ringing.id, answered=True),
            by=own,
            directory=current_directory(),
            at=current_clock()(),
        )
    return gp, f"/requests/{made}/bookings"


@pytest.fixture
def radiology(caller):
    """Somebody at radiology in Mora."""
    return caller(AccountRole.VARDPLATSKOORDINATOR, unit_id=SITE)


def test_what_can_be_booked_and_when(talked):
    gp, _address = talked
    listed = gp.get("/radiology/examinations").json["examinations"]
    assert {"dt-hjarna", "lungrontgen"} <= {one["code"] for one in listed}
    found = gp.get("/radiology/hours?municipality=2080&modality=ultraljud").json
    assert found["sites"][0] == "falun-rontgen"
    assert {hour["modality"] for hour in found["hours"]} == {"ultraljud"}
    assert found["hours"][0] == {
        "site_id": "falun-rontgen",
        "modality": "ultraljud",
        "starts_at": "2026-11-23T10:00:00+01:00",
        "capacity": 2,
        "taken": 0,
        "free": 2,
        "is_changed": False,
    }


def test_booked_moved_done_and_reported(talked, radiology):
    gp, address = talked
    made = gp.post(address, json=HEAD, headers={"Idempotency-Key": "a"})
    assert made.status_code == 201, made.json
    again = gp.post(address, json=HEAD, headers={"Idempotency-Key": "a"})
    assert (again.status_code, again.json["id"]) == (200, made.json["id"])
    assert gp.get(address).json["bookings"] == [made.json]
    assert radiology.get("/radiology/bookings").json["bookings"] == [made.json]
    own = f"/radiology/bookings/{made.json['id']}"
    moved = gp.post(f"{own}/move", json={"site_id": SITE, "starts_at": ONE})
    assert (moved.status_code, moved.json["starts_at"]) == (200, ONE)
    for _again in range(2):
        done = radiology.post(f"{own}/performed")
        assert (done.status_code, done.json["status"]) == (200, "utford")
    reported = radiology.post(f"{own}/result", json={})
    assert reported.json["status"] == "svar_lamnat"
    assert [one["event"] for one in reported.json["events"]] == [
        "bokades",
        "flyttades",
        "utfordes",
        "svar_lamnades",
    ]
    assert radiology.post(f"{own}/no-show").status_code == 409


def test_refused_and_cancelled(talked, radiology):
    gp, address = talked
    first, second = (gp.post(address, json=HEAD).json["id"] for _one in range(2))
    refused = radiology.post(f"/radiology/bookings/{first}/refuse", json={"reason": "ingen_tid"})
    assert (refused.json["status"], refused.json["refusal"]) == ("nekad", "ingen_tid")
    assert gp.post(f"/radiology/bookings/{second}/cancel").json["status"] == "avbokad"
    assert gp.post(f"/radiology/bookings/{first}/cancel").status_code == 409


def test_what_is_missing_and_what_is_full_is_said(talked, radiology):
    gp, address = talked
    problem = gp.post(address, json=HEAD | {"answers": {"stroke": "ja"}}).json
    assert [(one["field"], one["severity"]) for one in problem["errors"]] == [
        ("stroke", "ring_rontgen"),
        ("antikoagulantia", "saknas"),
        ("graviditet", "saknas"),
    ]
    change = {"modality": "datortomografi", "starts_at": NOON, "capacity": 0}
    assert radiology.put("/radiology/hours", json=change).json["free"] == 0
    full = gp.post(address, json=HEAD)
    assert full.status_code == 422
    assert "inga platser" in full.json["detail"]
    below = radiology.put("/radiology/hours", json=change | {"capacity": -1})
    assert (below.status_code, "från 0 till 99" in below.json["detail"]) == (422, True)


def test_others_are_refused(talked, caller, radiology):
    gp, address = talked
    booking = gp.post(address, json=HEAD).json["id"]
    stranger = caller()
    assert stranger.get(address).status_code == 403
    assert stranger.post(address, json=HEAD).status_code == 403
    assert stranger.post(f"/radiology/bookings/{booking}/cancel").status_code == 403
    assert stranger.post(f"/radiology/bookings/{booking}/performed").status_code == 403
    assert stranger.get("/radiology/bookings").status_code == 403
    elsewhere = {"modality": "datortomografi", "starts_at": NOON, "capacity": 3}
    assert stranger.put("/radiology/hours", json=elsewhere).status_code == 403
    nobody = "/radiology/bookings/00000000-0000-4000-8000-000000000000/cancel"
    assert gp.post(nobody).status_code == 404
