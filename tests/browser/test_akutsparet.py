"""Akutspåret in three windows: the GP, the bakjour and the ward, until somebody lies in a bed."""

import pytest
from playwright.sync_api import Route, expect

from tests.browser.acute_path import SBAR, leaves, tells, wants_a_bed
from tests.browser.visitor import DESKTOP, SIZES, Visitor

WARD, NEXT_WARD = "Medicinavdelning Mora", "Hjärtavdelningen Mora"
WARD_PHONE = "Koordinator, Medicinavdelning Mora"
NEXT_WARD_PHONE = "Koordinator, Hjärtavdelningen Mora"
BAKJOUR = "Folke Exempelkvist"  # of the accounts of the two, the one whose week it is


@pytest.fixture
def busy(lab):
    """Makes phones busy, and lets them ring again afterwards."""
    names: list[str] = []

    def make(*wanted):
        for name in wanted:
            names.append(name)
            lab.behave(name, "Upptaget")

    yield make
    for name in names:
        lab.behave(name, "Ringer tills någon svarar")


def test_from_the_health_centre_to_a_bed(arrive, lab, busy):
    gp, bakjour = arrive("lakare.mora"), arrive("bakjour.mora")
    ward = arrive("avdelning.mora", size=DESKTOP)
    free = free_beds(ward)
    ward.looks("beds-before", sizes=SIZES)
    ward.goes_to("/avdelning")
    ward.sees("Ingen frågar just nu")
    ward.looks("ward-waits", sizes=SIZES)
    bakjour.goes_to("/jour")

    tells_the_need(gp)
    first, second = gp.page.locator(".ladder__who").all_inner_texts()[:2]
    busy(second)
    phone = lab.phone(gp.page.get_by_label("Vi ringer dig på").input_value())
    gp.tap(gp.button("Ring upp mig"))
    phone.comes_to_the_phone()
    gp.sees_state(f"Ringer {first}")
    gp.looks("first-tier-rings", sizes=SIZES)
    gp.sees_state(f"Ringer {BAKJOUR}", within=60)  # nobody touches the first phone
    lab.phone(first).is_quiet()

    bakjour.sees("söker dig")
    for words in SBAR.values():
        bakjour.sees(words)
    bakjour.finds_at_once(bakjour.button("Jag tar det"))
    bakjour.looks("incoming", sizes=SIZES)
    bakjour.tap(bakjour.button("Jag tar det"))
    lab.phone(BAKJOUR).answers_with("1")
    lab.sees_talk(BAKJOUR)
    gp.sees_state("Samtalet pågår")
    gp.looks("talk", sizes=SIZES)

    asks_for_a_bed(gp)
    gp.sees(f"Frågar {WARD}")
    gp.looks("asking", sizes=SIZES)
    ward.sees("söker en plats")  # by itself
    ward.looks("ward-rings", sizes=SIZES)
    ward.tap(ward.link("Läs och svara"))
    for words in (*SBAR.values(), "telemetri", "gånghjälpmedel"):
        ward.sees(words)
    ward.finds_at_once(ward.button("Ta emot").first)
    ward.looks("question", sizes=SIZES)
    accepts_with_a_bad_network(ward)
    ward.looks("held", sizes=SIZES)

    gp.sees(f"Plats på {WARD}")
    gp.looks("held", sizes=SIZES)
    bakjour.goes_to(gp.page.url.removeprefix(gp.address))
    bakjour.sees(f"Plats på {WARD}")
    bakjour.looks("held", sizes=SIZES)
    phone.hangs_up()
    leaves(gp)
    gp.sees(f"På väg till {WARD}")
    in_view(gp, "Patienten åker")
    gp.looks("on-the-way", sizes=SIZES)
    ward.sees("På väg hit, framme", within=20)
    ward.looks("on-the-way", sizes=SIZES)
    assert free_beds(ward) == free - 1
    ward.looks("beds-after", sizes=SIZES)
    ward.goes_to("/avdelning")
    ward.tap(ward.page.locator(".contact-row", has_text="på väg").first)
    ward.tap(ward.button("Patienten är framme"))
    ward.sees("Patienten är här")
    ward.looks("here", sizes=SIZES)
    gp.sees(f"Framme på {WARD}", within=20)
    gp.looks("here", sizes=SIZES)
    assert free_beds(ward) == free - 1
    ward.goes_to("/avdelning")
    ward.tap(ward.page.locator(".contact-row", has_text="kom ").first)
    ward.tap(ward.button("Utskriven"))
    sent = ward.page.get_by_role("button", name="Utskriven", exact=True)
    expect(sent).to_have_count(0)  # it has been sent, and taken
    ward.sees("Utskriven")
    in_view(ward, "Utskriven")
    ward.looks("discharged", sizes=SIZES)
    assert free_beds(ward) == free
    ward.tap(receipt(ward, "Utskriven").get_by_role("button", name="Ångra"))
    ward.sees("Ångrat: Utskriven")
    ward.looks("undone", sizes=SIZES)
    ward.goes_to("/avdelning")
    ward.tap(ward.page.locator(".contact-row", has_text="kom ").first)
    ward.sees("Patienten är här")
    held = []
    ward.page.route("**/just-nu*", lambda route: held.append(route))  # the strip's answer is late
    expect(receipt(ward, "framme")).not_to_have_attribute("inert", "")
    ward.tap(ward.page.get_by_role("button", name="Utskriven", exact=True))
    ward.sees("Ni behöver inte göra något.")
    expect(receipt(ward, "framme")).to_have_attribute("inert", "")
    ward.page.unroute("**/just-nu*")
    for one in held:
        one.continue_()
    in_view(ward, "Utskriven")


def receipt(visitor: Visitor, words: str):
    """What the strip says that one has just done."""
    return visitor.page.locator("#just-nu .strip__item--done").filter(has_text=words)


def in_view(visitor: Visitor, words: str) -> None:
    """What has just been done is in view, wherever one has scrolled to, and can be undone."""
    done = receipt(visitor, words)
    expect(done).to_be_visible()
    expect(done).to_be_in_viewport(ratio=0.9)
    expect(done.get_by_role("button", name="Ångra")).to_be_in_viewport(ratio=0.9)


def test_one_ward_says_no_on_the_phone_and_the_next_rings_at_once(arrive, lab):
    gp, ward = arrive("lakare.mora"), arrive("avdelning.mora", size=DESKTOP)
    next_ward = arrive("avdelning2.mora", size=DESKTOP)
    for one in (ward, next_ward):
        one.goes_to("/avdelning")
    gp.goes_to("/kontakt/akut/plan?specialty=kardiologi&livshotande=nej")
    gp.page.get_by_text("Omedelbart").click()
    gp.tap(gp.button("Jag ringer själv"))
    gp.tap(gp.button("Ja, vi pratar"))
    gp.sees_state("Besvarad")
    asks_for_a_bed(gp, first=WARD)
    refusing = lab.phone(WARD_PHONE)
    refusing.answers_with("2")
    lab.phone(NEXT_WARD_PHONE).rings(within=5)  # while the first is asked why
    refusing.hears("Varför gick det inte?")
    refusing.presses("1")
    gp.sees(f"Frågar {NEXT_WARD}")
    gp.sees("Fullt")
    gp.looks("next-ward-rings")
    ward.sees("ni sade nej")
    ward.looks("said-no")
    next_ward.tap(next_ward.link("Läs och svara"))
    next_ward.tap(next_ward.button("Ta emot").first)
    next_ward.sees("Platsen hålls till")
    lab.phone(NEXT_WARD_PHONE).is_quiet()
    gp.sees(f"Plats på {NEXT_WARD}")
    gp.looks("held")

    # The patient turns worse: one tap opens the way to the emergency department, the next takes it.
    gp.tap(gp.page.get_by_text("Sämre – till akuten i stället"))
    gp.looks("worse")
    gp.tap(gp.button("Till akuten med ambulans"))
    gp.sees("Akuten, ambulans")
    gp.looks("to-the-ed")
    next_ward.sees("Ni behöver inte göra något", within=20)
    next_ward.looks("released")


def tells_the_need(gp: Visitor) -> None:
    """From the start page, past 112, to a plan with its urgency and SBAR."""
    gp.tap(gp.page.locator("main .way--urgent"))
    gp.sees("Är läget livshotande?")
    gp.looks("life-threatening", sizes=SIZES)
    gp.tap(gp.button("Nej, fortsätt"))
    gp.looks("choose", sizes=SIZES)
    gp.tap(gp.page.locator(".chip", has_text="Internmedicin"))
    tells(gp)
    gp.looks("plan", sizes=SIZES)


def asks_for_a_bed(gp: Visitor, *, first: str = "") -> None:
    """From the talk's page until the wards are asked."""
    wants_a_bed(gp, first=first)
    gp.looks("form", sizes=SIZES)
    gp.tap(gp.button("Fråga avdelningarna"))


def accepts_with_a_bad_network(ward: Visitor) -> None:
    """The yes arrives, its answer does not; pressed again it is the same yes."""
    accepted: list[int] = []

    def lose_the_answer(route: Route) -> None:
        accepted.append(route.fetch().status)
        route.abort("internetdisconnected")

    ward.page.route("**/ja", lose_the_answer, times=1)
    ward.page.route("**/lage", lambda route: route.abort("internetdisconnected"))
    with ward.without_network():
        ward.tap(ward.button("Ta emot").first)
        ward.sees("Tryck en gång till")
    assert accepted == [200]
    ward.looks("no-answer", sizes=SIZES)
    with ward.page.expect_response("**/ja") as again:
        ward.tap(ward.button("Ta emot").first)
    assert again.value.status == 200
    ward.page.unroute("**/lage")
    ward.sees("Platsen hålls till")
    expect(ward.page.locator(".notice--danger")).to_have_count(0)
    expect(ward.page.locator(".ward-answer")).to_have_count(0)  # a third press would do nothing


def free_beds(ward: Visitor) -> int:
    """What the beds page says of the ward in Mora."""
    ward.goes_to("/vardplatser")
    row = ward.page.locator(".ward-row").filter(has=ward.link(WARD))
    return int(row.locator(".bed-sign__number").inner_text())
