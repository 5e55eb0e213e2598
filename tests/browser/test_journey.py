"""From the need to the row in the analyst's file, in a real browser, as the service is meant."""

import csv
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import MONDAY
from tests.browser.visitor import DESKTOP, SIZES

RING_SECONDS = 20
TODAY = MONDAY[:10]


@pytest.fixture
def consultant(arrive):
    """Whoever of some accounts is on duty at Falun's cardiologists this week."""

    def find():
        for username in ("kardiolog.falun", "kardiolog2.falun"):
            someone = arrive(username)
            someone.goes_to("/jour")
            if someone.page.get_by_text("Du är i tjänst på Konsult kardiologi, Falun").count():
                return someone
        raise AssertionError("neither of the two accounts is on duty")

    return find


def test_from_the_need_to_the_row(arrive, lab, consultant):
    gp = arrive()
    gp.goes_to("/logga-in")
    gp.looks("login", sizes=SIZES)
    gp.signs_in("lakare.mora")

    # Two taps from signing in to a ringing phone: the search has the cursor already.
    expect(gp.page.get_by_label("Vad gäller det?")).to_be_focused()
    gp.page.keyboard.type("hjärta")
    kardiologi = gp.page.locator("#forslag").get_by_role("link", name=re.compile("^Kardiologi"))
    expect(kardiologi).to_be_visible()
    gp.looks("suggestion", sizes=SIZES)
    gp.tap(kardiologi)
    gp.sees("Vi ringer i den här ordningen")
    order = gp.page.locator(".ladder__who").all_inner_texts()
    assert len(order) == 5
    first, second = order[:2]
    gp.sees(f"{second} är primärjour på Konsult kardiologi, Falun till i dag 17:00.")
    gp_number = gp.page.get_by_label("Vi ringer dig på").input_value()
    gp.looks("plan", sizes=SIZES)
    gp.tap(gp.button("Ring upp mig"))
    gp.sees_state("Vi ringer dig")
    gp_phone = lab.phone(gp_number)
    gp_phone.rings()
    assert gp.taps == 2
    gp.looks("calling", sizes=SIZES)

    gp.tap(gp.page.get_by_text("Vad hade du gjort annars?"))
    gp.tap(gp.button("Remittera"))
    gp_phone.comes_to_the_phone()
    gp.sees_state(f"Ringer {first}")
    lab.phone(first).rings()
    gp.looks("hunting", sizes=SIZES)
    gp.sees_state(f"Ringer {second}", within=RING_SECONDS + 20)  # nobody touches the first phone
    lab.phone(first).is_quiet()
    lab.phone(second).answers()
    lab.phone(second).hears("Tryck 1 för att ta samtalet")
    lab.visitor.looks("lab-answering")
    lab.phone(second).presses("1")
    lab.sees_talk(second)
    lab.visitor.looks("lab-talking")
    gp.sees_state("Samtalet pågår")  # by itself: nobody has loaded the page again
    expect(gp.page.locator(".with-whom")).to_contain_text(second)
    gp.looks("answered", sizes=SIZES)

    gp_phone.hangs_up()
    lab.phone(second).is_quiet()
    gp.sees_state("Samtalet är avslutat")
    gp.tap(gp.button("Klarat i primärvård eller hemma"))
    gp.sees_saved()
    gp.looks("outcome", sizes=SIZES)
    case_code = gp.page.locator("h1 .case-code").inner_text()

    answerer = consultant()
    answerer.looks("jour", sizes=SIZES)
    answerer.tap(answerer.page.get_by_role("link", name=re.compile(case_code)))
    answerer.sees_state("Klart")
    answerer.tap(answerer.button("Klarat i primärvård eller hemma"))
    answerer.sees_saved()
    answerer.looks("outcome-of-consultant", sizes=SIZES)

    row = downloaded_row(arrive("analytiker", size=DESKTOP), case_code)
    assert row["path"] == "halvakut"
    assert row["specialty"] == "kardiologi"
    assert row["municipality"] == "Mora"
    assert (row["attempts"], row["no_answer"], row["answered"]) == ("2", "1", "1")
    assert row["answering_unit_id"] == "falun-kardiologi"
    assert row["connected"] == "1"
    assert int(row["seconds_to_answer"]) >= RING_SECONDS
    assert row["plan_before"] == "remittera"
    assert row["requester_result"] == row["responder_result"] == "klarat_i_primarvard_eller_hemma"
    assert row["avoided"] == "1"
    assert second not in ",".join(row.values())


def downloaded_row(analyst, case_code):
    """The row of one contact in the file that the analyst takes out for the day."""
    analyst.tap(analyst.link("Export").first)
    analyst.page.get_by_label("Från och med").fill(TODAY)
    analyst.page.get_by_label("Till och med").fill(TODAY)
    analyst.tap(analyst.button("Visa urval"))
    expect(analyst.page.get_by_role("heading", name=re.compile(r"\d+ kontakt"))).to_be_visible()
    analyst.looks("export", sizes=SIZES)
    with analyst.page.expect_download() as download:
        analyst.tap(analyst.button("Ladda ner"))
    assert download.value.suggested_filename == f"kontakter_{TODAY}_{TODAY}.csv"
    with download.value.path().open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["case_code"] == case_code]
    assert len(rows) == 1
    return rows[0]
