"""Direct admission in a real browser: every state looked at, light and dark, narrow and wide."""

import re

from playwright.sync_api import expect

from tests.browser.visitor import PHONE, SIZES, Visitor

PLAN = "/kontakt/akut/plan?specialty=kardiologi&livshotande=nej"
ANSWERS = {
    "isolering": "nej",
    "tillsyn": "telemetri",
    "forflyttning": "rullstol",
    "narstaende": "ja",
    "lakemedelslista": "ja",
}


def talks(gp: Visitor) -> str:
    """An acute contact somebody has answered; its address."""
    gp.goes_to(PLAN)
    gp.page.locator("label:has(input[name=urgency][value=inom_en_timme])").click()
    gp.page.locator("#situation").fill("Tilltagande andfåddhet sedan tre dygn.")
    gp.button("Jag ringer själv").click()
    gp.button("Ja, vi pratar").click()
    gp.sees_state("Besvarad")
    return gp.page.url.removeprefix(gp.address).partition("#")[0]


def fills_in(gp: Visitor) -> None:
    """The checklist, one tap each."""
    for key, answer in ANSWERS.items():
        gp.page.locator(f"label:has(input[name='svar-{key}'][value='{answer}'])").click()
    gp.page.locator("[id='svar-syrgas']").fill("2")


def sees_title(someone: Visitor, text: str) -> None:
    expect(someone.page.locator(".admission__title").first).to_contain_text(text)


def test_every_state_of_a_direct_admission(arrive):
    gp, ward = arrive("lakare.mora"), arrive("koordinator.mora", size=PHONE)
    contact = talks(gp)
    gp.goes_to(f"{contact}/direktinlaggning")
    gp.looks("form", sizes=SIZES)
    gp.expects_refusal(422)
    gp.button("Fråga avdelningarna").click()
    gp.sees("Ingen är tillfrågad än.")
    gp.looks("form-refused", sizes=SIZES)
    fills_in(gp)
    gp.button("Fråga avdelningarna").click()
    sees_title(gp, "Frågar Hjärtavdelningen Mora")
    ward.goes_to("/avdelning")
    opens = ward.page.get_by_role("link", name=re.compile("Läs och svara")).first
    expect(opens).to_be_visible()
    address = opens.get_attribute("href") or ""
    ward.looks("inbox", sizes=SIZES)
    ward.goes_to(address)
    yes = ward.page.get_by_role("button", name=re.compile("^Ta emot")).first
    expect(yes).to_be_in_viewport(ratio=1)  # within reach of the thumb, without scrolling
    ward.looks("question", sizes=SIZES)
    yes.click()
    ward.sees("Platsen hålls till")
    ward.looks("kept", sizes=SIZES)
    sees_title(gp, "Plats på")
    gp.looks("bed", sizes=SIZES)
    gp.page.locator("label:has(input[name=transport][value=sjukresa])").click()
    gp.page.locator("label:has(input[name=eta])").nth(1).click()
    gp.button("Patienten åker nu").click()
    sees_title(gp, "På väg till")
    gp.looks("on-the-way", sizes=SIZES)
    ward.sees("På väg hit")
    ward.button("Patienten är framme").click()
    ward.sees("Patienten är här")
    ward.looks("here", sizes=SIZES)
    sees_title(gp, "Framme på")
