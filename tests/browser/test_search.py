"""Searching with a hurried hand: from a word to a phone that rings, and never to the wrong page."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import SIZES


@pytest.fixture
def gp(arrive):
    """The GP in Mora, with a phone in the hand."""
    return arrive("lakare.mora")


def field(visitor):
    """The search of the start page."""
    return visitor.page.get_by_label("Vad gäller det?")


@pytest.mark.parametrize(
    ("typed", "code"),
    [("medicin", "medicin"), ("andnöd", "lungmedicin"), ("ont i bröstet", "kardiologi")],
)
def test_enter_opens_what_is_sure(gp, typed, code):
    field(gp).fill(typed)
    gp.page.locator(f'.suggestions[data-for="{typed}"]').wait_for()
    field(gp).press("Enter")
    expect(gp.page).to_have_url(re.compile(rf"/kontakt/halvakut/plan\?specialty={code}$"))


@pytest.mark.parametrize("typed", ["kardiolgi", "tsmärta"])
def test_enter_shows_what_is_not_and_opens_nothing(gp, typed):
    field(gp).fill(typed)
    gp.page.locator(f'.suggestions[data-for="{typed}"]').wait_for()
    field(gp).press("Enter")
    expect(gp.page).to_have_url(re.compile(r"/\?q="))
    expect(gp.page.locator(".suggestions__main").first).to_be_visible()
    gp.looks("unsure", sizes=SIZES)


def test_enter_never_opens_what_was_found_for_something_else(gp):
    field(gp).fill("hjärta")
    gp.page.locator('.suggestions[data-for="hjärta"]').wait_for()
    gp.page.route("**/kontakt/forslag", lambda _route: None)  # the next answer is late
    field(gp).fill("njursten")
    field(gp).press("Enter")
    expect(gp.page).to_have_url(re.compile(r"/\?q=njursten$"))
    expect(gp.page.locator(".suggestions__name").first).to_have_text("Urologi")


def test_two_taps_from_the_start_page_to_a_phone_that_rings(gp, lab):
    taps = gp.taps
    field(gp).fill("bröstsmärta")
    gp.page.locator('.suggestions[data-for="bröstsmärta"]').wait_for()
    gp.looks("typed", sizes=SIZES)
    gp.tap(gp.page.locator(".suggestions__main").first)
    number = gp.page.get_by_label("Vi ringer dig på").input_value()
    gp.finds_at_once(gp.button("Ring upp mig"))
    gp.tap(gp.button("Ring upp mig"))
    lab.phone(number).rings()
    assert gp.taps - taps <= 2
    gp.tap(gp.button("Avbryt"))
    gp.sees_state("Avbruten")


def test_four_taps_to_an_acute_one(gp, lab):
    taps = gp.taps
    field(gp).fill("buksmärta")
    gp.tap(gp.page.locator(".suggestions__other").first)
    gp.tap(gp.page.get_by_role("button", name=re.compile("^Nej")).first)
    gp.tap(gp.page.get_by_text("Inom en timme"))
    number = gp.page.get_by_label("Vi ringer dig på").input_value()
    gp.tap(gp.button("Ring upp mig"))
    lab.phone(number).rings()
    assert gp.taps - taps <= 4
    gp.tap(gp.button("Avbryt"))
    gp.sees_state("Avbruten")


def test_the_directory_page_by_page_and_a_slip_put_right(gp):
    gp.goes_to("/katalog")
    gp.looks("first-page", sizes=SIZES)
    gp.tap(gp.link("Nästa"))
    gp.sees("Sida 2 av")
    gp.goes_to("/katalog?q=kardiolgi")
    gp.looks("slip", sizes=SIZES)
    gp.tap(gp.link("kardiologi"))
    expect(gp.page.locator(".hit").first).to_be_visible()
    gp.goes_to("/katalog/lista?q=vc")
    gp.looks("printed", sizes=SIZES)
