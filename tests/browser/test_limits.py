"""Too many contacts at the same time: what the one who asks sees, and the one who runs it all."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import DESKTOP, SIZES

KARDIOLOGI = "/kontakt/halvakut/plan?specialty=kardiologi"


@pytest.fixture
def gp(arrive):
    """The GP in Falun, whom no other test asks as."""
    return arrive("lakare.falun")


@pytest.fixture
def tidy(gp):
    """Whatever was begun is cancelled again."""
    yield
    gp.goes_to("/arenden")
    for address in {
        one.get_attribute("href") for one in gp.page.locator("main a[href^='/arenden/']").all()
    }:
        gp.goes_to(address)
        if gp.button("Avbryt").count():
            gp.button("Avbryt").first.click()


def asks(gp, number):
    gp.goes_to(KARDIOLOGI)
    gp.page.get_by_label("Vi ringer dig på").fill(number)
    gp.button("Ring upp mig").click()


def test_the_number_is_rung_already_and_the_operator_sees_it(gp, arrive, tidy):
    for _ in range(3):
        asks(gp, "031-390 06 95")
        expect(gp.page.locator(".live__title")).to_be_visible()
    gp.expects_refusal(429)
    asks(gp, "031-390 06 95")
    gp.sees("Det numret ringer vi redan upp i 3 ärenden just nu")
    expect(gp.page.get_by_label("Vi ringer dig på")).to_have_value("031-390 06 95")
    for size in SIZES:
        gp.page.set_viewport_size(size)
        gp.looks(f"at-the-limit-{size['width']}", sizes=[size])
    gp.page.get_by_label("Vi ringer dig på").fill("031-390 06 96")
    gp.button("Ring upp mig").click()  # the same form goes on
    expect(gp.page.locator(".live__title")).to_be_visible()
    operator = arrive("administrator", size=DESKTOP)
    operator.goes_to("/drift")
    operator.sees("lakare.falun")
    for size in SIZES:
        operator.page.set_viewport_size(size)
        operator.looks(f"operation-{size['width']}", sizes=[size])
