"""Another provider behind the same four methods: a small exchange, over real HTTP."""

import socket
from datetime import timedelta

import pytest

from notifications.channels.base import (
    CallOrder,
    PermanentFailure,
    TemporaryFailure,
    VoiceChannel,
)
from notifications.channels.webhook_voice import WebhookVoice
from tests.notifications.small_exchange import AT, KEY, running

NUMBER = "+46701740605"
OURS = "+46313900699"
ORDER = CallOrder(
    to=NUMBER,
    answer_url="https://kontaktvagar.example/webhooks/vaxel/voice/x/answer",
    status_url="https://kontaktvagar.example/webhooks/vaxel/voice/x/status",
    ring_seconds=20,
)


@pytest.fixture
def exchange():
    with running() as server:
        yield server


def voice_at(base, *, key=KEY):
    return WebhookVoice(base=base, key=key, from_number=OURS)


@pytest.fixture
def voice(exchange):
    return voice_at(exchange.base)


def order_to(number):
    return CallOrder(number, ORDER.answer_url, ORDER.status_url, ORDER.ring_seconds)


def all_four(voice):
    return (
        lambda: voice.call(ORDER),
        lambda: voice.redirect("samtal 1/a", url=ORDER.answer_url),
        lambda: voice.hang_up("samtal 1/a"),
        lambda: voice.find_call(ORDER, since=AT),
    )


def test_it_is_a_voice_channel(voice):
    channel: VoiceChannel = voice
    wanted = {name for name in vars(VoiceChannel) if not name.startswith("_")}
    assert all(callable(getattr(channel, name)) for name in wanted)
    assert len(wanted) == len(all_four(voice))


def test_a_call_is_made_as_ordered(voice, exchange):
    made = exchange.calls[voice.call(ORDER)]
    assert (made["to"], made["from"], made["ring_seconds"]) == (NUMBER, OURS, 20)
    assert (made["answer_url"], made["status_url"]) == (ORDER.answer_url, ORDER.status_url)


def test_a_call_is_led_elsewhere_and_ended(voice, exchange):
    call_id = voice.call(ORDER)
    voice.redirect(call_id, url="https://kontaktvagar.example/elsewhere")
    assert exchange.calls[call_id]["url"] == "https://kontaktvagar.example/elsewhere"
    voice.hang_up(call_id)
    assert exchange.calls[call_id]["state"] == "over"


def test_a_call_that_is_over_or_gone_may_be_hung_up_and_redirected(voice):
    call_id = voice.call(ORDER)
    voice.hang_up(call_id)
    for gone in (call_id, "never/was"):
        voice.hang_up(gone)
        voice.redirect(gone, url=ORDER.answer_url)


def test_a_lost_call_is_found_by_number_and_time(voice):
    assert voice.find_call(ORDER, since=AT) is None
    older, newer = voice.call(ORDER), voice.call(ORDER)
    assert voice.find_call(ORDER, since=AT) == newer
    assert voice.find_call(ORDER, since=AT, excluding={newer}) == older
    assert voice.find_call(ORDER, since=AT + timedelta(seconds=2)) == newer  # clocks differ
    assert voice.find_call(ORDER, since=AT + timedelta(minutes=1)) is None
    assert voice.find_call(order_to("+46701740606"), since=AT) is None
    voice.hang_up(newer)
    assert voice.find_call(ORDER, since=AT) == older


def test_a_number_it_cannot_ring_is_a_bad_number(voice):
    with pytest.raises(PermanentFailure) as refused:
        voice.call(order_to("112"))
    assert refused.value.is_bad_number


@pytest.mark.parametrize("status", [401, 403, 429, 500, 502, 503])
def test_an_outage_is_temporary_whatever_is_asked(voice, exchange, status):
    exchange.answers_instead = (status, "")
    for ask in all_four(voice):
        with pytest.raises(TemporaryFailure) as refused:
            ask()
        assert refused.value.code == str(status)


def test_a_wrong_key_is_temporary_since_it_can_be_mended(exchange):
    with pytest.raises(TemporaryFailure):
        voice_at(exchange.base, key="fel").call(ORDER)


@pytest.mark.parametrize("status", [302, 400, 405])
def test_what_cannot_be_mended_by_trying_again(voice, exchange, status):
    exchange.answers_instead = (status, "")
    for ask in all_four(voice):
        with pytest.raises(PermanentFailure) as refused:
            ask()
        assert not refused.value.is_bad_number


@pytest.mark.parametrize("body", ["<html>Logga in</html>", "", "{}", "[]", "7", '{"calls": [1]}'])
def test_an_answer_that_is_none_is_temporary(voice, exchange, body):
    exchange.answers_instead = (200, body)
    with pytest.raises(TemporaryFailure):
        voice.call(ORDER)
    with pytest.raises(TemporaryFailure):
        voice.find_call(ORDER, since=AT)


def test_nobody_there_is_temporary():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    for ask in all_four(voice_at(f"http://127.0.0.1:{port}")):
        with pytest.raises(TemporaryFailure) as refused:
            ask()
        assert refused.value.code == "ConnectionError"
