"""GET /shifts, POST /shifts/change and /shifts/swap."""

import pytest

from models.tables.accounts import AccountRole

ROTA = "mora-kardiologi-konsult-primarjour"
MINE, OTHERS = "mora-kardiologi-2", "mora-kardiologi-1"


@pytest.fixture
def doctor(caller):
    return caller(AccountRole.SPECIALIST, person_id=MINE, unit_id="mora-medicin")


def coming(doctor, person_id=MINE):
    """The shifts of one person on the cardiology rota, without the running one."""
    found = doctor.get("/shifts").json["shifts"]
    rota = [one for one in found if one["rota_id"] == ROTA][1:]
    return [one for one in rota if one["person_id"] == person_id]


def shown(shift):
    return {name: shift[name] for name in ("rota_id", "starts_at", "person_id")}


def test_a_shift_is_given_to_somebody_else_left_vacant_and_swapped(doctor):
    first, second, third, *_ = coming(doctor)
    answer = doctor.post("/shifts/change", json=shown(first) | {"to_person": OTHERS})
    assert answer.status_code == 200, answer.json
    assert {one["rota_id"] for one in answer.json["shifts"]} == {ROTA}
    assert first["starts_at"] in {one["starts_at"] for one in coming(doctor, OTHERS)}

    assert (
        doctor.post("/shifts/change", json=shown(second) | {"to_person": None}).status_code == 200
    )
    assert [one["starts_at"] for one in coming(doctor, None)] == [second["starts_at"]]

    theirs = coming(doctor, OTHERS)[-1]
    body = {"shift": shown(third), "other": shown(theirs)}
    assert doctor.post("/shifts/swap", json=body).status_code == 200
    assert theirs["starts_at"] in {one["starts_at"] for one in coming(doctor)}


def test_what_is_refused(doctor, caller):
    shift = coming(doctor)[-1]
    change = shown(shift) | {"to_person": OTHERS}
    stranger = caller(AccountRole.SPECIALIST, person_id="falun-kardiologi-1")
    assert stranger.post("/shifts/change", json=change).status_code == 403
    assert caller(AccountRole.ANALYTIKER).get("/shifts").status_code == 403
    for body, status in (
        (change | {"person_id": OTHERS}, 409),
        (change | {"starts_at": "2026-11-23T08:00"}, 409),
        (change | {"starts_at": "9999-12-31T10:00"}, 422),
        (change | {"rota_id": "finns-inte"}, 404),
        (change | {"to_person": "finns-inte"}, 403),
        (shown(shift), 422),
        ({}, 422),
    ):
        answer = doctor.post("/shifts/change", json=body)
        assert answer.status_code == status, (body, answer.json)
        assert answer.json["title"]
