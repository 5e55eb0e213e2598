"""GET and POST /beds: what is known, what is reported, what is imported and taken back."""

import json

import pytest
from sqlalchemy import delete

from models.db import db
from models.tables.accounts import AccountRole
from models.tables.beds import BedReportRow
from models.tables.imports import ImportRow
from routing.beds import BedSource
from tests.app.applications import MONDAY_AT_TEN
from tests.models.bed_rows import add_report

WARD = "mora-medicinavdelning"
ELSEWHERE = "falun-kardiologavdelningen"
SAID = {"staffed": 20, "occupied": 15}
CSV = f"avdelning;räknad;bemannade;belagda\n{WARD};2026-11-23 09:00;20;12\n".encode()


@pytest.fixture(autouse=True)
def _nothing_known(app):
    with app.app_context():
        db.session.execute(delete(BedReportRow))
        db.session.execute(delete(ImportRow))
        db.session.commit()


@pytest.fixture
def coordinator(caller):
    return caller(AccountRole.VARDPLATSKOORDINATOR, unit_id="mora-vardplatskoordination")


def answered(answer, status=200):
    assert answer.status_code == status, answer.json
    return answer.json


def imported(someone, content=CSV, kind="text/csv", status=200):
    return answered(someone.post("/beds/import", data=content, content_type=kind), status)


def test_a_ward_says_what_it_has(coordinator):
    unknown = answered(coordinator.get(f"/beds/{WARD}"))
    assert (unknown["free"], unknown["reports"]) == (None, [])
    body = SAID | {"cleaning": 1, "expected_discharges": 3, "outliers": 2}
    ward = answered(coordinator.post(f"/beds/{WARD}", json=body))
    assert (ward["free"], ward["free_by_evening"], ward["reserved"]) == (4, 7, 0)
    assert ward["hospital_id"] == "mora-lasarett"
    (report,) = ward["reports"]
    assert report.items() >= (body | {"source": "for_hand", "is_open": True}).items()
    assert report["counted_at"] == "2026-11-23T10:00:00+01:00"
    assert not report["is_stale"]
    assert answered(coordinator.get(f"/beds/{WARD}")) == ward


def test_the_county_with_source_and_age(app, caller, clock):
    with app.app_context():
        add_report(db.session(), WARD, counted_at=MONDAY_AT_TEN)
        add_report(db.session(), ELSEWHERE, source=BedSource.IMPORT, counted_at=MONDAY_AT_TEN)
    clock.advance(hours=30)
    someone = caller()
    wards = {one["ward_id"]: one for one in answered(someone.get("/beds"))["wards"]}
    assert wards[ELSEWHERE]["reports"][0]["source"] == "inlast"
    assert wards[ELSEWHERE]["reports"][0]["is_stale"]
    in_mora = answered(someone.get("/beds?hospital=Mora lasarett"))["wards"]
    assert {one["hospital_id"] for one in in_mora} == {"mora-lasarett"}
    hearts = answered(someone.get("/beds?specialty=kardiologi"))["wards"]
    assert all("kardiologi" in one["specialties"] for one in hearts)
    assert len(hearts) < len(wards)
    assert answered(someone.get("/beds?specialty=kardiolgi"), 422)["errors"][0]["nearest"]
    answered(someone.get("/beds?hospital=ingenstans"), 422)


def test_whoever_looked_before_another_reported_is_told(coordinator):
    first = answered(coordinator.post(f"/beds/{WARD}", json=SAID | {"seen_report_id": None}))
    late = SAID | {"occupied": 9, "seen_report_id": None}
    refused = answered(coordinator.post(f"/beds/{WARD}", json=late), 409)
    assert refused["type"].endswith("andrat-under-tiden")
    seen = late | {"seen_report_id": first["reports"][0]["id"]}
    assert answered(coordinator.post(f"/beds/{WARD}", json=seen))["free"] == 11


def test_the_same_report_twice_is_one(coordinator):
    body = SAID | {"counted_at": "2026-11-23T09:30"}
    first = answered(coordinator.post(f"/beds/{WARD}", json=body))
    assert answered(coordinator.post(f"/beds/{WARD}", json=body)) == first


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"occupied": -1}, "occupied"),
        ({"occupied": 10**30}, "occupied"),
        ({"cleaning": 6}, "cleaning"),
        ({"counted_at": "2026-11-23T10:06"}, "counted_at"),
        ({"counted_at": "i morgon"}, "counted_at"),
        ({"staffed": 1.5}, "staffed"),
        ({"staffed": None}, "staffed"),
        ({"rum": 1}, "rum"),
    ],
)
def test_what_cannot_be_true_is_refused_by_field(coordinator, changed, field):
    problem = answered(coordinator.post(f"/beds/{WARD}", json=SAID | changed), 422)
    assert [one["field"] for one in problem["errors"]] == [field]
    assert all(one["detail"] for one in problem["errors"])
    assert answered(coordinator.get(f"/beds/{WARD}"))["reports"] == []


def test_nobody_reports_for_others(coordinator, caller):
    answered(coordinator.post(f"/beds/{ELSEWHERE}", json=SAID), 403)
    answered(caller().post(f"/beds/{WARD}", json=SAID), 403)
    answered(caller(AccountRole.ANALYTIKER).get("/beds"), 403)


@pytest.mark.parametrize("ward_id", ["finns-inte", "vc-mora", "%00"])
def test_what_is_no_ward_is_not_found(coordinator, ward_id):
    answered(coordinator.get(f"/beds/{ward_id}"), 404)
    answered(coordinator.post(f"/beds/{ward_id}", json=SAID), 404)


def test_a_file_is_taken_in_once_and_back(coordinator, caller):
    first = imported(coordinator)
    assert (first["row_count"], first["is_new"], first["older"]) == (1, True, 0)
    assert imported(coordinator) == first | {"is_new": False}
    assert answered(coordinator.get(f"/beds/{WARD}"))["free"] == 8
    back = f"/beds/imports/{first['id']}/take-back"
    other = caller(AccountRole.VARDPLATSKOORDINATOR, unit_id="mora-vardplatskoordination")
    answered(other.post(back), 403)
    assert answered(coordinator.post(back)) == {"id": first["id"], "is_new": True}
    assert not answered(coordinator.post(back))["is_new"]
    assert answered(coordinator.get(f"/beds/{WARD}"))["reports"] == []
    nothing = "/beds/imports/00000000-0000-4000-8000-000000000000/take-back"
    answered(coordinator.post(nothing), 404)


def test_json_goes_the_same_way(caller):
    row = {"ward": ELSEWHERE, "counted_at": "2026-11-23T09:00:00+01:00", **SAID}
    content = json.dumps({"reports": [row]})
    chief = caller(AccountRole.ADMINISTRATOR)
    assert imported(chief, content, "application/json")["row_count"] == 1
    assert answered(chief.get(f"/beds/{ELSEWHERE}"))["free"] == 5


def test_a_bad_file_is_refused_whole_with_row_and_column(coordinator):
    content = CSV + f"{ELSEWHERE};2026-11-23 09:00;20;12\n{WARD};igår;20;-1\n".encode()
    problem = imported(coordinator, content, status=422)
    assert [(one["row"], one["field"]) for one in problem["errors"]] == [
        (3, "avdelning"),
        (4, "räknad"),
    ]
    assert answered(coordinator.get(f"/beds/{WARD}"))["reports"] == []


def test_only_coordinations_and_administrators_import(caller):
    imported(caller(), status=403)
    of_ward = caller(AccountRole.VARDPLATSKOORDINATOR, unit_id=WARD)
    imported(of_ward, status=403)
