"""A page that asks again and again: nothing is sent, drawn or lost while nothing has changed."""

import pytest

from tests.browser.test_states import KARDIOLOGI, asks_to_be_rung


@pytest.fixture
def gp(arrive):
    """The GP in Mora, with a phone in the hand."""
    return arrive("lakare.mora")


def test_what_has_not_changed_is_neither_sent_nor_drawn_anew(gp, lab):
    phone, _order = asks_to_be_rung(gp, lab, KARDIOLOGI)
    gp.sees_state("Vi ringer dig")
    gp.page.wait_for_timeout(1_500)  # the page has asked, and knows what it shows
    answers = []
    gp.page.on("response", lambda one: answers.append((one.url, one.status)))
    gp.page.locator("#laget").evaluate("place => { place.dataset.seen = 'yes'; }")
    gp.button("Avbryt").focus()
    gp.page.wait_for_timeout(3_500)
    polls = [status for url, status in answers if url.endswith("/lage")]
    assert len(polls) >= 2
    assert set(polls) == {304}
    assert gp.page.locator("#laget").get_attribute("data-seen") == "yes"
    assert gp.page.evaluate("document.activeElement.textContent").strip() == "Avbryt"
    gp.tap(gp.button("Avbryt"))
    gp.sees_state("Avbruten")
    phone.is_quiet()


UNFOLDED = "[...document.querySelectorAll('#live details[open]')].map((one) => one.id)"


def test_what_a_hand_has_unfolded_stays_so_and_the_page_unfolds_what_matters_now(gp, lab):
    phone, _order = asks_to_be_rung(gp, lab, KARDIOLOGI)
    gp.sees_state("Vi ringer dig")
    gp.page.locator("#ordningen summary").click()

    def unfold(route):  # as the server does with what has come to matter
        answer = route.fetch()
        page = answer.text().replace('id="det-som-berattats"', 'id="det-som-berattats" open')
        route.fulfill(response=answer, body=page)

    gp.page.route("**/lage", unfold)
    phone.comes_to_the_phone()
    gp.sees_state("Ringer ")
    assert gp.page.evaluate(UNFOLDED) == ["ordningen", "det-som-berattats"]
    assert gp.page.locator("#ordningen summary").evaluate("(one) => one === document.activeElement")
    gp.tap(gp.button("Avbryt"))
    gp.sees_state("Avbruten")
    phone.is_quiet()
