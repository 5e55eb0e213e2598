"""Answering machine detection: who answered, told in the answer or beside the call."""

import pytest
from twilio.base.exceptions import TwilioRestException

from app.phone_lab.types import Behaviour, CallStatus, Happening
from tests.app.phone_lab.world import APPLICATION, FIRST, GATHER, SECOND

AMD = f"{APPLICATION}/amd"
GREETING = "Hej. " * 28  # ten seconds of speech


def test_the_answer_waits_until_it_is_known_who_answered(exchange, webhooks, ring, wait):
    webhooks.on("/voice", GATHER)
    exchange.set_behaviour(FIRST, Behaviour.answers(3))
    ring(FIRST, machine_detection="Enable")
    wait(4.9)
    assert webhooks.to("/voice") == []
    wait(0.1)
    assert webhooks.values("/voice", "AnsweredBy") == ["human"]


@pytest.mark.parametrize(
    ("mode", "answered_by", "seconds"),
    [("Enable", "machine_start", 4), ("DetectMessageEnd", "machine_end_beep", 10)],
)
def test_a_voicemail_is_known_at_once_or_after_its_greeting(
    exchange, webhooks, ring, wait, mode, answered_by, seconds
):
    webhooks.on("/voice", GATHER)
    exchange.set_behaviour(FIRST, Behaviour.voicemail(0, greeting=GREETING))
    ring(FIRST, machine_detection=mode)
    wait(seconds - 0.1)
    assert webhooks.to("/voice") == []
    wait(0.1)
    assert webhooks.values("/voice", "AnsweredBy") == [answered_by]


def test_beside_the_call_it_is_told_on_its_own(client, exchange, webhooks, ring, wait):
    webhooks.on("/voice", GATHER)
    exchange.set_behaviour(FIRST, Behaviour.voicemail(0))
    exchange.set_behaviour(SECOND, Behaviour.answers(0))
    calls = [
        ring(number, machine_detection="Enable", async_amd="true", async_amd_status_callback=AMD)
        for number in (FIRST, SECOND)
    ]
    assert webhooks.values("/voice", "AnsweredBy") == ["", ""]
    wait(5)
    told = {one.params["CallSid"]: one.params for one in webhooks.to("/amd")}
    assert {sid: params["AnsweredBy"] for sid, params in told.items()} == {
        calls[0].sid: "machine_start",
        calls[1].sid: "human",
    }
    assert told[calls[0].sid]["MachineDetectionDuration"] == "4000"
    assert all(one.is_signed for one in webhooks.to("/amd"))
    assert client.calls(calls[0].sid).fetch().answered_by == "machine_start"


def test_a_call_that_ended_before_is_not_judged(exchange, webhooks, ring, wait):
    webhooks.on("/voice", GATHER)
    ring(FIRST, machine_detection="Enable", async_amd="true", async_amd_status_callback=AMD)
    exchange.answer(FIRST)
    wait(1)
    exchange.hang_up(FIRST)
    wait(10)
    assert webhooks.to("/amd") == []


def test_a_voicemail_greets_and_hangs_up_in_the_end(exchange, webhooks, ring, wait):
    webhooks.on("/voice", "<Response><Pause length='300'/></Response>")
    exchange.set_behaviour(FIRST, Behaviour.voicemail(5, greeting="Hej.", tape_seconds=30))
    call = ring(FIRST)
    wait(34.9)
    assert exchange.call(call.sid).status is CallStatus.IN_PROGRESS
    wait(0.1)
    assert exchange.call(call.sid).status is CallStatus.COMPLETED
    said = [line.detail for line in exchange.timeline(call.sid) if line.what is Happening.SPEAKS]
    assert said == ["Hej."]


def test_an_unknown_mode_is_refused(ring, exchange):
    with pytest.raises(TwilioRestException):
        ring(FIRST, machine_detection="Kanske")
    assert exchange.calls() == []
