"""What the REST side refuses, and how it fails on purpose."""

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from app.config import LAB_ACCOUNT
from app.phone_lab.types import UNREACHABLE, Outage, OutageMode
from tests.app.phone_lab.world import APPLICATION, FIRST, SWITCHBOARD, TOKEN, InProcessTwilio

VOICE = f"{APPLICATION}/voice"


def refusal(act) -> tuple[int, int]:
    with pytest.raises(TwilioRestException) as caught:
        act()
    return caught.value.status, caught.value.code


@pytest.mark.parametrize(
    ("account", "token"),
    [(LAB_ACCOUNT, "fel"), ("AC" + "f" * 32, TOKEN), (LAB_ACCOUNT, "")],
)
def test_a_forged_password_is_refused(rest_app, client, account, token):
    stranger = Client(account, token or "x", http_client=InProcessTwilio(rest_app))
    order = lambda: stranger.calls.create(to=FIRST, from_=SWITCHBOARD, url=VOICE)  # noqa: E731 - read beside its use
    assert refusal(order) == (401, 20003)
    assert client.calls.list() == []


def test_no_password_at_all_is_refused(rest_app):
    response = rest_app.test_client().get(
        f"/phone-lab/2010-04-01/Accounts/{LAB_ACCOUNT}/Calls.json"
    )
    assert response.status_code == 401
    assert response.json["code"] == 20003


def test_another_account_is_not_found(rest_app):
    other = "AC" + "e" * 32
    response = rest_app.test_client().get(
        f"/phone-lab/2010-04-01/Accounts/{other}/Calls.json", auth=(LAB_ACCOUNT, TOKEN)
    )
    assert (response.status_code, response.json["code"]) == (404, 20404)


def test_an_unknown_sid_is_not_found(client):
    unknown = "a" * 32
    assert refusal(client.calls("CA" + unknown).fetch) == (404, 20404)
    assert refusal(lambda: client.calls("CA" + unknown).update(status="completed")) == (404, 20404)
    assert refusal(client.conferences("CF" + unknown).fetch) == (404, 20404)
    assert refusal(client.messages("SM" + unknown).fetch) == (404, 20404)


@pytest.mark.parametrize(
    "number",
    ["112", "+46112", "1177", "0701740605", "anonymous", "+46 70 174", "+4670174060512345"],
)
def test_a_malformed_number_is_never_rung(client, exchange, number):
    order = {"from_": SWITCHBOARD, "url": VOICE}
    assert refusal(lambda: client.calls.create(to=number, **order)) == (400, 21211)
    sms = {"from_": SWITCHBOARD, "body": "Hej"}
    assert refusal(lambda: client.messages.create(to=number, **sms)) == (400, 21211)
    assert exchange.calls() == []


@pytest.mark.parametrize(
    ("order", "code"),
    [
        ({"to": "", "from_": SWITCHBOARD, "url": VOICE}, 21201),
        ({"to": FIRST, "from_": "", "url": VOICE}, 21213),
        ({"to": FIRST, "from_": "Kontakt", "url": VOICE}, 21212),
        ({"to": FIRST, "from_": SWITCHBOARD}, 21205),
        ({"to": FIRST, "from_": SWITCHBOARD, "url": "/voice"}, 21205),
        ({"to": FIRST, "from_": SWITCHBOARD, "url": VOICE, "method": "PUT"}, 21206),
        ({"to": FIRST, "from_": SWITCHBOARD, "url": VOICE, "status_callback": "x"}, 21609),
        ({"to": FIRST, "from_": SWITCHBOARD, "url": VOICE, "timeout": "snart"}, 20001),
    ],
)
def test_an_incomplete_order_is_refused_with_its_code(client, exchange, order, code):
    assert refusal(lambda: client.calls.create(**order)) == (400, code)
    assert exchange.calls() == []


def test_an_unknown_number_rings_as_itself(exchange, ring):
    ring("+46701740699")
    assert exchange.phone("+46701740699").label == "+46701740699"
    assert exchange.ringing_call("+46701740699") is not None


@pytest.mark.parametrize("status", [429, 500, 503])
def test_an_outage_refuses_everything_until_it_is_over(client, exchange, status):
    exchange.outage = Outage(status=status)
    order = {"to": FIRST, "from_": SWITCHBOARD, "url": VOICE}
    with pytest.raises(TwilioRestException) as caught:
        client.calls.create(**order)
    assert caught.value.status == status
    assert exchange.calls() == []
    exchange.outage = None
    assert client.calls.create(**order).status == "queued"


def test_an_outage_may_hide_that_the_order_was_taken(client, exchange):
    exchange.outage = Outage(status=500, mode=OutageMode.ACCEPTS_BUT_FAILS)
    with pytest.raises(TwilioRestException):
        client.calls.create(to=FIRST, from_=SWITCHBOARD, url=VOICE)
    assert [call.to for call in exchange.calls()] == [FIRST]


def test_a_text_message_reaches_the_phone_and_its_sender_is_told(client, exchange, webhooks, wait):
    sent = client.messages.create(
        to=FIRST, from_=SWITCHBOARD, body="AK-7F3K väntar", status_callback=f"{APPLICATION}/sms"
    )
    assert sent.status == "queued"
    wait()
    assert [message.body for message in exchange.phone(FIRST).messages] == ["AK-7F3K väntar"]
    assert client.messages(sent.sid).fetch().status == "delivered"
    assert webhooks.values("/sms", "MessageStatus") == ["sent", "delivered"]
    assert [message.sid for message in client.messages.list(to=FIRST)] == [sent.sid]


def test_a_text_message_to_a_dead_phone_is_undelivered(client, exchange, wait):
    exchange.set_behaviour(FIRST, UNREACHABLE)
    sent = client.messages.create(to=FIRST, from_=SWITCHBOARD, body="Hej")
    wait()
    found = client.messages(sent.sid).fetch()
    assert (found.status, found.error_code) == ("undelivered", 30003)
    assert exchange.phone(FIRST).messages == []
