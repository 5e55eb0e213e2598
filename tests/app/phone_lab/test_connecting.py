"""Two phones hear each other: one dials the other (Dial Number)."""

import pytest

from app.phone_lab.types import BUSY, UNREACHABLE, Behaviour
from tests.app.phone_lab.world import FIRST, MORA, SECOND


def dial(*numbers: str, attributes: str = 'action="/after" timeout="20"') -> str:
    return f"<Response><Dial {attributes}>{''.join(numbers)}</Dial></Response>"


@pytest.fixture
def dialling(exchange, webhooks, ring, wait):
    """The GP's call, answered, with a document that dials."""

    def dialling(document: str) -> str:
        webhooks.on("/voice", document)
        webhooks.on("/after", "<Response><Say>Välkommen åter.</Say></Response>")
        call = ring(MORA)
        exchange.answer(MORA)
        wait()
        return str(call.sid)

    return dialling


def test_the_first_to_answer_wins_and_the_others_stop_ringing(client, exchange, dialling, wait):
    parent = dialling(dial(f"<Number>{FIRST}</Number>", f"<Number>{SECOND}</Number>"))
    assert exchange.ringing_call(FIRST)
    assert exchange.ringing_call(SECOND)
    exchange.answer(SECOND)
    wait()
    assert exchange.talking(MORA, SECOND)
    assert exchange.ringing_call(FIRST) is None
    children = client.calls.list(parent_call_sid=parent)
    assert {(one.to, one.status, one.direction) for one in children} == {
        (FIRST, "canceled", "outbound-dial"),
        (SECOND, "in-progress", "outbound-dial"),
    }


def test_when_the_called_hangs_up_the_action_is_told(exchange, webhooks, dialling, wait):
    dialling(dial(f"<Number>{FIRST}</Number>"))
    exchange.answer(FIRST)
    wait(90)
    exchange.hang_up(FIRST)
    wait()
    [after] = webhooks.to("/after")
    assert after.params["DialCallStatus"] == "completed"
    assert after.params["DialCallDuration"] == "90"
    assert after.params["DialBridged"] == "true"
    assert exchange.phone(MORA).heard == ["Välkommen åter."]


def test_when_the_caller_hangs_up_the_called_is_released(
    client, exchange, webhooks, dialling, wait
):
    parent = dialling(dial(f"<Number>{FIRST}</Number>", f"<Number>{SECOND}</Number>"))
    exchange.answer(FIRST)
    wait(1)
    exchange.hang_up(MORA)
    wait(30)
    assert exchange.current_call(FIRST) is None
    assert webhooks.to("/after") == []
    assert client.calls(parent).fetch().status == "completed"


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (Behaviour(), Behaviour(), "no-answer"),
        (BUSY, Behaviour(), "busy"),
        (UNREACHABLE, UNREACHABLE, "failed"),
    ],
)
def test_when_nobody_answers_the_action_is_told(
    exchange, webhooks, dialling, wait, first, second, told
):
    exchange.set_behaviour(FIRST, first)
    exchange.set_behaviour(SECOND, second)
    dialling(dial(f"<Number>{FIRST}</Number>", f"<Number>{SECOND}</Number>"))
    wait(20)
    assert webhooks.values("/after", "DialCallStatus") == [told]


def test_the_called_may_decline_before_being_connected(exchange, webhooks, dialling, wait):
    webhooks.on("/screen", '<Response><Gather numDigits="1" action="/choice"/></Response>')
    webhooks.on("/choice", "<Response><Hangup/></Response>", "<Response/>")
    dialling(dial(f'<Number url="/screen">{FIRST}</Number>'))
    exchange.answer(FIRST)
    wait()
    assert not exchange.talking(MORA, FIRST)
    exchange.press(FIRST, "2")
    wait()
    assert webhooks.values("/after", "DialBridged") == ["false"]


def test_the_called_may_accept_before_being_connected(exchange, webhooks, dialling, wait):
    webhooks.on("/screen", "<Response><Say>Ett samtal från Mora.</Say></Response>")
    dialling(dial(f'<Number url="/screen">{FIRST}</Number>'))
    exchange.answer(FIRST)
    wait()
    assert not exchange.talking(MORA, FIRST)
    wait(3)
    assert exchange.talking(MORA, FIRST)


def test_a_dialled_number_reports_its_own_status(exchange, webhooks, dialling, wait):
    number = (
        f'<Number statusCallback="/leg" statusCallbackEvent="ringing answered completed">'
        f"{FIRST}</Number>"
    )
    parent = dialling(dial(number, attributes='callerId="+46313900698"'))
    exchange.answer(FIRST)
    wait()
    exchange.hang_up(FIRST)
    wait()
    assert webhooks.values("/leg", "CallStatus") == ["ringing", "in-progress", "completed"]
    assert set(webhooks.values("/leg", "ParentCallSid")) == {parent}
    assert set(webhooks.values("/leg", "From")) == {"+46313900698"}
