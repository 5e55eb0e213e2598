"""One thing at a time on a contact's page: short in every phase, and what to press on the first
screen."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_states import (
    CARDIOLOGISTS_OF_MORA,
    KARDIOLOGI,
    asks_to_be_rung,
    is_on_duty,
)
from tests.browser.visitor import PHONE, SIZES

SCREENS = 2  # of 740 px, at most


@pytest.fixture
def gp(arrive):
    """The GP in Mora, with a phone in the hand."""
    return arrive("lakare.mora", size=PHONE)


def consultant(arrive):
    """Whichever of the two is on call, with a phone in the hand."""
    for username in CARDIOLOGISTS_OF_MORA:
        visitor = arrive(username, size=PHONE)
        if is_on_duty(visitor):
            return visitor
    raise AssertionError("nobody is on duty")


def is_short(visitor, step):
    """At most two screens, with nothing unfolded by hand."""
    visitor.looks(step, sizes=SIZES)
    high = visitor.page.evaluate("document.documentElement.scrollHeight")
    assert high <= SCREENS * 740, f"{step}: {high} px"


def test_sought_talking_and_what_came_of_it(arrive, gp, lab):
    phone, order = asks_to_be_rung(gp, lab, KARDIOLOGI)
    gp.sees_state("Vi ringer dig")
    gp.finds_at_once(gp.button("Avbryt"), sizes=[PHONE])
    is_short(gp, "calling")
    phone.comes_to_the_phone()
    gp.sees_state(f"Ringer {order[0]}")
    is_short(gp, "hunting")

    lab.phone(order[0]).answers()
    lab.phone(order[0]).presses("1")
    gp.sees_state("Samtalet pågår")
    is_short(gp, "talking")
    expect(gp.page.locator(".with-whom")).to_contain_text(order[0].split(",")[0])
    expect(gp.page.locator(".with-whom a[href^='tel:']")).to_be_visible()
    gp.finds_at_once(gp.page.locator(".decide a").first, sizes=[PHONE])

    other = consultant(arrive)
    other.goes_to(gp.page.url.removeprefix(gp.address))
    expect(other.page.locator(".with-whom")).to_contain_text("Primärvårdsläkare")
    expect(other.page.locator(".with-whom a[href^='tel:']")).to_be_visible()
    is_short(other, "talking-consultant")

    phone.hangs_up()
    for one in (gp, other):
        one.sees_state("Samtalet är avslutat")
    for one in (gp, other):  # for the second it is done already, and they are asked all the same
        expect(one.page.get_by_role("button", name="Fick inget svar")).to_have_count(0)
        taps = one.taps
        one.finds_at_once(one.button("Klarat i primärvård eller hemma"), sizes=[PHONE])
        is_short(one, "after")
        one.tap(one.button("Klarat i primärvård eller hemma"))
        one.sees_saved()
        assert one.taps == taps + 1
        is_short(one, "said")
        expect(one.page.locator("#utfall")).to_be_in_viewport()


def test_nobody_came_to_the_phone(gp, lab):
    phone, _order = asks_to_be_rung(gp, lab, KARDIOLOGI)
    gp.sees_state("Vi ringer dig")
    gp.tap(gp.button("Avbryt"))
    gp.sees_state("Avbruten")
    phone.is_quiet()
    is_short(gp, "cancelled")
    taps, address = gp.taps, gp.page.url
    gp.finds_at_once(gp.button("Försök igen"), sizes=[PHONE])
    gp.tap(gp.button("Försök igen"))
    gp.sees_state("Vi ringer dig")
    assert gp.taps == taps + 1
    assert gp.page.url != address
    phone.rings()
    gp.tap(gp.button("Avbryt"))
    gp.sees_state("Avbruten")
    phone.is_quiet()
