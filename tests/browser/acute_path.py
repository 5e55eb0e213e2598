"""What is told on akutspåret, and the taps that say it: one patient for tests and pictures."""

import re

from tests.browser.visitor import Visitor

SBAR = {
    "Situation": "Andfådd sedan i natt, svullna ben",
    "Bakgrund": "Hjärtsvikt sedan 2019, diabetes",
    "Aktuell bedömning": "Försämrad svikt, saturation 91 procent, puls 104",
    "Rekommendation": "Plats med telemetri i dag, utan att vänta på akuten",
}
CHECKLIST = {
    "Isolering": "nej",
    "Tillsyn": "telemetri",
    "Förflyttning": "gånghjälpmedel",
    "Är närstående informerade?": "ja",
    "Är läkemedelslistan skickad?": "ja",
}


def tells(gp: Visitor) -> None:
    """How urgent it is and SBAR, on the plan's page."""
    gp.page.get_by_text("Inom en timme").click()
    for part, words in SBAR.items():
        gp.page.get_by_label(part).fill(words)


def wants_a_bed(gp: Visitor, *, first: str = "") -> None:
    """From the talk to a filled in checklist; ``first`` is a ward to ask before the others."""
    gp.tap(gp.page.locator(".decide").get_by_role("link", name="Direktinläggning"))
    gp.sees("Det avdelningen måste veta")
    for question, answer in CHECKLIST.items():
        group = gp.page.get_by_role("group", name=re.compile("^" + re.escape(question)))
        group.get_by_text(answer, exact=True).click()
    gp.page.get_by_label("Syrgas").fill("2")
    if first:
        gp.page.locator(".ward-list__row", has_text=first).get_by_text("Först").click()


def leaves(gp: Visitor) -> None:
    """The patient goes to the ward by ambulance, there in three quarters of an hour."""
    gp.page.get_by_text("Ambulans", exact=True).first.click()
    gp.page.locator("label.choice", has_text="45 min").first.click()
    gp.tap(gp.button("Patienten åker nu"))
