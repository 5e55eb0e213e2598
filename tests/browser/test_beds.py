"""Vårdplatser in a real browser: two taps on a phone, and a bakjour's glance on a screen."""

from playwright.sync_api import expect

from tests.browser.visitor import DESKTOP, PHONE, SIZES

WARD = "/vardplatser/mora-hjartavdelningen"


def test_a_ward_is_updated_in_two_taps(arrive):
    coordinator = arrive("avdelning2.mora", size=PHONE)
    coordinator.goes_to(WARD)
    before = int(coordinator.page.get_by_label("Belagda", exact=True).input_value())
    coordinator.tap(coordinator.button("En färre belagd"))
    coordinator.tap(coordinator.page.get_by_role("button", name="Spara", exact=True))
    coordinator.sees("Sparat:")
    assert coordinator.taps == 2
    expect(coordinator.page.get_by_label("Belagda", exact=True)).to_have_value(str(before - 1))
    coordinator.looks("saved", sizes=SIZES)


def test_the_second_of_two_is_told_what_the_first_wrote(arrive):
    first, second = arrive("koordinator.mora", size=PHONE), arrive("avdelning2.mora", size=DESKTOP)
    for one in (first, second):
        one.goes_to(WARD)
    first.button("En fler belagd").click()
    first.page.get_by_role("button", name="Spara", exact=True).click()
    first.sees("Sparat:")
    second.button("En färre belagd").click()
    second.expects_refusal(409)
    second.page.get_by_role("button", name="Spara", exact=True).click()
    second.sees("Någon annan hann före")
    second.looks("told", sizes=SIZES)


def test_the_patients_municipality_decides_which_hospital_comes_first(arrive):
    doctor = arrive("lakare.mora", size=DESKTOP)
    doctor.goes_to("/vardplatser")
    first = doctor.page.locator(".hospital__name").first
    expect(first).to_have_text("Mora lasarett")
    doctor.page.get_by_label("Patientens kommun").select_option(label="Falun")
    expect(first).to_have_text("Falu lasarett")
    doctor.looks("county", sizes=SIZES)
