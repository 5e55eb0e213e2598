"""Akutspåret on a phone and on a desk: 112 first, how urgent, SBAR while it rings."""

from playwright.sync_api import expect

from tests.browser.visitor import SIZES


def test_from_the_first_question_to_what_is_told_while_it_rings(arrive, lab):
    gp = arrive("lakare.mora")
    gp.goes_to("/kontakt/akut")
    gp.sees("Är läget livshotande?")
    call = gp.page.locator("main a[href='tel:112']")
    gp.finds_at_once(call)
    gp.finds_at_once(gp.button("Nej, fortsätt"))
    gp.looks("life-threatening", sizes=SIZES)
    gp.tap(gp.button("Nej, fortsätt"))
    gp.tap(gp.page.locator(".chip", has_text="Kirurgi"))

    gp.sees("Hur bråttom har patienten?")
    gp.finds_at_once(gp.page.get_by_text("Inom en timme"))
    situation = gp.page.get_by_label("Situation")
    situation.fill("Buksmärta sedan i morse, sämre")
    situation.press("Enter")
    expect(gp.page.get_by_label("Bakgrund")).to_be_focused()
    gp.page.reload()
    expect(gp.page.get_by_label("Situation")).to_have_value("Buksmärta sedan i morse, sämre")
    gp.page.get_by_label("Patientens kommun").select_option(label="Orsa")
    expect(gp.page.get_by_label("Situation")).to_have_value("Buksmärta sedan i morse, sämre")
    assert "Buksm" not in gp.page.url
    gp.page.get_by_label("Patientens kommun").select_option(label="Mora")
    gp.page.get_by_text("Inom en timme").click()
    gp.looks("plan", sizes=SIZES)

    phone = lab.phone(gp.page.get_by_label("Vi ringer dig på").input_value())
    gp.tap(gp.button("Ring upp mig"))
    gp.sees("Berätta för kollegan")
    background = gp.page.get_by_label("Bakgrund")
    background.fill("Opererad 2019")
    gp.sees("Sparat – den som svarar ser det")
    phone.comes_to_the_phone()
    gp.sees_state("Ringer")
    expect(background).to_have_value("Opererad 2019")
    gp.page.locator("#det-som-berattats summary").click()
    facts = gp.page.locator("#det-som-berattats dl")
    expect(facts).to_contain_text("Opererad 2019")
    gp.expects_refusal(422)
    background.fill("19850312-1234")
    gp.sees("ser ut att innehålla ett personnummer")
    expect(background).to_have_value("19850312-1234")
    expect(facts).to_contain_text("Opererad 2019")
    background.fill("Opererad 2019, frisk sedan dess")
    expect(facts).to_contain_text("frisk sedan dess")
    gp.looks("telling", sizes=SIZES)
    gp.tap(gp.button("Avbryt"))
    gp.sees_state("Avbruten")


def test_who_is_rung_reads_how_urgent_and_what_was_told(arrive, lab):
    gp = arrive("lakare.mora")
    gp.goes_to("/kontakt/akut/plan?specialty=medicin&livshotande=nej")
    gp.page.get_by_text("Omedelbart").click()
    gp.page.get_by_label("Situation").fill("Andnöd sedan en timme")
    phone = lab.phone(gp.page.get_by_label("Vi ringer dig på").input_value())
    gp.tap(gp.button("Ring upp mig"))
    phone.comes_to_the_phone()
    gp.sees_state("Ringer")
    phone.hears("Berätta medan vi ringer")
    who = gp.page.locator(".ladder__step--now .ladder__who").first.inner_text()
    lab.phone(who.split(",")[0]).rings()
    gp.looks("ringing", sizes=SIZES)
    gp.tap(gp.button("Avbryt"))
