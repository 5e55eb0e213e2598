"""A phone's own page: ringing the service, writing to it, and what came back."""

import re

import pytest

from app.phone_lab.types import CallStatus, IncomingUrls
from tests.app.phone_lab.world import APPLICATION, FIRST, MORA, SWITCHBOARD

MENU = (
    '<Response><Gather numDigits="1" action="/menu"><Say>Tryck stjärna.</Say></Gather></Response>'
)
PAGE = f"/phone-lab/phones/{MORA}"
LIVE = f"{PAGE}/live"


@pytest.fixture
def reachable(exchange, webhooks):
    """The service's number leads somewhere."""
    exchange.incoming = IncomingUrls(
        SWITCHBOARD, f"{APPLICATION}/in", sms_url=f"{APPLICATION}/sms-in"
    )
    webhooks.on("/in", MENU)
    webhooks.on("/menu", "<Response><Say>Andra val.</Say></Response>")


def test_the_service_is_rung_from_the_page(browser, exchange, webhooks, reachable, post, wait):
    assert "Ring Kontaktvägar" in browser.get(PAGE).text
    assert post(f"{MORA}/call-in?on=phone").location.endswith(PAGE)
    assert "har inte svarat" in browser.get(LIVE).text
    wait(1)
    live = browser.get(LIVE).text
    assert "Tryck stjärna." in live
    assert [key in live for key in ('value="*"', 'value="#"')] == [True, True]
    part = post(f"{MORA}/press?on=phone", {"HX-Request": "true"}, digits="*").text
    assert "lab-thread-heading" in part  # the phone's own living part
    wait(1)
    assert webhooks.values("/menu", "Digits") == ["*"]
    assert "Andra val." in browser.get(LIVE).text


def test_a_hidden_number(browser, exchange, webhooks, reachable, post, wait):
    post(f"{MORA}/call-in", hidden="yes")
    wait()
    assert webhooks.values("/in", "From") == ["anonymous"]


def test_hanging_up_before_the_answer(exchange, reachable, post):
    post(f"{MORA}/call-in")
    post(f"{MORA}/hang-up")
    assert [call.status for call in exchange.calls()] == [CallStatus.CANCELED]


def test_messages_stand_in_the_order_they_came(
    browser, client, exchange, webhooks, reachable, post, wait
):
    webhooks.on("/sms-in", "<Response><Message>Noterat.</Message></Response>")
    client.messages.create(to=MORA, from_=SWITCHBOARD, body="AK-7F3K väntar")
    wait()
    assert post(f"{MORA}/text-in?on=phone", body="JA").status_code == 303
    wait()
    live = browser.get(LIVE).text
    texts = re.findall(r'lab-bubble__text" lang="sv">([^<]*)<', live)
    assert texts == ["AK-7F3K väntar", "JA", "Noterat."]
    assert "framme" in live
    assert "AK-7F3K väntar" in browser.get("/phone-lab/live").text


def test_a_long_message_tells_its_parts_and_a_lost_one_why(browser, client, exchange, wait):
    exchange.message_fault = 30007
    client.messages.create(to=MORA, from_=SWITCHBOARD, body="å" * 161)
    wait()
    assert "kom inte fram (30007) · 2 delar" in browser.get(LIVE).text


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        (f"{MORA}/text-in", {"body": " "}, 422),
        (f"{MORA}/text-in", {"body": "a" * 1601}, 422),
        (f"{MORA}/say", {"words": " "}, 422),
        (f"{MORA}/say", {"words": "a" * 1001}, 422),
        (f"{MORA}/say", {"words": "Hej"}, 409),
        ("112/call-in", {}, 404),
    ],
)
def test_what_cannot_be_sent_is_said(exchange, reachable, post, path, fields, status):
    response = post(path, **fields)
    assert response.status_code == status
    assert 'role="alert"' in response.text
    assert exchange.calls() == exchange.messages() == []


def test_without_a_number_to_ring_the_page_says_so(exchange, post):
    for path in (f"{MORA}/call-in?on=phone", f"{MORA}/text-in?on=phone"):
        response = post(path, body="JA")
        assert response.status_code == 409
        assert "Tjänsten har inget nummer" in response.text


def test_a_page_of_no_phone(browser):
    assert browser.get("/phone-lab/phones/112").status_code == 404
    assert browser.get("/phone-lab/phones/112/live").status_code == 404


def test_polling_a_phone_costs_nothing_until_something_changes(browser, ring, wait):
    etag = browser.get(LIVE).headers["ETag"]
    assert browser.get(LIVE, headers={"If-None-Match": etag}).status_code == 304
    ring(FIRST)
    assert browser.get(LIVE, headers={"If-None-Match": etag}).status_code == 304
    ring(MORA)
    assert browser.get(LIVE, headers={"If-None-Match": etag}).status_code == 200


def test_a_script_is_chosen_on_the_phones_page(browser, exchange, post):
    assert post(f"{MORA}/behaviour?on=phone", behaviour="lagger_pa").location.endswith(PAGE)
    assert exchange.phone(MORA).script.title == "Lägger på mitt i frågan"
    assert 'value="lagger_pa" selected' in browser.get(PAGE).text


def test_a_script_of_ones_own_is_said_to_be_that(browser, exchange):
    exchange.follow_script(MORA, "svarar efter 9 s")
    assert "Eget manus" in browser.get(PAGE).text
