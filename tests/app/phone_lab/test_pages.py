"""The lab's page, with and without scripts in the browser."""

import re

import pytest

from app.phone_lab.types import BehaviourKind, CallStatus, MessageStatus
from app.phone_lab.words import MESSAGE_WORDS, STATUS_WORDS
from tests.app.phone_lab.world import FIRST, GATHER, MORA


def test_the_page_lists_the_countys_phones_and_says_what_to_expect(browser):
    page = browser.get("/phone-lab/").text
    assert "Distriktsläkare Mora" in page
    assert "070-174 06 05" in page
    assert "Ingen telefon ringer" in page
    assert "Inga samtal har ringts ännu" in page


@pytest.mark.parametrize("words", ["kardiolog", "FALU två", "0701740607", "070-174 06 07"])
def test_phones_are_found_by_name_unit_and_number(browser, words):
    page = browser.get("/phone-lab/", query_string={"q": words}).text
    assert "Kardiolog två" in page
    assert "Distriktsläkare Mora" not in page


def test_a_search_without_hits_says_so(browser):
    assert "Ingen telefon heter så" in browser.get("/phone-lab/?q=xyz").text


def test_a_phone_is_answered_pressed_and_hung_up_from_the_page(
    browser, exchange, webhooks, ring, wait, post
):
    webhooks.on("/voice", GATHER)
    ring()
    assert "Svara" in browser.get("/phone-lab/live").text
    assert post(f"{FIRST}/answer").status_code == 303
    wait()
    live = browser.get("/phone-lab/live").text
    assert "Tryck ett för att svara." in live
    assert "Lägg på" in live
    post(f"{FIRST}/press", digits="1")
    wait()
    assert webhooks.values("/digit", "Digits") == ["1"]


def test_hanging_up_and_declining_from_the_page(browser, exchange, webhooks, ring, wait, post):
    webhooks.on("/voice", GATHER)
    call = ring()
    post(f"{FIRST}/decline")
    assert exchange.call(call.sid).status is CallStatus.BUSY
    call = ring()
    post(f"{FIRST}/answer")
    post(f"{FIRST}/hang-up")
    assert exchange.call(call.sid).status is CallStatus.COMPLETED


def test_behaviour_is_chosen_on_the_page(browser, exchange, post):
    assert post(f"{FIRST}/behaviour", behaviour="upptagen").status_code == 303
    assert exchange.phone(FIRST).behaviour.kind is BehaviourKind.BUSY


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        (f"{FIRST}/answer", {}, 409),
        (f"{FIRST}/press", {"digits": "x"}, 422),
        (f"{FIRST}/press", {}, 422),
        (f"{FIRST}/behaviour", {"behaviour": "sover"}, 422),
        ("112/answer", {}, 404),
    ],
)
def test_what_cannot_be_done_is_said_in_words(post, exchange, path, fields, status):
    response = post(path, **fields)
    assert response.status_code == status
    assert 'role="alert"' in response.text
    swapped = post(path, headers={"HX-Request": "true"}, **fields)
    assert swapped.status_code == 200  # htmx swaps in nothing else
    assert 'role="alert"' in swapped.text
    assert exchange.calls() == []


def test_without_the_token_nothing_happens(browser, exchange, ring):
    call = ring()
    assert browser.post(f"/phone-lab/phones/{FIRST}/answer").status_code == 400
    assert exchange.call(call.sid).status is CallStatus.RINGING


@pytest.mark.parametrize("path", ["/phone-lab/live", "/phone-lab/state"])
def test_polling_costs_nothing_until_something_changes(browser, ring, path):
    etag = browser.get(path).headers["ETag"]
    again = browser.get(path, headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    ring()
    assert browser.get(path, headers={"If-None-Match": etag}).status_code == 200


def test_the_state_tells_who_talks_with_whom(browser, exchange, webhooks, ring, wait):
    room = "<Response><Dial><Conference>AK-7F3K</Conference></Dial></Response>"
    webhooks.on("/voice", room)
    for number in (MORA, FIRST):
        ring(number)
        exchange.answer(number)
        wait()
    state = browser.get("/phone-lab/state").json
    assert state["conversations"] == ["Distriktsläkare Mora ↔ Kardiolog ett"]
    assert "Samtal pågår:" in browser.get("/phone-lab/live").text


def test_dialled_phones_talk_on_the_page_too(browser, exchange, webhooks, ring, wait):
    webhooks.on("/voice", f"<Response><Dial>{FIRST}</Dial></Response>")
    ring(MORA)
    for number in (MORA, FIRST):
        exchange.answer(number)
        wait()
    state = browser.get("/phone-lab/state").json
    assert state["conversations"] == ["Distriktsläkare Mora ↔ Kardiolog ett"]


def test_the_page_has_no_inline_script_or_style(browser, ring):
    ring()
    page = browser.get("/phone-lab/").text
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"\sstyle=|<style|\son\w+=", page)


def test_every_status_has_its_swedish_words():
    assert set(STATUS_WORDS) == set(CallStatus)
    assert set(MESSAGE_WORDS) == set(MessageStatus)
