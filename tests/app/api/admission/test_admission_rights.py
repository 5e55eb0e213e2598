"""Direct admissions over the API: for those they concern, and nobody else."""

import pytest

from app.auth.permissions import REQUESTERS
from models.tables.accounts import AccountRole
from tests.app.admitting import (
    FALUN_DESK,
    HEART,
    MEDICINE,
    MORA_DESK,
    asks,
)
from tests.app.api.admission.calls import CHANGES, NEW, NOWHERE, acts

COORDINATOR = AccountRole.VARDPLATSKOORDINATOR


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


@pytest.mark.parametrize("role", sorted(REQUESTERS - {COORDINATOR}))
def test_only_a_coordinator_speaks_for_a_ward_whatever_unit_others_work_at(caller, asked, role):
    for unit_id in (HEART, "mora-medicin", "mora-lasarett", MORA_DESK):
        someone = caller(role, unit_id=unit_id)
        assert someone.get(f"/admissions/{asked}").status_code == 403, unit_id
        for what in CHANGES:
            acts(someone, asked, what, status=403)


def test_a_doctor_above_the_ward_that_keeps_a_bed_ends_no_reservation(caller, ward, asked):
    acts(ward(), asked, "accept")
    doctor = caller(AccountRole.SPECIALIST, unit_id="mora-medicin")
    for what in ("ed", "eta", "extend"):
        acts(doctor, asked, what, status=403)
    assert ward().get(f"/admissions/{asked}").json["status"] == "plats_reserverad"


def test_a_ward_that_has_said_no_reads_no_more_while_others_are_asked(ward, asked):
    before = ward().get(f"/admissions/{asked}").json
    assert before["sbar"]["situation"] == "Tilltagande andfåddhet"
    said_no = acts(ward(), asked, "refuse", note="Alla sängar är fulla")
    listed = ward().get(f"/wards/{HEART}/admissions").json["admissions"]
    row = next(one for one in listed if one["id"] == asked)
    for seen in (said_no, ward().get(f"/admissions/{asked}").json, row):
        assert seen["status"] == "avdelningar_tillfragas"
        assert (seen["sbar"], seen["checklist"], seen["note"]) == (None, None, None)
        assert (seen["asking"]["number"], seen["asking"]["responder_number"]) == (None, None)
    assert ward(MEDICINE).get(f"/admissions/{asked}").json["sbar"] is not None
    assert ward(MORA_DESK).get(f"/admissions/{asked}").json["sbar"] is not None


def test_a_ward_that_keeps_no_bed_any_more_reads_no_more(ward, asked):
    acts(ward(), asked, "accept")
    acts(ward(), asked, "placed", ward_id=MEDICINE)
    assert ward(MEDICINE).get(f"/admissions/{asked}").json["sbar"] is not None
    assert ward().get(f"/admissions/{asked}").json["sbar"] is None
