"""Every other way a contact may go, as it looks on a phone; each state checked in both widths."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import PHONE, SIZES

KARDIOLOGI = "/kontakt/halvakut/plan?specialty=kardiologi"
CARDIOLOGISTS_OF_MORA = ("kardiolog.mora", "kardiolog2.mora")
CARDIOLOGISTS_OF_FALUN = ("kardiolog.falun", "kardiolog2.falun")


@pytest.fixture
def gp(arrive):
    """The GP in Mora, with a phone in the hand."""
    return arrive("lakare.mora")


@pytest.fixture
def busy(lab):
    """Makes phones busy, and lets them ring again afterwards."""
    names = []

    def make(*wanted):
        for name in wanted:
            names.append(name)
            lab.behave(name, "Upptaget")

    yield make
    for name in names:
        lab.behave(name, "Ringer tills någon svarar")


def order_on(visitor):
    """The names on the plan page, in the order they will be rung."""
    visitor.sees("Vi ringer i den här ordningen")
    return visitor.page.locator(".ladder__who").all_inner_texts()


def is_on_duty(visitor):
    """Whether the page Jour says so."""
    visitor.goes_to("/jour")
    return visitor.page.get_by_text(re.compile("^Du är i tjänst på Konsult kardiologi")).count() > 0


def asks_to_be_rung(visitor, lab, path=KARDIOLOGI):
    """From the plan page to a ringing phone; the phone and the order."""
    visitor.goes_to(path)
    order = order_on(visitor)
    phone = lab.phone(visitor.page.get_by_label("Vi ringer dig på").input_value())
    visitor.tap(visitor.button("Ring upp mig"))
    phone.rings()
    return phone, order


def test_closed_at_the_weekend(arrive, weekend):
    gp = arrive("lakare.mora", at=weekend)
    gp.goes_to(KARDIOLOGI)
    gp.sees(re.compile("Stängt – öppnar (på |i )?(mån|måndag).*08:00"))
    call = gp.page.locator("main a[href^='tel:']").first
    expect(call).to_be_in_viewport()
    expect(call).to_contain_text("Ring")
    expect(gp.button("Ring upp mig")).to_have_count(0)
    gp.looks("closed", sizes=SIZES)
    gp.goes_to("/")
    gp.looks("start-closed", sizes=SIZES)


def test_nobody_answers(arrive, gp, lab, busy):
    gp.goes_to(KARDIOLOGI)
    busy(*order_on(gp))
    phone, _ = asks_to_be_rung(gp, lab)
    phone.comes_to_the_phone()
    gp.sees_state("Ingen svarade", within=40)
    expect(gp.page.locator(".live a[href^='tel:']")).to_contain_text("Ring ")
    expect(gp.link("Fortsätt som akut")).to_be_visible()
    gp.looks("nobody-answered", sizes=SIZES)
    case_code = gp.page.locator("h1 .case-code").inner_text()

    specialist = arrive(CARDIOLOGISTS_OF_MORA[0])
    specialist.tap(specialist.link("Obesvarade").first)
    waiting = specialist.page.locator("section.panel--accent", has_text=case_code)
    expect(waiting).to_contain_text("upptaget")
    expect(waiting.get_by_role("link", name="Ring tillbaka")).to_be_visible()
    specialist.looks("unanswered", sizes=SIZES)
    specialist.tap(waiting.get_by_role("button", name="Hanterad"))
    specialist.sees("Obesvarad avbockad")
    expect(waiting).to_have_count(0)
    specialist.looks("unanswered-handled", sizes=SIZES)

    gp.page.reload()
    gp.tap(gp.page.locator("#utfall-inget-svar"))
    gp.sees_saved()


def test_the_gp_dials(gp):
    gp.goes_to(KARDIOLOGI)
    first, second = order_on(gp)[:2]
    gp.tap(gp.button("Jag ringer själv"))
    gp.sees_state(f"Ring {first}")
    expect(gp.link("Ring nu")).to_have_attribute("href", re.compile(r"^tel:\+\d+$"))
    gp.looks("dial-first", sizes=SIZES)
    gp.tap(gp.button("Nej – visa nästa nummer"))
    gp.sees_state(f"Ring {second}")
    gp.tap(gp.button("Ja, vi pratar"))
    gp.sees_state("Besvarad")
    gp.sees(re.compile(f"^{second}"))
    gp.looks("dial-answered", sizes=SIZES)
    gp.tap(gp.page.locator("#redan-klart summary"))
    gp.tap(gp.button("Mottagningsbesök"))
    gp.sees_saved()
    gp.tap(gp.page.get_by_text("Två frågor till"))
    gp.tap(gp.button("5 av 5").first)
    expect(gp.button("5 av 5").first).to_have_attribute("aria-pressed", "true")
    gp.looks("dial-outcome", sizes=SIZES)


def test_the_gp_cancels(gp, lab):
    phone, _ = asks_to_be_rung(gp, lab)
    gp.tap(gp.button("Avbryt"))
    gp.sees_state("Avbruten")
    phone.is_quiet()
    gp.looks("cancelled", sizes=SIZES)
    gp.goes_to("/arenden")
    gp.looks("my-contacts", sizes=SIZES)


def test_the_gp_does_not_pick_up(gp, lab):
    phone, _ = asks_to_be_rung(gp, lab)
    phone.card.get_by_role("button", name="Avvisa").click()
    gp.sees_state("Vi nådde dig inte")
    gp.looks("unreached", sizes=SIZES)


def test_a_consultant_accepts_in_the_browser(arrive, lab):
    gp = arrive("lakare.falun")
    phone, order = asks_to_be_rung(gp, lab)
    consultants = [arrive(username) for username in CARDIOLOGISTS_OF_FALUN]
    consultant = next(one for one in consultants if is_on_duty(one))
    phone.comes_to_the_phone()
    consultant.sees("söker dig", within=20)  # by itself, on the page that was open
    consultant.looks("incoming")
    consultant.tap(consultant.button("Jag tar det"))
    consultant.sees("Lyft telefonen och tryck 1. Dröjer det söker vi vidare hos nästa.")
    lab.phone(order[0]).answers_with("1")
    lab.sees_talk(order[0])
    gp.sees_state("Samtalet pågår")
    expect(gp.page.locator(".with-whom")).to_contain_text(order[0])
    consultant.looks("accepted", sizes=SIZES)
    phone.hangs_up()
    gp.sees_state("Samtalet är avslutat")


def test_a_consultant_declines_in_the_browser(arrive, lab):
    gp = arrive("lakare.falun")
    phone, order = asks_to_be_rung(gp, lab)
    consultants = [arrive(username) for username in CARDIOLOGISTS_OF_FALUN]
    consultant = next(one for one in consultants if is_on_duty(one))
    phone.comes_to_the_phone()
    consultant.tap(consultant.button("Är med en patient"))
    consultant.sees("Samtalet gick vidare till nästa i ordningen.")
    gp.sees_state(f"Ringer {order[1]}")
    phone.hangs_up()
    gp.sees_state("Avbruten")


def test_a_shift_is_taken_over(arrive, gp):
    someone, other = (arrive(username) for username in CARDIOLOGISTS_OF_MORA)
    free = other if is_on_duty(someone) else someone
    gp.goes_to(KARDIOLOGI)
    before = order_on(gp)[0]
    free.sees("Du är inte i tjänst nu")
    free.looks("off-duty", sizes=SIZES)
    shift = free.page.get_by_role("listitem").filter(has_text="Konsult kardiologi, Mora")
    free.tap(shift.get_by_role("link", name="Ta över"))
    free.sees("Från och med nu")
    free.looks("take-over", sizes=SIZES)
    free.tap(free.button("Ta över nu"))
    free.sees("Passet är ditt till")
    free.sees("Du är i tjänst på Konsult kardiologi, Mora")
    free.looks("on-duty", sizes=SIZES)
    gp.page.reload()
    assert order_on(gp)[0] != before


def test_the_directory_from_the_first_letter(gp):
    gp.goes_to("/katalog")
    search = gp.page.get_by_label("Sök enhet")
    expect(search).to_be_focused()
    everything = gp.page.locator("#traffar .hit").first.inner_text()
    gp.page.keyboard.type("r")
    expect(gp.page.locator("#traffar .hit").first).not_to_have_text(everything)
    gp.page.keyboard.type("öntgen mora")
    hit = gp.page.locator("#traffar .hit").filter(has_text="Mora").first
    expect(hit).to_contain_text(re.compile("röntgen|bild", re.IGNORECASE))
    gp.looks("directory", sizes=SIZES)
    name = hit.locator(".hit__name").inner_text()
    gp.tap(hit.locator(".hit__name a"))
    expect(gp.page.get_by_role("heading", level=1)).to_have_text(name)
    expect(gp.page.locator("main a[href^='tel:']").first).to_be_in_viewport()
    gp.looks("unit", sizes=SIZES)
    gp.goes_to("/katalog?q=xyzzy")
    gp.sees("Inget passar")
    gp.looks("directory-nothing", sizes=SIZES)


def test_without_javascript(arrive, lab):
    gp = arrive("lakare.mora", java_script_enabled=False)
    gp.page.get_by_label("Vad gäller det?").fill("hjärta")
    gp.button("Sök").click()
    gp.page.locator("#forslag").get_by_role("link", name=re.compile("^Kardiologi")).click()
    mora = order_on(gp)
    gp.page.get_by_label("Patientens kommun").select_option(label="Ludvika")
    gp.button("Visa").click()
    assert order_on(gp)[0] != mora[0]
    gp.button("Ring upp mig").click()
    gp.sees_state("Vi ringer dig")
    gp.album.take(gp.page, "calling")
    gp.button("Avbryt").click()
    gp.sees_state("Avbruten")
    assert gp.page.viewport_size == PHONE
