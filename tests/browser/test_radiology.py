"""Röntgen direkt in a browser: a GP books on a phone, radiology answers, both widths checked."""

import re

from playwright.sync_api import expect

from tests.browser.visitor import DESKTOP, PHONE, SIZES

PLAN = "/kontakt/halvakut/plan?specialty=kardiologi"


def talks(gp):
    """A contact whose first number answered the GP, who dialled it by hand."""
    gp.goes_to(PLAN)
    gp.tap(gp.button("Jag ringer själv"))
    gp.tap(gp.button("Ja, vi pratar"))
    gp.sees_state("Besvarad")


def answers_no(gp):
    """To every question that is answered with yes or no."""
    for group in gp.page.get_by_role("group").filter(has_text="?").all():
        if group.get_by_text("Nej", exact=True).count():
            group.get_by_text("Nej", exact=True).click()


def test_booked_in_a_few_taps_and_answered_for(arrive):
    gp = arrive("lakare.mora", size=PHONE)
    talks(gp)
    gp.tap(gp.link("Röntgen eller prov direkt"))
    gp.sees("Vilken undersökning?")
    gp.looks("choose", sizes=SIZES)
    gp.tap(gp.link("DT hjärna"))
    gp.looks("ask", sizes=SIZES)
    gp.expects_refusal(422)
    gp.tap(gp.button("Boka"))
    gp.sees("Välj en timme.")
    gp.looks("nothing-chosen", sizes=SIZES)
    answers_no(gp)
    stroke = gp.page.get_by_role("group", name=re.compile("Nytillkomna bortfall"))
    stroke.get_by_text("Ja", exact=True).click()
    gp.page.get_by_label("Frågeställning").fill("Blödning?")
    hours = gp.page.locator("details.hours-site[open] .choice:has(input:enabled)")
    hours.nth(2).click()
    gp.tap(gp.button("Boka"))
    gp.sees("Röntgen är uppringd och tar emot patienten.")
    gp.looks("phone-first", sizes=SIZES)
    gp.page.get_by_label("Röntgen är uppringd").check()
    gp.tap(gp.button("Boka"))
    gp.sees("DT hjärna: Blödning?")
    gp.looks("on-the-contact", sizes=SIZES)
    gp.tap(gp.link("Öppna"))
    gp.looks("booked", sizes=SIZES)
    gp.tap(gp.link("Flytta"))
    gp.looks("move", sizes=SIZES)

    there = arrive("rontgen.mora", size=DESKTOP)
    there.tap(there.link("Röntgen").first)
    there.sees("Blödning?")
    there.looks("desk", sizes=SIZES)
    there.page.locator(".desk-hour summary").first.click()
    there.looks("hour-open", sizes=SIZES)
    there.tap(there.page.locator(".desk-hour[open] .tap").nth(5))
    there.sees("Timmen är ändrad.")
    there.page.get_by_text("Annat", exact=False).first.click()
    there.looks("other-answers", sizes=SIZES)
    there.page.get_by_text("Tiden går inte att hålla").click()
    there.tap(there.button("Neka och meddela remittenten"))
    there.sees("Remittenten har fått veta det")
    there.looks("refused", sizes=SIZES)
    gp.goes_to("/inkorg")
    expect(gp.page.locator("main")).to_contain_text("Röntgen säger nej")
