"""Just nu: an open page says what goes on, and that it no longer knows when nobody answers it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_states import (
    CARDIOLOGISTS_OF_MORA,
    KARDIOLOGI,
    asks_to_be_rung,
    is_on_duty,
)
from tests.browser.visitor import SIZES

LOST = re.compile(r"^Ingen förbindelse sedan \d\d:\d\d – det som visas är gammalt\.$")


MOVING = """[...document.querySelectorAll('main *')]
    .filter((one) => getComputedStyle(one).animationName !== 'none').length"""


@pytest.fixture
def gp(arrive):
    """The GP in Mora, with a phone in the hand."""
    return arrive("lakare.mora")


def line(visitor, words):
    """A line of the strip."""
    return visitor.page.locator("#just-nu .strip__item").filter(has_text=words)


def lost(visitor):
    """The line that says that nothing is known."""
    return visitor.page.locator("#forbindelse")


def test_whoever_is_rung_sees_it_on_the_page_that_happens_to_be_open(arrive, gp, lab):
    colleagues = [arrive(one) for one in CARDIOLOGISTS_OF_MORA]
    rung = next(one for one in colleagues if is_on_duty(one))
    rung.goes_to("/katalog")
    number = rung.page.locator("#vantar-on_call\\.mine")
    expect(number).to_be_empty()
    phone, _order = asks_to_be_rung(gp, lab, KARDIOLOGI)
    phone.comes_to_the_phone()
    expect(line(rung, "Du söks")).to_be_visible()
    expect(line(rung, "Du söks").locator("[data-left]")).to_have_text(re.compile(r"^\d+ s kvar$"))
    expect(number).to_contain_text("1")
    rung.looks("rung", sizes=SIZES)
    gp.goes_to("/")
    gp.looks("seeks", sizes=SIZES)
    gp.tap(line(gp, "Vi söker"))
    gp.tap(gp.button("Avbryt"))
    gp.sees_state("Avbruten")
    expect(line(rung, "Du söks")).to_have_count(0)
    expect(number).to_be_empty()
    phone.is_quiet()


def test_a_page_says_since_when_it_is_old_and_no_press_leads_away_from_it(gp, lab):
    phone, _order = asks_to_be_rung(gp, lab, KARDIOLOGI)
    gp.sees_state("Vi ringer dig")
    where = gp.page.url
    with gp.without_network():
        expect(lost(gp)).to_have_text(LOST)
        gp.looks("lost", sizes=SIZES)
        assert gp.page.evaluate(MOVING) == 0
        gp.tap(gp.button("Avbryt"))
        expect(lost(gp)).to_contain_text("Inte skickat: ingen förbindelse")
        gp.tap(gp.page.get_by_role("link", name="Kontaktvägar").first)
        expect(lost(gp)).to_contain_text("Sidan kan inte öppnas utan förbindelse")
        assert gp.page.url == where
    expect(lost(gp)).to_be_hidden()
    gp.tap(gp.button("Avbryt"))
    gp.sees_state("Avbruten")
    phone.is_quiet()


def test_what_was_typed_stands_when_a_form_cannot_be_sent_and_is_sent_afterwards(gp, lab):
    gp.goes_to("/kontakt/akut/plan?specialty=kirurgi&livshotande=nej")
    gp.page.get_by_text("Inom en timme").click()
    gp.page.get_by_label("Situation").fill("Buksmärta sedan i morse")
    phone = lab.phone(gp.page.get_by_label("Vi ringer dig på").input_value())
    with gp.without_network():
        gp.tap(gp.button("Ring upp mig"))
        expect(lost(gp)).to_contain_text("Det du skrev står kvar")
        expect(gp.page.get_by_label("Situation")).to_have_value("Buksmärta sedan i morse")
    expect(lost(gp)).to_be_hidden()
    gp.tap(gp.button("Ring upp mig"))
    phone.rings()
    gp.tap(gp.button("Avbryt"))
    gp.sees_state("Avbruten")
    phone.is_quiet()


def test_a_network_that_swallows_everything_is_noticed_too(gp):
    """No error is ever given: the questions hang, as where a phone has one bar left."""
    gp.goes_to("/jour")
    with gp.with_silent_network():
        expect(lost(gp)).to_have_text(LOST, timeout=30_000)
    expect(lost(gp)).to_be_hidden(timeout=60_000)
