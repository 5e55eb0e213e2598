"""What is decided in the talk: with one thumb on a phone, seen at once on the other's screen."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import DESKTOP, PHONE, SIZES

KARDIOLOGI = "/kontakt/halvakut/plan?specialty=kardiologi"
CARDIOLOGISTS_OF_MORA = ("kardiolog.mora", "kardiolog2.mora")


@pytest.fixture
def gp(arrive):
    """The GP in Mora, with a phone in the hand, talking to the first who was dialled."""
    visitor = arrive("lakare.mora", size=PHONE)
    visitor.goes_to(KARDIOLOGI)
    visitor.tap(visitor.button("Jag ringer själv"))
    visitor.tap(visitor.button("Ja, vi pratar"))
    visitor.sees_state("Besvarad")
    return visitor


def consultant_on_duty(arrive):
    """Whoever of the cardiologists was dialled, at a desk."""
    for username in CARDIOLOGISTS_OF_MORA:
        visitor = arrive(username, size=DESKTOP)
        visitor.goes_to("/jour")
        if visitor.page.get_by_text("Du är i tjänst på Konsult kardiologi").count():
            return visitor
    raise AssertionError("nobody is on duty")


def test_decided_with_one_thumb_seen_by_both(arrive, gp):
    address = gp.page.url.removeprefix(gp.address)
    gp.sees("Vad kom ni fram till?")
    gp.looks("kinds", sizes=SIZES)
    colleague = consultant_on_duty(arrive)
    colleague.goes_to(address)
    before = gp.taps
    gp.tap(gp.page.locator(".decide").get_by_role("link", name="Specialistbesök"))
    gp.sees("Vem gör nästa steg?")
    expect(gp.button("Mottagaren gör det")).to_be_in_viewport()  # within reach of the thumb
    gp.looks("ask", sizes=SIZES)
    gp.tap(gp.button("Mottagaren gör det"))
    assert gp.taps - before == 2
    gp.sees("Bokar tid och kallar patienten")
    colleague.sees("Specialistbesök i ", within=20)  # by the polling
    expect(colleague.page.locator(".decision__next")).to_contain_text("Du")
    gp.looks("decided", sizes=SIZES)
    colleague.looks("colleague", sizes=SIZES)

    gp.page.get_by_text("Ändra", exact=True).click()
    gp.looks("change", sizes=SIZES)
    gp.tap(gp.page.locator(".decision .decide").get_by_role("link", name="Akuten, ambulans"))
    gp.sees("Ersätter: Specialistbesök")
    gp.tap(gp.button("Jag gör det"))
    gp.sees("Ersatt av ett annat beslut")
    gp.looks("replaced", sizes=SIZES)
    colleague.sees("Ersatt av ett annat beslut", within=20)
    gp.tap(gp.button("Ja, så blev det"))
    gp.sees_saved()


def test_stay_says_when_to_seek_help_again(gp):
    gp.tap(gp.page.locator(".decide").get_by_role("link", name="Kvar, med råd"))
    gp.page.get_by_text("feber eller frossa").click()
    gp.looks("stay", sizes=SIZES)
    gp.tap(gp.button("Jag gör det"))
    gp.sees("Sök igen om: patienten blir sämre, feber eller frossa")


def test_the_tables_and_what_their_columns_mean(arrive, gp):
    analyst = arrive("analytiker", size=DESKTOP)
    for name in ("Beslut", "Direktinläggningar"):
        analyst.goes_to("/analys/export")
        analyst.page.locator(".chips").get_by_role("link", name=name).click()
        analyst.looks(name, sizes=SIZES)
    analyst.page.get_by_role("link", name="Datakatalog").click()
    analyst.looks("dictionary", sizes=SIZES)
