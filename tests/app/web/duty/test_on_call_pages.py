"""Jour: on duty, rung in the browser, shifts, taking over."""

import pytest

from models.tables.accounts import AccountRole
from routing.lifecycle import AttemptState, RequestStatus
from tests.app.web.visitors import words_of

ROTA = "mora-kardiologi-konsult-primarjour"


@pytest.fixture
def colleague(visitor):
    """The other cardiologist in Mora, not on duty this week."""
    return visitor(AccountRole.SPECIALIST, person_id="mora-kardiologi-1", unit_id="mora-medicin")


@pytest.fixture
def ringing(gp, cardiologist):
    """A contact that rings the cardiologist: (attempt id, contact id)."""
    request_id = gp.starts(situation="Nytt förmaksflimmer", age_band="65–79", sex="kvinna")
    attempt = gp.picks_up(request_id).ringing
    assert attempt is not None
    assert attempt.person_id == "mora-kardiologi-2"
    return attempt.id, request_id


def test_it_says_where_and_until_when_one_is_on_duty(cardiologist):
    page = cardiologist.text("/jour")
    assert "Du är i tjänst på Konsult kardiologi, Mora till 17:00" in page
    assert "Mina pass, 14 dagar i dag 08:00–17:00" in page
    assert "Du är i tjänst på Konsult kardiologi, Mora" in cardiologist.text("/")


def test_who_is_off_duty_is_told_so(colleague, gp):
    assert "Du är inte i tjänst nu" in colleague.text("/jour")
    page = gp.text("/jour")
    assert "Ditt konto hör inte till någon på ett jourschema." in page
    assert "Inga pass de närmaste fjorton dagarna." in page


def test_a_ringing_contact_stands_on_top_with_who_and_why(cardiologist, ringing):
    answer = cardiologist.get("/jour/inkommande")
    page = words_of(answer)
    assert "Test söker dig" in page
    assert "Primärvårdsläkare, Vårdcentral Mora" in page
    assert "65–79, kvinna, Mora" in page
    assert "Nytt förmaksflimmer" in page
    assert 'data-badge="1"' in answer.get_data(as_text=True)


def test_the_part_that_is_polled_rests_until_something_changes(cardiologist, gp, clock):
    tag = cardiologist.get("/jour/inkommande").headers["ETag"]
    clock.advance(seconds=5)
    known = {"If-None-Match": tag}
    assert cardiologist.get("/jour/inkommande", headers=known).status_code == 304
    gp.picks_up(gp.starts())
    assert cardiologist.get("/jour/inkommande", headers=known).status_code == 200


def test_a_click_takes_the_contact(cardiologist, ringing, gp):
    attempt_id, request_id = ringing
    answer = cardiologist.post(f"/jour/svara/{attempt_id}")
    assert answer.location == f"/arenden/{request_id}"
    assert gp.contact(request_id).status is RequestStatus.JOINING
    page = cardiologist.text(f"/arenden/{request_id}")
    assert "har sagt ja" in page
    assert "Hur blev det?" not in page  # they do not talk yet
    assert request_id in cardiologist.get("/jour").get_data(as_text=True)


def test_whoever_said_yes_need_not_open_the_page_again_to_see_a_bed_asked_for(
    cardiologist, ringing
):
    """Opened before the two were joined, the page goes on asking for the admissions' part."""
    attempt_id, request_id = ringing
    cardiologist.post(f"/jour/svara/{attempt_id}")
    page = cardiologist.get(f"/arenden/{request_id}").get_data(as_text=True)
    assert f'hx-get="/arenden/{request_id}/direktinlaggning/lage"' in page
    answer = cardiologist.get(f"/arenden/{request_id}/direktinlaggning/lage")
    assert answer.status_code == 200
    assert 'hx-trigger="every 5s"' in answer.get_data(as_text=True)


def test_not_now_rings_the_next(cardiologist, ringing, gp):
    attempt_id, request_id = ringing
    cardiologist.post(f"/jour/avboj/{attempt_id}")  # an old page, without reasons
    first, second = gp.contact(request_id).responder_attempts
    assert first.state is AttemptState.DECLINED
    assert second.person_id == "falun-kardiologi-2"
    assert "Ringer Birk Provdal" in gp.text(f"/arenden/{request_id}")


def test_nobody_takes_a_call_that_rings_somebody_else(colleague, ringing, gp):
    attempt_id, request_id = ringing
    assert colleague.post(f"/jour/svara/{attempt_id}").status_code == 403
    assert gp.contact(request_id).status is RequestStatus.HUNTING


@pytest.mark.parametrize("attempt_id", ["x", "%00", "00000000-0000-4000-8000-000000000000"])
def test_a_call_that_does_not_exist_is_not_found(cardiologist, attempt_id):
    assert cardiologist.post(f"/jour/svara/{attempt_id}").status_code == 404


def test_taking_over_is_confirmed_first_and_then_at_once(colleague, clock):
    assert "Konsult kardiologi, Mora" in colleague.text("/jour")
    asked = colleague.text(f"/jour/ta-over/{ROTA}")
    assert "I tjänst Alma Provvik" in asked
    assert "rings inte mer under passet" in asked
    refused = colleague.post(
        f"/jour/ta-over/{ROTA}", from_person="mora-kardiologi-2", reason="gäller 19121212-1212"
    )
    assert refused.status_code == 422
    assert "personnummer" in words_of(refused)
    taken = colleague.post(f"/jour/ta-over/{ROTA}", from_person="mora-kardiologi-2")
    assert taken.location == "/jour"
    page = colleague.text("/jour")
    assert "Passet är ditt till 17:00." in page
    assert "Du är i tjänst på Konsult kardiologi, Mora till 17:00" in page
    late = colleague.post(f"/jour/ta-over/{ROTA}", from_person="mora-kardiologi-2")
    assert late.status_code == 409
    assert "Passet är redan ditt." in colleague.text(f"/jour/ta-over/{ROTA}")


def test_only_colleagues_take_over(gp):
    assert gp.get(f"/jour/ta-over/{ROTA}").status_code == 403
    answer = gp.post(f"/jour/ta-over/{ROTA}", from_person="mora-kardiologi-2")
    assert answer.status_code == 403
