"""Too many contacts at the same time, on the page: which live, and whom to ring instead."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from models.tables.accounts import AccountRole
from routing.live_limits import USUAL_LIMITS
from tests.app.applications import MovedClock, application
from tests.app.web.visitors import MORA, words_of

FREE = iter([f"070-174 {number // 100:02} {number % 100:02}" for number in range(610, 700)])
ASKED = {"municipality": MORA, "specialty": "kardiologi", "mode": "ring_upp_mig"}


@pytest.fixture(scope="module")
def app(databases, module_clock: MovedClock) -> Iterator[Flask]:
    """The application with the limits that a house has."""
    with (
        databases.lent(seeded=True) as url,
        application(url, module_clock, limits=USUAL_LIMITS) as made,
    ):
        yield made


@pytest.fixture
def full(gp):
    """The GP has as many alive as they may; the ids."""
    return [gp.starts(callback_number=next(FREE)) for _ in range(USUAL_LIMITS.per_account)]


def test_one_too_many_is_told_with_links_and_a_number_and_nothing_typed_is_lost(gp, full):
    number = next(FREE)
    sent = ASKED | {"callback_number": number, "situation": "Nytt förmaksflimmer"}
    answer = gp.post("/kontakt/halvakut/plan", **sent)
    assert answer.status_code == 429
    page, words = answer.get_data(as_text=True), words_of(answer)
    assert "Du har redan 5 ärenden där vi söker någon just nu" in words
    for one in full:
        assert f'href="/arenden/{one}"' in page
        assert f"{gp.contact(one).case_code} Kardiologi, Mora" in words
    limit = re.search(r'<section[^>]*id="limit".*?</section>', page, re.S)
    assert limit is not None
    number_first = re.search(r'href="tel:\+46\d+".*href="/arenden/', limit[0], re.S)
    assert number_first is not None
    assert f'value="{number}"' in page
    assert "Nytt förmaksflimmer" in page
    assert 'value="jag_ringer_sjalv"' in page


def test_dialling_by_hand_goes_through_with_the_same_form(gp, full):
    assert gp.starts(mode="jag_ringer_sjalv", callback_number=next(FREE))


def test_the_acute_path_goes_through(gp, full):
    assert gp.starts_acutely(callback_number=next(FREE))


def test_a_number_that_is_rung_already_says_so_and_not_for_whom(visitor, gp):
    number = next(FREE)
    made = [gp.starts(callback_number=number) for _ in range(USUAL_LIMITS.per_number)]
    answer = visitor().post("/kontakt/halvakut/plan", **ASKED, callback_number=number)
    assert answer.status_code == 429
    assert "Det numret ringer vi redan upp i 3 ärenden just nu" in words_of(answer)
    assert not any(one in answer.get_data(as_text=True) for one in made)


def test_another_acute_patient_gets_through_while_the_first_is_sought_for(gp):
    first = gp.starts_acutely(callback_number=next(FREE))
    assert gp.starts_acutely(callback_number=next(FREE)) != first


def test_going_on_from_a_living_contact_is_held_to_the_same(gp, full):
    sent = ASKED | {"callback_number": next(FREE), "continued_from": full[0]}
    assert gp.post("/kontakt/halvakut/plan", **sent).status_code == 429


def test_who_runs_the_service_sees_who_met_the_limit_and_no_number(visitor, gp, clock):
    number = next(FREE)
    for _ in range(USUAL_LIMITS.per_number):
        gp.starts(callback_number=number)
    for _ in range(4):
        gp.post("/kontakt/halvakut/plan", **ASKED, callback_number=number)
    operator = visitor(AccountRole.ADMINISTRATOR)
    words = operator.text("/drift")
    assert "Nådde gränsen för ärenden" in words
    assert f"För många ärenden som ringer upp numret (slutar på {number[-2:]})" in words
    assert "4 gånger" in words
    assert number not in words
    clock.advance(hours=25)
    assert "Ingen har nått gränsen." in operator.text("/drift")
