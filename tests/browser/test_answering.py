"""Whoever answers at night: what to press is seen at once, in light and in dark, on any screen."""

import pytest

from tests.browser.visitor import SIZES

KARDIOLOGI = "/kontakt/halvakut/plan?specialty=kardiologi"
CARDIOLOGISTS_OF_FALUN = ("kardiolog.falun", "kardiolog2.falun")


def on_duty(arrive):
    """The cardiologist of Falun who is on duty, with the page Jour open."""
    for username in CARDIOLOGISTS_OF_FALUN:
        someone = arrive(username)
        someone.goes_to("/jour")
        if someone.page.locator(".duty--on").count():
            return someone
    raise AssertionError("nobody is on duty")


@pytest.fixture
def rung(arrive, lab):
    """The GP waits on the line, and whoever is on duty has the page Jour open: the doctor, the GP,
    the GP's phone and the doctor's."""
    consultant, gp = on_duty(arrive), arrive("lakare.falun")
    gp.goes_to(KARDIOLOGI)
    gp.sees("Vi ringer i den här ordningen")
    first = gp.page.locator(".ladder__who").first.inner_text()
    phone = lab.phone(gp.page.get_by_label("Vi ringer dig på").input_value())
    gp.tap(gp.button("Ring upp mig"))
    phone.comes_to_the_phone()
    consultant.sees("söker dig", within=20)
    yield consultant, gp, phone, first
    gp.page.goto("about:blank")


def test_what_to_press_is_on_the_first_screen(rung):
    consultant, _gp, phone, _name = rung
    consultant.finds_at_once(consultant.button("Jag tar det"))
    consultant.album.take(consultant.page, "incoming")
    phone.hangs_up()


def test_a_call_back_is_promised_in_one_tap_and_kept_sooner(lab, rung):
    consultant, gp, phone, name = rung
    doctor = lab.phone(name)
    consultant.tap(consultant.button("15 min"))
    consultant.sees("Remittenten väntar på att du ringer")
    consultant.looks("promised", sizes=SIZES)
    gp.sees_state("Du blir uppringd")
    gp.looks("gp-waits", sizes=SIZES)
    phone.is_quiet(within=40)
    consultant.goes_to("/jour")
    consultant.looks("promised-on-call", sizes=SIZES)
    consultant.tap(consultant.button("Ring nu"))
    doctor.rings()
    doctor.answers_with("1")
    phone.rings()
    phone.answers_with("1")
    lab.sees_talk(name)
    consultant.sees("Lägg till någon i samtalet")
    consultant.looks("talk", sizes=SIZES)
    consultant.tap(consultant.link("Lägg till någon i samtalet"))
    consultant.sees("Vem ska vara med?")
    consultant.looks("third-party", sizes=SIZES)
    consultant.tap(consultant.page.locator(".third-row").first)
    consultant.sees("rings upp")
    consultant.looks("third-party-rings", sizes=SIZES)
    doctor.hangs_up()


def test_not_now(arrive):
    consultant = on_duty(arrive)
    consultant.page.locator("#intenu summary").click()
    consultant.sees("Vem svarar i stället?")
    consultant.looks("before", sizes=SIZES)
    consultant.tap(consultant.button("15 min"))
    consultant.sees("Inte nu – till")
    consultant.looks("left-in-peace", sizes=SIZES)
    consultant.tap(consultant.button("Ta emot samtal igen"))
    consultant.sees("Du kan bli uppringd igen.")
