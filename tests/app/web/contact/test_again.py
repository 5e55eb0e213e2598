"""Försök igen: one tap, with all that was said before."""

from urllib.parse import parse_qs, urlsplit

import pytest

from models.tables.contacts import CallMode
from routing.lifecycle import RequestStatus
from routing.sbar import SbarPart
from routing.types import ContactPath
from tests.app.web.visitors import words_of
from tests.opened import opened


def tries_again(someone, request_id, mode="ring_upp_mig"):
    return someone.post(f"/arenden/{request_id}/igen", mode=mode)


def id_in(answer):
    assert answer.status_code == 303, words_of(answer)
    return answer.location.rsplit("/", 1)[1]


@pytest.fixture
def over(gp):
    """An acute contact of the GP's that was called off."""
    request_id = gp.starts_acutely(
        situation="Buksmärta", age_band="65–79", sex="kvinna", plan_before="skicka_till_akuten"
    )
    gp.post(f"/arenden/{request_id}/avbryt")
    return request_id


def test_the_same_is_asked_for_with_one_tap(gp, over):
    first, again = gp.contact(over), gp.contact(id_in(tries_again(gp, over)))
    assert again.status is RequestStatus.CALLING_REQUESTER
    assert again.path is ContactPath.AKUT
    assert again.continued_from_id == over
    for name in ("specialty", "municipality", "urgency", "age_band", "sex", "plan_before"):
        assert getattr(again, name) == getattr(first, name), name
    assert again.requester_number == first.requester_number
    for part in SbarPart:
        assert opened(getattr(again, part)) == opened(getattr(first, part)), part


def test_pressed_twice_it_is_one(gp, over):
    assert id_in(tries_again(gp, over)) == id_in(tries_again(gp, over))


def test_one_may_dial_instead(gp, over):
    again = gp.contact(id_in(tries_again(gp, over, "jag_ringer_sjalv")))
    assert again.mode is CallMode.SELF_DIAL
    assert again.status is RequestStatus.SELF_DIALLING


def test_while_somebody_is_sought_no_second_one_is_made(gp):
    request_id = gp.starts()
    assert id_in(tries_again(gp, request_id)) == request_id


@pytest.mark.parametrize("mode", ["", "ringt_in", "x" * 5000])
def test_another_mode_is_no_way_to_ask(gp, over, mode):
    assert tries_again(gp, over, mode).status_code == 422


def test_where_the_path_has_closed_the_plan_page_says_so(gp, clock):
    request_id = gp.starts()
    gp.post(f"/arenden/{request_id}/avbryt")
    clock.advance(hours=12)
    answer = tries_again(gp, request_id)
    assert answer.status_code == 303
    where = urlsplit(answer.location)
    assert where.path == "/kontakt/halvakut/plan"
    assert parse_qs(where.query)["continued_from"] == [request_id]
    page = gp.text(answer.location)
    assert "Ingen kan nås på den här kontaktvägen just nu" in page
    assert "Stängt" in page


def test_nobody_asks_again_for_somebody_else(gp, over, cardiologist):
    assert tries_again(cardiologist, over).status_code in (403, 404)
