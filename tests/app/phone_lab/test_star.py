"""The star key, which takes the dialling side back from a talk (hangupOnStar); time limits."""

import pytest

from app.phone_lab.types import CallStatus
from tests.app.phone_lab.world import FIRST, MORA, SECOND

BOTH = f"<Number>{FIRST}</Number><Number>{SECOND}</Number>"
AFTER = "<Response><Say>Åter.</Say><Pause length='60'/></Response>"


@pytest.fixture
def talk(exchange, webhooks, ring, wait):
    """Two phones talk by this Dial."""

    def talk(dial: str, other: str) -> None:
        webhooks.on("/voice", dial, other)
        webhooks.on("/after", AFTER)
        for number in (MORA, FIRST):
            if exchange.ringing_call(number) is None:
                ring(number)
            exchange.answer(number)
            wait()

    return talk


def dial(attributes: str = "") -> str:
    return f'<Response><Dial action="/after" {attributes}>{FIRST}</Dial></Response>'


def room(attributes: str = "") -> str:
    return (
        f'<Response><Dial action="/after" {attributes}>'
        "<Conference>AK-7F3K</Conference></Dial></Response>"
    )


def test_a_star_ends_the_call_that_was_dialled(exchange, webhooks, talk, wait):
    talk(dial('hangupOnStar="true"'), "")
    assert exchange.talking(MORA, FIRST)
    exchange.press(MORA, "5")
    assert exchange.talking(MORA, FIRST)
    exchange.press(MORA, "*")
    wait()
    assert exchange.current_call(FIRST) is None
    assert webhooks.values("/after", "DialCallStatus") == ["completed"]
    assert exchange.phone(MORA).heard == ["Åter."]


def test_a_star_before_the_answer_cancels_the_ringing(client, exchange, webhooks, ring, wait):
    webhooks.on("/voice", dial('hangupOnStar="true"').replace(FIRST, BOTH))
    webhooks.on("/after", AFTER)
    parent = ring(MORA)
    exchange.answer(MORA)
    wait()
    exchange.press(MORA, "*")
    wait()
    children = client.calls.list(parent_call_sid=parent.sid)
    assert [child.status for child in children] == ["canceled", "canceled"]
    assert webhooks.values("/after", "DialCallStatus") == ["canceled"]
    assert exchange.phone(MORA).heard == ["Åter."]


def test_without_the_setting_a_star_is_only_a_tone(exchange, talk):
    talk(dial(), "")
    exchange.press(MORA, "*")
    assert exchange.talking(MORA, FIRST)


def test_a_star_leads_out_of_a_conference_and_back_to_the_document(exchange, webhooks, talk, wait):
    talk(room('hangupOnStar="true"'), room())
    assert exchange.talking(MORA, FIRST)
    exchange.press(MORA, "*")
    wait()
    assert exchange.phone(MORA).heard == ["Åter."]
    assert exchange.current_call(FIRST).conference_sid is not None
    assert not exchange.talking(MORA, FIRST)


def test_a_star_works_while_waiting_alone(exchange, webhooks, ring, wait):
    webhooks.on("/voice", room('hangupOnStar="true"').replace(">AK", ' waitUrl="/music">AK'))
    webhooks.on("/music", "<Response><Say>Vänta.</Say><Pause length='30'/></Response>")
    webhooks.on("/after", AFTER)
    ring(MORA)
    exchange.answer(MORA)
    wait(5)
    exchange.press(MORA, "*")
    wait()
    assert exchange.phone(MORA).heard == ["Vänta.", "Åter."]


def test_a_time_limit_ends_the_talk(exchange, webhooks, talk, wait):
    talk(dial('timeLimit="600"'), "")
    wait(599)
    assert exchange.talking(MORA, FIRST)
    wait(1)
    assert exchange.current_call(FIRST) is None
    assert exchange.current_call(MORA).status is CallStatus.IN_PROGRESS
