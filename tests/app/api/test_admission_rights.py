"""Direct admissions over the API: for those they concern, and nobody else."""

import uuid
from typing import Any

import pytest

from models.accounts import AccountRole
from tests.app.admitting import (
    CARDIOLOGY,
    CHECKLIST,
    FALUN_DESK,
    HEART,
    MORA_DESK,
    asks,
    forget_beds,
    talks,
)

NOWHERE = str(uuid.UUID(int=0))
NEW = {"checklist": CHECKLIST, "note": "Sitter bra i bil"}
ETA = "2026-11-23T11:30:00+01:00"
CHANGES: dict[str, Any] = {
    "ask": {},
    "accept": {"ward_id": HEART},
    "refuse": {"ward_id": HEART, "reason": "fullt"},
    "withdraw": {"ward_id": HEART, "reason": "fullt"},
    "left": {"transport": "sjukresa"},
    "eta": {"eta": ETA},
    "extend": None,
    "arrived": None,
    "placed": {"ward_id": CARDIOLOGY},
    "ed": {"means": "akuten_ambulans"},
    "cancel": None,
    "discharged": None,
}


@pytest.fixture(autouse=True)
def nobody_has_said_anything(app, clock):
    forget_beds(app)


@pytest.fixture
def gp(caller):
    return caller()


@pytest.fixture
def contact(app, gp):
    """A contact of the GP's in which a cardiologist has answered."""
    return talks(app, gp.account_id)


@pytest.fixture
def ward(caller):
    """Makes somebody who answers for a ward, or for a whole hospital."""

    def make(unit_id=HEART):
        return caller(AccountRole.VARDPLATSKOORDINATOR, unit_id=unit_id)

    return make


@pytest.fixture
def asked(gp, contact):
    """An admission the wards are asked about; its id."""
    answer = gp.post(f"/requests/{contact}/admissions", json=NEW)
    assert answer.status_code == 201, answer.json
    return answer.json["id"]


def acts(someone, admission_id, what, *, status=200, **body):
    sent = {"json": CHANGES[what] | body} if CHANGES[what] is not None else {}
    answer = someone.post(f"/admissions/{admission_id}/{what}", **sent)
    assert answer.status_code == status, answer.json
    return answer.json


def test_a_ward_sees_what_concerns_it_and_nothing_else(ward, caller, asked):
    path = f"/wards/{HEART}/admissions"
    assert asked in [one["id"] for one in ward().get(path).json["admissions"]]
    assert asked in [one["id"] for one in ward(MORA_DESK).get(path).json["admissions"]]
    assert ward(FALUN_DESK).get(path).status_code == 403
    assert ward().get("/wards/finns-inte/admissions").status_code == 404
    assert ward().get("/wards/vc-mora/admissions").status_code == 404
    assert caller().get(path).status_code == 403


def test_an_admission_is_for_those_it_concerns(app, caller, ward, asked):
    others = (
        caller(unit_id="vc-tisken"),
        ward(FALUN_DESK),
        caller(AccountRole.SPECIALIST, person_id="falun-kirurgi-1"),
        caller(AccountRole.ANALYTIKER),
    )
    for someone in others:
        assert someone.get(f"/admissions/{asked}").status_code == 403
        for what in CHANGES:
            acts(someone, asked, what, status=403)
    assert ward().get(f"/admissions/{asked}").json["status"] == "avdelningar_tillfragas"


def test_a_ward_answers_for_no_requester_and_no_requester_for_a_ward(gp, ward, asked):
    for what in ("accept", "refuse", "withdraw", "arrived", "placed", "discharged"):
        acts(gp, asked, what, status=403)
    for what in ("ask", "left", "cancel"):
        acts(ward(), asked, what, status=403)


def test_unknown_admissions_are_absent(gp, ward, caller):
    assert gp.get(f"/admissions/{NOWHERE}").status_code == 404
    assert gp.post(f"/requests/{NOWHERE}/admissions", json=NEW).status_code == 404
    for what in CHANGES:
        acts(ward(), NOWHERE, what, status=404)


def test_nobody_is_asked_while_a_doctor_is_sought(app, gp, caller):
    request_id = asks(app, gp.account_id)
    answer = gp.post(f"/requests/{request_id}/admissions", json=NEW)
    assert answer.status_code == 409
    stranger = caller(unit_id="vc-tisken")
    assert stranger.post(f"/requests/{request_id}/admissions", json=NEW).status_code == 403
