"""Somebody is signed out while they write: nothing is lost, and nothing is sent by itself."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import PHONE, SIZES

TYPED = "Andfådd sedan i natt, svullna ben.\nSaturation 91 procent på luft."
PLAN = "/kontakt/akut/plan?specialty=medicin&livshotande=nej"


@pytest.fixture
def gp(arrive):
    """A GP with a session of this test's own, as it is going to end."""
    someone = arrive(size=PHONE)
    someone.signs_in("lakare.mora")
    someone.expects_refusal(401)
    return someone


def signs_out_in_another_tab(gp):
    """As a colleague at the same computer does."""
    tab = gp.context.new_page()
    tab.goto(gp.address + "/")
    tab.locator(".user-menu__button").click()
    tab.get_by_role("button", name="Logga ut").click()
    expect(tab.get_by_role("button", name="Logga in")).to_be_visible()
    tab.close()


def types_password(page, username="lakare.mora"):
    """In the sign-in page that is shown."""
    page.get_by_label("Användarnamn").fill(username)
    page.get_by_label("Lösenord").fill("exempel-" + username.replace(".", "-"))
    page.get_by_role("button", name="Logga in").click()


def writes_and_sends(gp):
    """A contact on the acute path, sent when one is signed out already."""
    gp.goes_to(PLAN)
    gp.page.get_by_text("Inom en timme").click()
    gp.page.get_by_label("Situation").fill(TYPED)
    signs_out_in_another_tab(gp)
    gp.tap(gp.button("Ring upp mig"))
    gp.sees("Det du skrev finns kvar: logga in så kan du skicka det.")


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
def test_what_was_written_is_sent_once_after_signing_in(gp, size):
    gp.page.set_viewport_size(size)
    writes_and_sends(gp)
    assert "Andf" not in gp.page.content()
    assert "Andf" not in gp.page.url
    gp.looks("sign-in", sizes=SIZES)
    types_password(gp.page)
    gp.sees("Inget är skickat än")
    gp.sees("Saturation 91 procent")
    expect(gp.button("Skicka")).to_be_in_viewport()
    gp.looks("confirm", sizes=SIZES)
    gp.button("Skicka").dblclick()
    gp.sees_state("Vi ringer dig")
    contact = gp.page.url
    expect(gp.page.get_by_label("Situation")).to_have_value(TYPED)

    gp.goes_to("/arenden")
    first = gp.page.locator("main a[href^='/arenden/']").first
    expect(first).to_have_attribute("href", re.compile(re.escape(contact.rsplit("/", 1)[1])))
    gp.goes_to(contact.removeprefix(gp.address))
    gp.tap(gp.button("Avbryt"))
    gp.sees_state("Avbruten")


def test_the_password_sent_once_more_asks_the_same_again_and_is_one_contact(gp):
    writes_and_sends(gp)
    types_password(gp.page)
    gp.sees("Inget är skickat än")
    gp.page.reload()  # as Back does, when the browser has forgotten the page: it sends once more
    gp.sees("Inget är skickat än")
    gp.tap(gp.button("Skicka"))
    gp.sees_state("Vi ringer dig")
    gp.tap(gp.button("Avbryt"))
    gp.sees_state("Avbruten")


def test_thrown_away_it_is_gone(gp):
    writes_and_sends(gp)
    types_password(gp.page)
    gp.tap(gp.link("Kasta"))
    gp.sees("Hur bråttom har patienten?")
    expect(gp.page.get_by_label("Situation")).to_have_value("")


def test_another_who_signs_in_never_sees_it(gp):
    writes_and_sends(gp)
    types_password(gp.page, "lakare.falun")
    gp.sees("hörde till någon annan")
    assert "Andf" not in gp.page.content()
    gp.looks("another", sizes=SIZES)


def test_a_button_alone_is_asked_about(gp):
    gp.goes_to("/inkorg")
    button = gp.page.get_by_role("button", name="Markera alla som lästa")
    if button.count() == 0:
        gp.goes_to("/ringkod")
        button = gp.page.locator("main form button[type=submit]").last
    signs_out_in_another_tab(gp)
    button.click()
    gp.sees("göra klart det du höll på med")
    types_password(gp.page)
    gp.sees("Vill du göra klart det här?")
    gp.looks("button", sizes=SIZES)


def test_what_saves_itself_stays_on_the_page_and_is_saved_after_signing_in_beside_it(gp):
    gp.goes_to(PLAN)
    gp.page.get_by_text("Inom en timme").click()
    gp.tap(gp.button("Ring upp mig"))
    gp.sees("Berätta för kollegan")
    contact = gp.page.url
    background = gp.page.get_by_label("Bakgrund")
    background.focus()  # whoever writes stays; a page on which nobody does goes to sign in
    signs_out_in_another_tab(gp)
    background.fill("Hjärtsvikt sedan 2019")
    banner = gp.page.locator("#utloggad")
    expect(banner).to_be_visible()
    gp.sees("Inte skickat: du har blivit utloggad.")
    gp.page.wait_for_timeout(4_000)  # the page asks for itself twice meanwhile
    expect(gp.page).to_have_url(contact)
    expect(background).to_have_value("Hjärtsvikt sedan 2019")
    gp.looks("banner", sizes=SIZES)
    with gp.context.expect_page() as opened:
        banner.get_by_role("link", name="Logga in i en ny flik").click()
    types_password(opened.value)
    expect(opened.value).to_have_url(contact)
    gp.sees("Sparat – den som svarar ser det")
    expect(banner).to_be_hidden()
    gp.tap(gp.button("Avbryt"))
    gp.sees_state("Avbruten")


def test_a_page_on_which_nothing_is_typed_goes_to_the_sign_in_page_and_comes_back(arrive):
    someone = arrive(size=PHONE)
    someone.signs_in("kardiolog.mora")
    someone.expects_refusal(401)
    someone.goes_to("/jour")
    signs_out_in_another_tab(someone)
    expect(someone.page.get_by_label("Lösenord")).to_be_visible()
    types_password(someone.page, "kardiolog.mora")
    expect(someone.page).to_have_url(someone.address + "/jour")


def test_a_sign_in_page_left_open_keeps_the_name(arrive):
    someone = arrive(size=PHONE)
    someone.expects_refusal(401)
    someone.goes_to("/logga-in?next=/jour")
    someone.context.clear_cookies()
    types_password(someone.page)
    someone.sees("Sidan hade stått öppen för länge. Skriv lösenordet igen.")
    expect(someone.page.get_by_label("Användarnamn")).to_have_value("lakare.mora")
    expect(someone.page.get_by_label("Lösenord")).to_have_value("")
    someone.looks("left-open", sizes=SIZES)
    types_password(someone.page)
    expect(someone.page).to_have_url(someone.address + "/jour")
