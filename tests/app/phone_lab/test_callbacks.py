"""Webhooks: what they tell, in which order, signed, and what follows when they fail."""

from datetime import timedelta

import pytest

from app.phone_lab.types import Behaviour, Happening
from tests.app.phone_lab.world import APPLICATION, FIRST, GATHER, SWITCHBOARD

ALL = ["initiated", "ringing", "answered", "completed"]
STATUS = f"{APPLICATION}/status?attempt=7"


def test_all_events_come_in_order_signed_and_numbered(clock, exchange, webhooks, ring, wait):
    webhooks.on("/voice", "<Response><Pause length='75'/></Response>")
    exchange.set_behaviour(FIRST, Behaviour.answers(6))
    call = ring(status_callback=STATUS, status_callback_event=ALL)
    wait(90)
    told = webhooks.to("/status")
    assert [one.params["CallStatus"] for one in told] == [
        "initiated",
        "ringing",
        "in-progress",
        "completed",
    ]
    assert [one.params["SequenceNumber"] for one in told] == ["0", "1", "2", "3"]
    assert all(one.is_signed for one in webhooks.received)
    assert {one.params["CallSid"] for one in told} == {call.sid}
    last = told[-1].params
    assert (last["CallDuration"], last["Duration"]) == ("75", "2")
    assert last["Timestamp"] == "Mon, 23 Nov 2026 08:01:21 +0000"
    assert last["CallbackSource"] == "call-progress-events"
    assert (last["From"], last["To"], last["Direction"]) == (SWITCHBOARD, FIRST, "outbound-api")
    assert "CallDuration" not in told[0].params


def test_only_the_end_is_told_when_nothing_else_was_asked_for(exchange, webhooks, ring, wait):
    ring(status_callback=STATUS, timeout=10)
    wait(10)
    assert webhooks.values("/status", "CallStatus") == ["no-answer"]
    assert webhooks.values("/status", "SequenceNumber") == ["0"]


def test_a_webhook_by_get_signs_its_whole_address(exchange, webhooks, ring, wait):
    webhooks.on("/voice", GATHER)
    call = ring(url=f"{APPLICATION}/voice?case=7", method="GET")
    exchange.answer(FIRST)
    wait()
    [asked] = webhooks.to("/voice")
    assert asked.method == "GET"
    assert (asked.params["case"], asked.params["CallSid"]) == ("7", call.sid)
    assert asked.is_signed


def test_a_forged_body_does_not_pass_the_signature(exchange, webhooks, ring, wait):
    webhooks.on("/voice", GATHER)
    ring()
    exchange.answer(FIRST)
    wait()
    [asked] = webhooks.to("/voice")
    asked.params["From"] = "+46701740699"
    assert not asked.is_signed


@pytest.mark.parametrize(
    ("document", "what", "detail"),
    [
        ("<Response><Record/></Response>", Happening.BAD_TWIML, "okänt verb <Record>"),
        ("<Response><Say>Hej</Response>", Happening.BAD_TWIML, "inte läsbar XML"),
        ("<html/>", Happening.BAD_TWIML, "i stället för <Response>"),
        ("<Response><Dial/></Response>", Happening.BAD_TWIML, "antingen nummer eller"),
        (
            "<Response><Dial><Number>112</Number></Dial></Response>",
            Happening.BAD_TWIML,
            "inget telefonnummer",
        ),
        (
            '<Response><Gather timeout="snart"/></Response>',
            Happening.BAD_TWIML,
            "timeout='snart' i <Gather>",
        ),
        (
            "<Response><Gather><Dial/></Gather></Response>",
            Happening.BAD_TWIML,
            "<Dial> får inte stå här",
        ),
        ("<Response><Redirect>/voice</Redirect></Response>", Happening.BAD_WEBHOOK, "cirkel"),
    ],
)
def test_a_document_that_cannot_be_followed_ends_the_call(
    client, exchange, webhooks, ring, wait, document, what, detail
):
    webhooks.on("/voice", document)
    call = ring()
    exchange.answer(FIRST)
    wait()
    assert client.calls(call.sid).fetch().status == "completed"
    [noted] = [line for line in exchange.timeline(call.sid) if line.what is what]
    assert detail in noted.detail


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_failing_webhook_ends_the_call(client, exchange, webhooks, ring, wait, status):
    webhooks.on("/voice", "<Response/>", status=status)
    call = ring()
    exchange.answer(FIRST)
    wait()
    assert client.calls(call.sid).fetch().status == "completed"
    assert f"HTTP {status}" in [line.detail for line in exchange.timeline(call.sid)]


def test_a_failing_status_callback_is_noted_and_the_call_goes_on(
    client, exchange, webhooks, ring, wait
):
    webhooks.on("/status", "", status=503)
    webhooks.on("/voice", GATHER)
    call = ring(status_callback=STATUS, status_callback_event=["ringing"])
    exchange.answer(FIRST)
    wait()
    noted = [line for line in exchange.timeline(call.sid) if line.what is Happening.CALLBACK_FAILED]
    assert [line.detail for line in noted] == ["ringing: HTTP 503"]
    assert client.calls(call.sid).fetch().status == "in-progress"


def test_a_slow_webhook_delays_only_what_follows_from_it(clock, exchange, webhooks, ring, wait):
    def takes_three_seconds():
        clock.at += timedelta(seconds=3)

    webhooks.meanwhile = takes_three_seconds
    webhooks.on("/voice", "<Response><Say>Hej</Say></Response>")
    call = ring()
    answered_at = clock.at
    exchange.answer(FIRST)
    wait(10)
    heard = [line for line in exchange.timeline(call.sid) if line.what is Happening.HEARD]
    assert [(line.at - answered_at).total_seconds() for line in heard] == [3]


def test_an_answer_for_a_call_that_is_over_is_dropped(client, exchange, webhooks, ring, wait):
    webhooks.meanwhile = lambda: exchange.hang_up(FIRST)
    webhooks.on("/voice", GATHER)
    call = ring()
    exchange.answer(FIRST)
    wait(30)
    assert exchange.phone(FIRST).heard == []
    assert client.calls(call.sid).fetch().status == "completed"
