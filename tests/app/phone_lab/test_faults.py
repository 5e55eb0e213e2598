"""Faults on purpose: late, doubled, shuffled and lying callbacks; a provider out of order."""

from datetime import timedelta

import pytest
from twilio.base.exceptions import TwilioRestException

from app.phone_lab import rest
from app.phone_lab.exchange import Exchange
from app.phone_lab.faults import Outage, OutageMode, WebhookFaults
from app.phone_lab.types import CallOrder, Happening, Instructions, StatusCallback
from tests.app.phone_lab.world import (
    APPLICATION,
    FIRST,
    SECOND,
    SWITCHBOARD,
    TOKEN,
    TurnedClock,
    Webhooks,
)

ALL = ["initiated", "ringing", "answered", "completed"]
STATUS = f"{APPLICATION}/status"
IN_ORDER = ["initiated", "ringing", "in-progress", "completed"]


@pytest.fixture
def told_call(exchange, webhooks, ring, wait):
    """A call of ten seconds that tells of itself."""

    def told_call():
        webhooks.on("/voice", "<Response><Pause length='10'/></Response>")
        exchange.follow_script(FIRST, "svarar efter 2 s")
        return ring(status_callback=STATUS, status_callback_event=ALL)

    return told_call


def test_callbacks_come_late_but_instructions_at_once(clock, exchange, webhooks, told_call, wait):
    exchange.webhook_faults = WebhookFaults(delay_seconds=3600)
    began = clock()
    told_call()
    wait(3500)
    assert [one.at - began for one in webhooks.to("/voice")] == [timedelta(seconds=2)]
    assert webhooks.to("/status") == []
    wait(200)
    late = [(one.at - began).total_seconds() - 3600 for one in webhooks.to("/status")]
    assert late == [0, 0, 2, 12]
    assert webhooks.values("/status", "Timestamp")[-1] == "Mon, 23 Nov 2026 08:00:12 +0000"
    assert all(one.is_signed for one in webhooks.to("/status"))


def test_callbacks_come_twice_and_are_the_same_to_the_letter(exchange, webhooks, told_call, wait):
    exchange.webhook_faults = WebhookFaults(copies=2)
    told_call()
    wait(60)
    told = webhooks.to("/status")
    assert [one.params["CallStatus"] for one in told[::2]] == IN_ORDER
    assert [one.params for one in told[::2]] == [one.params for one in told[1::2]]
    tokens = [one.headers["I-Twilio-Idempotency-Token"] for one in told]
    assert tokens[::2] == tokens[1::2]


def shuffled(seed: int) -> list[str]:
    """The order in which the callbacks of one call arrive."""
    clock = TurnedClock()
    webhooks = Webhooks(clock)
    exchange = Exchange(clock, webhooks, TOKEN)
    exchange.webhook_faults = WebhookFaults(shuffle=seed, spread_seconds=600)
    exchange.follow_script(FIRST, "svarar efter 2 s")
    webhooks.on("/voice", "<Response><Pause length='10'/></Response>")
    exchange.create_call(
        CallOrder(
            to=FIRST,
            from_=SWITCHBOARD,
            instructions=Instructions(f"{APPLICATION}/voice"),
            callback=StatusCallback(STATUS, events=frozenset(ALL)),
        )
    )
    clock.advance(exchange, seconds=700)
    return webhooks.values("/status", "CallStatus")


def test_a_seed_decides_the_order():
    orders = {seed: shuffled(seed) for seed in range(6)}
    assert all(sorted(order) == sorted(IN_ORDER) for order in orders.values())
    assert all(shuffled(seed) == order for seed, order in orders.items())
    assert len({tuple(order) for order in orders.values()}) > 2


def test_a_call_is_said_to_be_over_while_it_goes_on(client, exchange, webhooks, told_call, wait):
    exchange.webhook_faults = WebhookFaults(lies_after_seconds=4)
    call = told_call()
    wait(7)
    assert webhooks.values("/status", "CallStatus") == [*IN_ORDER[:3], "completed"]
    assert client.calls(call.sid).fetch().status == "in-progress"
    assert Happening.LIED in [line.what for line in exchange.timeline(call.sid)]
    wait(10)
    assert webhooks.values("/status", "CallStatus") == [*IN_ORDER, "completed"]
    assert webhooks.values("/status", "SequenceNumber") == ["0", "1", "2", "3", "4"]


def test_a_stranger_tells_lies_that_nobody_signed(exchange, webhooks, told_call, wait):
    exchange.webhook_faults = WebhookFaults(forges=True)
    told_call()
    wait(60)
    told = [(one.params["CallStatus"], one.is_signed) for one in webhooks.to("/status")]
    assert [status for status, is_signed in told if is_signed] == IN_ORDER
    assert [status for status, is_signed in told if not is_signed] == ["failed"] * 4


def test_faults_end_when_they_are_taken_away(exchange, webhooks, told_call, wait):
    exchange.webhook_faults = WebhookFaults(delay_seconds=60, copies=3)
    exchange.webhook_faults = WebhookFaults()
    told_call()
    wait(20)
    assert webhooks.values("/status", "CallStatus") == IN_ORDER


@pytest.mark.parametrize(
    "wrong", [{"delay_seconds": 3601}, {"delay_seconds": -1}, {"copies": 0}, {"copies": 11}]
)
def test_no_provider_is_that_bad(wrong):
    with pytest.raises(ValueError, match=r"timme|gånger"):
        WebhookFaults(**wrong)


def test_an_outage_may_hit_one_kind_of_resource(client, exchange):
    exchange.outage = Outage(status=429, only=frozenset({"Messages"}))
    assert client.calls.create(to=FIRST, from_=SWITCHBOARD, url=f"{APPLICATION}/voice").sid
    assert client.calls.list(to=FIRST)
    with pytest.raises(TwilioRestException) as caught:
        client.messages.create(to=SECOND, from_=SWITCHBOARD, body="Hej")
    assert caught.value.status == 429
    assert exchange.messages() == []


def test_a_slow_provider_does_its_work(client, exchange, monkeypatch):
    slept: list[float] = []
    monkeypatch.setattr(rest, "sleep", slept.append)
    exchange.outage = Outage(mode=OutageMode.SLOW, delay_seconds=30)
    call = client.calls.create(to=FIRST, from_=SWITCHBOARD, url=f"{APPLICATION}/voice")
    assert (call.status, slept) == ("queued", [30])


def test_a_conference_is_told_late_too(exchange, webhooks, ring, wait):
    room = (
        '<Response><Dial><Conference statusCallback="/room" '
        'statusCallbackEvent="join">AK</Conference></Dial></Response>'
    )
    webhooks.on("/voice", room)
    exchange.webhook_faults = WebhookFaults(delay_seconds=30)
    ring()
    exchange.answer(FIRST)
    wait(29)
    assert webhooks.to("/room") == []
    wait(1)
    assert webhooks.values("/room", "StatusCallbackEvent") == ["participant-join"]
