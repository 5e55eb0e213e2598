"""What was said of a patient stays true over the API: on the road, come, placed again, ended."""

import pytest
from sqlalchemy.orm import sessionmaker

from app.actions.admission.look_at_due import look_at_due
from app.current import current_directory
from models.db import db
from tests.app.admitting import AVA, CARDIOLOGY, HEART, MEDICINE, MORA_DESK, admission_of
from tests.app.api.admission.calls import acts

AMBULANCE = {"transport": "ambulans"}


@pytest.fixture
def heart(ward):
    return ward()


@pytest.fixture
def medicine(ward):
    return ward(MEDICINE)


@pytest.fixture
def on_the_road(gp, heart, asked):
    """The patient is on the way to the heart ward, which cannot keep the bed after all."""
    acts(heart, asked, "accept")
    acts(gp, asked, "left", **AMBULANCE)
    acts(heart, asked, "withdraw")
    return asked


@pytest.fixture
def run_out(heart, asked, app, clock):
    """The heart ward's bed was kept until now, and nobody came."""
    acts(heart, asked, "accept")
    until = admission_of(app, asked).reserved_until
    for at in (until, until):
        clock.at = at
        _worker(app, clock)
    assert admission_of(app, asked).status == "reservationen_gick_ut"
    return asked


def _worker(app, clock):
    """Whatever is due of admissions is looked at."""
    with app.app_context():
        directory = current_directory()
        look_at_due(sessionmaker(db.engine), lambda _session: directory, clock=clock)


def test_another_wards_yes_is_a_bed_for_the_patient_who_is_on_the_way(
    app, clock, gp, medicine, on_the_road
):
    yes = acts(medicine, on_the_road, "accept", ward_id=MEDICINE)
    assert yes["status"] == "pa_vag"
    clock.advance(minutes=60 * 24)
    _worker(app, clock)
    _worker(app, clock)
    assert gp.get(f"/admissions/{on_the_road}").json["status"] == "pa_vag"
    assert acts(medicine, on_the_road, "arrived")["status"] == "framme"


def test_who_drives_can_be_told_when_and_how_they_come_while_no_ward_keeps_a_bed(gp, on_the_road):
    assert "eta" in gp.get(f"/admissions/{on_the_road}").json["possible"]
    assert acts(gp, on_the_road, "eta")["eta_at"]
    assert acts(gp, on_the_road, "left", transport="sjukresa")["transport"] == "sjukresa"


def test_whoever_comes_to_the_first_ward_all_the_same_has_come_there(
    heart, medicine, gp, on_the_road
):
    acts(medicine, on_the_road, "accept", ward_id=MEDICINE)
    here = acts(heart, on_the_road, "arrived")
    assert (here["status"], here["placed_ward_id"]) == ("placerad_pa_annan_avdelning", HEART)
    assert acts(heart, on_the_road, "arrived")["placed_ward_id"] == HEART
    acts(medicine, on_the_road, "extend", status=409)  # its bed is free again


def test_whoever_comes_while_another_ward_is_asked_has_come(heart, gp, on_the_road):
    here = acts(heart, on_the_road, "arrived")
    assert (here["status"], here["ward_id"], here["ringing"]) == ("framme", HEART, [])


def test_whoever_comes_after_the_time_ran_out_has_come(heart, gp, run_out):
    assert "arrived" in heart.get(f"/admissions/{run_out}").json["possible"]
    assert acts(heart, run_out, "arrived")["status"] == "framme"
    assert gp.get(f"/admissions/{run_out}").json["ward_id"] == HEART


def test_that_they_had_left_in_time_can_be_said_too_late(gp, medicine, run_out):
    assert acts(gp, run_out, "left", **AMBULANCE)["status"] == "reservationen_gick_ut"
    acts(gp, run_out, "ask", first=MEDICINE)
    assert acts(medicine, run_out, "accept", ward_id=MEDICINE)["status"] == "pa_vag"


def test_placed_once_more_they_lie_in_the_third_ward(ward, heart, asked):
    acts(heart, asked, "accept")
    acts(heart, asked, "placed", ward_id=CARDIOLOGY)
    assert acts(heart, asked, "placed", ward_id=AVA)["placed_ward_id"] == AVA
    assert acts(ward(CARDIOLOGY), asked, "placed", ward_id=AVA)["placed_ward_id"] == AVA
    there = acts(ward(AVA), asked, "placed", ward_id=HEART)
    assert (there["status"], there["placed_ward_id"]) == ("framme", None)
    assert acts(ward(AVA), asked, "placed", ward_id=HEART)["status"] == "framme"  # again


def test_a_cancelled_one_is_cancelled_again_also_when_its_decision_gave_way(gp, contact, asked):
    acts(gp, asked, "cancel")
    old = gp.get(f"/admissions/{asked}").json["decision_id"]
    other = {"kind": "akuten_annat_fardsatt", "replaces": old}
    answer = gp.post(f"/requests/{contact}/decisions", json=other)
    assert answer.status_code == 201, answer.json
    assert acts(gp, asked, "cancel")["status"] == "avbruten"


def test_worse_on_the_way_to_the_ed_the_means_said_last_hold(gp, heart, contact, asked):
    acts(heart, asked, "accept")
    acts(heart, asked, "ed", means="akuten_annat_fardsatt")
    for means in ("akuten_annat_fardsatt", "akuten_ambulans", "akuten_ambulans"):
        acts(gp, asked, "ed", means=means)
    made = gp.get(f"/requests/{contact}/decisions").json["decisions"]
    holds = [one["kind"] for one in made if one["status"] == "beslutat"]
    assert holds == ["akuten_ambulans"]
    assert len([one for one in made if one["kind"].startswith("akuten")]) == 2


def test_asked_in_another_order_is_refused_with_words(gp, asked):
    assert acts(gp, asked, "ask", first=HEART)["round"] == 1
    problem = acts(gp, asked, "ask", status=409, first=CARDIOLOGY)
    assert problem["type"].endswith("tillfragas-redan")


def test_kept_long_enough_is_not_kept_longer_twice(gp, heart, asked):
    acts(heart, asked, "accept")
    acts(gp, asked, "left", eta="2026-11-23T16:00:00+01:00", **AMBULANCE)
    until = gp.get(f"/admissions/{asked}").json["reserved_until"]
    again = acts(gp, asked, "extend")
    assert again["reserved_until"] == until
    assert "reservationen_forlangdes" not in [one["event"] for one in again["events"]]


def test_the_desk_sees_what_it_can_say(ward, asked, heart):
    acts(heart, asked, "accept")
    can = ward(MORA_DESK).get(f"/admissions/{asked}").json["possible"]
    assert set(can) == {"arrived", "ed", "eta", "extend", "placed", "withdraw"}
