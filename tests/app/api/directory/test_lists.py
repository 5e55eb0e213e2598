"""GET /directory/units and GET /on-call."""

import pytest


def _ids(answer):
    assert answer.status_code == 200, answer.json
    return [unit["id"] for unit in answer.json["units"]]


def test_units_are_found_by_letters(caller):
    found = caller().get("/directory/units?q=vardc mo").json
    assert found["units"][0]["id"] == "vc-mora"
    assert found["units"][0]["municipality_name"] == "Mora"
    assert found["total"] >= 1


def test_filters_narrow_it_down(caller):
    somebody = caller()
    everything = _ids(somebody.get("/directory/units?limit=500"))
    hospitals = _ids(somebody.get("/directory/units?kind=sjukhus&limit=500"))
    in_mora = _ids(somebody.get("/directory/units?municipality=Mora&limit=500"))
    assert set(hospitals) < set(everything)
    assert "mora-lasarett" in set(hospitals) & set(in_mora)
    assert "vc-mora" in in_mora
    assert "mora-medicin" in _ids(somebody.get("/directory/units?specialty=kardiologi&limit=500"))


def test_open_now_is_as_the_clock_says(caller, clock):
    somebody = caller()
    address = "/directory/units?open_now=true&municipality=mora&limit=500"
    assert "mora-kardiologi-mottagning" in _ids(somebody.get(address))
    clock.advance(hours=12)
    at_night = _ids(somebody.get(address))
    assert "mora-kardiologi-mottagning" not in at_night
    assert "mora-akutmottagning" in at_night


def test_a_limit_leaves_out_but_counts(caller):
    found = caller().get("/directory/units?limit=3").json
    assert len(found["units"]) == 3
    assert found["total"] > 100


@pytest.mark.parametrize(
    "query",
    ["kind=slott", "municipality=Moora", "specialty=kardiolgi", "limit=0", "limit=x", "open_now=?"],
)
def test_a_bad_filter_is_refused(caller, query):
    assert caller().get(f"/directory/units?{query}").status_code == 422


def test_who_is_on_call_until_when_and_who_is_next(caller):
    rows = caller().get("/on-call?line=mora-kardiologi-konsult").json["on_call"]
    (row,) = rows
    assert row["tier"] == "primarjour"
    assert row["person"]
    assert row["number"].startswith("+46")
    assert row["until"] == "2026-11-23T17:00:00+01:00"
    assert row["next"]["starts_at"] == "2026-11-24T08:00:00+01:00"


def test_at_night_nobody_of_a_weekday_line(caller):
    answer = caller().get("/on-call?line=mora-kardiologi-konsult&at=2026-11-23T23:00").json
    (row,) = answer["on_call"]
    assert (row["is_open"], row["person"], row["until"]) == (False, None, None)
    assert row["next"]["starts_at"] == "2026-11-24T08:00:00+01:00"


@pytest.mark.parametrize(
    ("query", "least"),
    [
        ("unit=mora-lasarett", 5),
        ("specialty=kardiologi", 4),
        ("municipality=2062", 5),
        ("", 40),
    ],
)
def test_lines_are_chosen_by_what_they_serve(caller, query, least):
    answer = caller().get(f"/on-call?{query}")
    assert answer.status_code == 200
    assert len({row["line_id"] for row in answer.json["on_call"]}) >= least


@pytest.mark.parametrize("query", ["line=ingen", "unit=ingen", "specialty=ingen", "at=ingen"])
def test_an_unknown_line_is_refused(caller, query):
    answer = caller().get(f"/on-call?{query}")
    assert answer.status_code == 422
