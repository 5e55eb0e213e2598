"""Direct admissions over the API: asked for, answered by wards, followed to the end."""

import pytest

from models.tables.accounts import AccountRole
from tests.app.admitting import (
    AVA,
    CARDIOLOGY,
    CHECKLIST,
    FALUN_DESK,
    HEART,
    MEDICINE,
    MORA_DESK,
    doctor_of,
    talks,
    ward_says,
)
from tests.app.api.admission.calls import ETA, NEW, acts


def test_a_bed_is_asked_for_kept_and_filled(gp, ward, contact, asked):
    heart = ward()
    seen = heart.get(f"/admissions/{asked}").json
    assert (seen["status"], seen["ringing"]) == ("avdelningar_tillfragas", [HEART])
    assert seen["sbar"]["situation"] == "Tilltagande andfåddhet"
    assert {one["key"]: one["answer"] for one in seen["checklist"]}["tillsyn"] == "telemetri"
    assert seen["asking"]["number"] == "+46701740605"
    kept = acts(heart, asked, "accept")
    assert (kept["status"], kept["ward_id"]) == ("plats_reserverad", HEART)
    assert kept["reserved_until"] == "2026-11-23T11:30:00+01:00"
    away = acts(gp, asked, "left", eta=ETA)
    assert (away["status"], away["transport"], away["eta_at"]) == ("pa_vag", "sjukresa", ETA)
    later = acts(heart, asked, "eta", eta="2026-11-23T12:00:00+01:00")
    assert later["eta_at"] == "2026-11-23T12:00:00+01:00"
    acts(gp, asked, "extend")
    here = acts(heart, asked, "arrived")
    assert (here["status"], here["arrived_at"]) == ("framme", "2026-11-23T10:00:00+01:00")
    acts(heart, asked, "discharged")
    told = gp.get(f"/admissions/{asked}").json
    assert told["status_text"] == "Utskriven"
    events = [one["event"] for one in told["events"]]
    assert events[0] == "foreslogs"
    assert events[-1] == "skrevs_ut"
    assert heart.get(f"/admissions/{asked}").json["events"] == []


def test_the_same_key_is_the_same_admission(gp, contact):
    headers = {"Idempotency-Key": f"samma-{contact}"}
    path = f"/requests/{contact}/admissions"
    first, again = (gp.post(path, json=NEW, headers=headers) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json["id"] == again.json["id"]
    assert first.location.endswith(f"/admissions/{first.json['id']}")


@pytest.mark.parametrize(
    "changed", [{"note": "Sängläge"}, {"asks": False}, {"specialty": "medicin"}, {"checklist": {}}]
)
def test_the_same_key_with_another_content_is_refused_as_for_contacts(gp, contact, changed):
    headers = {"Idempotency-Key": f"annat-{contact}"}
    path = f"/requests/{contact}/admissions"
    first = gp.post(path, json=NEW, headers=headers)
    other = gp.post(path, json=NEW | changed, headers=headers)
    assert other.status_code == 409
    assert other.json["type"] == "urn:kontaktvagar:problem:nyckeln-anvand"
    again = gp.post(path, json=NEW, headers=headers)
    assert (again.status_code, again.json["id"]) == (200, first.json["id"])


def test_after_a_no_the_next_ward_is_asked(gp, ward, asked):
    acts(ward(), asked, "refuse", reason="instabil_patient")
    acts(ward(), asked, "refuse", reason="instabil_patient")  # pressed again
    told = gp.get(f"/admissions/{asked}").json
    assert told["ringing"] == [MEDICINE]
    assert [(one["ward_id"], one["reason"]) for one in told["answers"]] == [
        (HEART, "instabil_patient")
    ]
    assert ward(MEDICINE).get(f"/admissions/{asked}").json["answers"] == []


@pytest.mark.parametrize(
    "body",
    [
        {"reason": "annat"},
        {"reason": "trött"},
        {"reason": None},
        {"reason": "annat", "note": "x" * 601},
        {"reason": "annat", "note": "811228-9874"},
        {"ward_id": None},
    ],
)
def test_a_no_without_its_reason_changes_nothing(gp, ward, asked, body):
    acts(ward(), asked, "refuse", status=422, **body)
    assert gp.get(f"/admissions/{asked}").json["ringing"] == [HEART]


def test_pressing_yes_again_gives_the_same_answer(ward, asked):
    first, again = (acts(ward(), asked, "accept") for _ in range(2))
    assert first == again


def test_the_ward_that_was_second_is_told(gp, ward, asked):
    acts(ward(FALUN_DESK), asked, "accept", status=403, ward_id=CARDIOLOGY)  # not asked yet
    acts(ward(), asked, "refuse")
    acts(ward(MORA_DESK), asked, "accept", ward_id=MEDICINE)
    problem = acts(ward(), asked, "accept", status=409)
    assert "En annan avdelning hann före" in problem["detail"]
    seen = ward().get(f"/admissions/{asked}").json
    assert (seen["sbar"], seen["checklist"], seen["note"]) == (None, None, None)
    assert seen["asking"]["number"] is None


def test_a_full_ward_may_take_one_too_many(app, ward, asked):
    ward_says(app, HEART, staffed=10, occupied=10)
    problem = acts(ward(), asked, "accept", status=409)
    assert problem["type"].endswith("ingen-ledig-plats")
    assert "överbeläggning" in problem["detail"] or "ta emot" in problem["detail"].lower()
    taken = acts(ward(), asked, "accept", over_occupancy=True)
    assert taken["is_over_occupancy"] is True


def test_a_closed_ward_takes_nobody(app, ward, asked):
    ward_says(app, HEART, is_open=False)
    assert acts(ward(), asked, "accept", status=409)["type"].endswith("avdelningen-stangd")
    assert ward().get(f"/admissions/{asked}").json["status"] == "avdelningar_tillfragas"


@pytest.mark.parametrize(
    "eta",
    [
        "2026-11-23T09:30:00+01:00",
        "2026-11-25T10:00:00+01:00",
        "2026-11-23T11:30:00",
        "0001-01-01T00:00:00+01:00",
        "snart",
        7,
    ],
)
def test_an_arrival_that_cannot_be_is_refused(gp, ward, asked, eta):
    acts(ward(), asked, "accept")
    acts(gp, asked, "left", status=422, eta=eta)
    acts(gp, asked, "eta", status=422, eta=eta)
    told = gp.get(f"/admissions/{asked}").json
    assert (told["status"], told["eta_at"]) == ("plats_reserverad", None)


def test_an_arrival_needs_its_zone_but_any_will_do(gp, ward, asked):
    acts(ward(), asked, "accept")
    problem = acts(gp, asked, "left", status=422, eta="2026-11-23T11:30:00")
    assert "tidszon" in problem["errors"][0]["detail"]
    assert acts(gp, asked, "left", eta="2026-11-23T10:30:00Z")["eta_at"] == ETA


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"checklist": {}}, ""),
        ({"checklist": CHECKLIST | {"syrgas": "mycket"}}, ""),
        ({"checklist": CHECKLIST | {"favoritfärg": "blå"}}, ""),
        ({"checklist": CHECKLIST | {"annat": "811228-9874"}}, "annat"),
        ({"note": "Född 811228-9874"}, "note"),
        ({"note": "x" * 601}, "note"),
        ({"specialty": "hjärtan"}, "specialty"),
        ({"first": "vc-mora"}, "unit"),
        ({"asks": "kanske"}, "asks"),
    ],
)
def test_what_cannot_be_asked_is_refused(gp, contact, body, field):
    answer = gp.post(f"/requests/{contact}/admissions", json=NEW | body)
    assert answer.status_code == 422
    if field:
        assert [one["field"] for one in answer.json["errors"]] == [field]
    mora = gp.get(f"/requests/{contact}/decisions").json["decisions"]
    assert mora == []


def test_a_chosen_ward_is_asked_first(gp, contact):
    answer = gp.post(f"/requests/{contact}/admissions", json=NEW | {"first": AVA})
    assert answer.json["ringing"] == [AVA]


def test_a_crew_proposes_and_the_doctor_agrees(app, caller, ward):
    crew = caller(AccountRole.AMBULANS, unit_id="ambulans-mora")
    request_id = talks(app, crew.account_id)
    path = f"/requests/{request_id}/admissions"
    assert crew.post(path, json=NEW).status_code == 403
    proposed = crew.post(path, json={"asks": False})
    assert (proposed.status_code, proposed.json["status"]) == (201, "foreslagen")
    admission_id = proposed.json["id"]
    acts(crew, admission_id, "ask", status=403)
    assert ward().get(f"/admissions/{admission_id}").status_code == 403  # not asked yet
    doctor = caller(AccountRole.SPECIALIST, person_id=doctor_of(app, request_id))
    assert acts(doctor, admission_id, "ask")["ringing"] == [HEART]
    assert acts(doctor, admission_id, "ask")["round"] == 1  # pressed again


def test_a_bed_that_cannot_be_kept_is_sought_elsewhere(gp, ward, asked):
    acts(ward(), asked, "accept")
    moved = acts(ward(), asked, "withdraw", reason="annat", note="Akut isolering")
    assert (moved["status"], moved["ward_id"]) == ("avdelningar_tillfragas", None)
    told = gp.get(f"/admissions/{asked}").json
    assert told["ringing"] == [MEDICINE]
    assert (told["answers"][-1]["reply"], told["answers"][-1]["note"]) == (
        "drog_sig_ur",
        "Akut isolering",
    )


def test_the_patient_is_placed_in_another_ward(ward, asked):
    acts(ward(), asked, "accept")
    acts(ward(), asked, "placed", status=422, ward_id="finns-inte")
    placed = acts(ward(), asked, "placed")
    assert (placed["status"], placed["placed_ward_id"]) == (
        "placerad_pa_annan_avdelning",
        CARDIOLOGY,
    )
    listed = ward(FALUN_DESK).get(f"/wards/{CARDIOLOGY}/admissions").json["admissions"]
    assert asked in [one["id"] for one in listed]


@pytest.mark.parametrize("means", ["akuten_ambulans", "akuten_annat_fardsatt"])
def test_a_patient_who_turns_worse_goes_to_the_ed(gp, contact, ward, asked, means):
    acts(ward(), asked, "accept")
    acts(gp, asked, "ed", status=422, means="kvar_med_rad")
    assert acts(gp, asked, "ed", means=means)["status"] == "till_akuten"
    kinds = [one["kind"] for one in gp.get(f"/requests/{contact}/decisions").json["decisions"]]
    assert means in kinds


def test_what_comes_too_late_is_refused(gp, ward, asked):
    acts(gp, asked, "left", status=409)
    acts(ward(), asked, "accept")
    assert acts(gp, asked, "cancel")["status"] == "avbruten"
    assert acts(gp, asked, "cancel")["status"] == "avbruten"
    for what in ("ask", "left", "extend", "eta"):
        acts(gp, asked, what, status=409)
    acts(ward(), asked, "arrived", status=409)


def test_all_that_is_wrong_is_said_at_once(gp, contact):
    wrong = {"checklist": {"syrgas": "mycket"}, "specialty": "trolleri", "asks": True}
    answer = gp.post(f"/requests/{contact}/admissions", json=wrong)
    assert answer.status_code == 422
    assert answer.json["type"].endswith(":flera-fel")
    assert answer.json["detail"] == "Flera uppgifter behöver rättas."
    said = [one["detail"] for one in answer.json["errors"]]
    assert len(said) > 4
    assert len(set(said)) == len(said)
    assert "specialty" in [one["field"] for one in answer.json["errors"]]
    assert any("Syrgas" in one for one in said)
    assert gp.get(f"/requests/{contact}/admissions").status_code == 405
