"""The fallback address of a call that was ordered: asked whenever an answer fails."""

from app.phone_lab.types import CallStatus
from tests.app.phone_lab.world import APPLICATION, FIRST, GATHER

FALLBACK = f"{APPLICATION}/fallback"


def test_it_is_asked_at_each_failure_and_the_call_goes_on(exchange, webhooks, ring, wait):
    webhooks.on("/voice", "", status=500)
    webhooks.on("/fallback", GATHER)
    webhooks.on("/digit", "<Response>")
    call = ring(fallback_url=FALLBACK)
    exchange.answer(FIRST)
    wait(1)
    exchange.press(FIRST, "1")
    wait(1)
    asked = webhooks.to("/fallback")
    assert [one.params["ErrorCode"] for one in asked] == ["11200", "12100"]
    assert [one.params["ErrorUrl"] for one in asked] == [
        f"{APPLICATION}/voice",
        f"{APPLICATION}/digit",
    ]
    assert all(one.is_signed for one in asked)
    assert exchange.call(call.sid).status is CallStatus.IN_PROGRESS


def test_a_fallback_that_fails_ends_the_call(exchange, webhooks, ring, wait):
    webhooks.on("/voice", "", status=500)
    webhooks.on("/fallback", "", status=500)
    call = ring(fallback_url=FALLBACK)
    exchange.answer(FIRST)
    wait()
    assert len(webhooks.to("/fallback")) == 1
    assert exchange.call(call.sid).status is CallStatus.COMPLETED
