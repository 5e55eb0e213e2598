"""The real Twilio client against the exchange of the phone lab, healthy and out of order."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from requests.exceptions import ReadTimeout
from twilio.http.response import Response

from app.config import LAB_ACCOUNT, LAB_NUMBER
from app.phone_lab.exchange import Exchange
from app.phone_lab.rest import create_phone_lab_rest
from app.phone_lab.types import CallStatus, FetchResult, Outage, OutageMode
from notifications.channels.base import CallOrder, PermanentFailure, TemporaryFailure
from notifications.channels.twilio_voice import TwilioVoice
from tests.app.phone_lab.world import InProcessTwilio

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TOKEN = "lab-token"
NUMBER = "+46701740605"
OTHER = "+46701740606"
ORDER = CallOrder(
    to=NUMBER,
    answer_url="https://kontaktvagar.example/webhooks/twilio/voice/x/answer",
    status_url="https://kontaktvagar.example/webhooks/twilio/voice/x/status",
    ring_seconds=20,
)
SILENCE = "<Response><Pause length='60'/></Response>"


@pytest.fixture
def exchange():
    return Exchange(lambda: AT, lambda *_: FetchResult(200, SILENCE), TOKEN)


@pytest.fixture
def transport(exchange):
    lab = Flask(__name__)
    lab.register_blueprint(create_phone_lab_rest(exchange))
    return InProcessTwilio(lab)


def voice_over(transport, *, token=TOKEN):
    return TwilioVoice(
        account_sid=LAB_ACCOUNT,
        auth_token=token,
        api_base="https://kontaktvagar.example",
        from_number=LAB_NUMBER,
        http_client=transport,
    )


@pytest.fixture
def voice(transport):
    return voice_over(transport)


def order_to(number):
    return CallOrder(number, ORDER.answer_url, ORDER.status_url, ORDER.ring_seconds)


def test_a_call_is_made_as_ordered(voice, exchange):
    call = exchange.call(voice.call(ORDER))
    assert (call.to, call.from_, call.timeout_seconds) == (NUMBER, LAB_NUMBER, 20)
    assert call.instructions.url == ORDER.answer_url
    assert call.callback.url == ORDER.status_url
    assert call.callback.events == {"ringing", "answered", "completed"}


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_an_outage_is_temporary(voice, exchange, status):
    exchange.outage = Outage(status=status)
    for ask in (
        lambda: voice.call(ORDER),
        lambda: voice.hang_up("CA" + "0" * 32),
        lambda: voice.redirect("CA" + "0" * 32, url=ORDER.answer_url),
        lambda: voice.find_call(ORDER, since=AT),
    ):
        with pytest.raises(TemporaryFailure):
            ask()
    exchange.outage = None
    assert voice.call(ORDER).startswith("CA")


def test_wrong_credentials_are_temporary_since_they_can_be_mended(transport):
    with pytest.raises(TemporaryFailure) as refused:
        voice_over(transport, token="wrong").call(ORDER)
    assert refused.value.code == "20003"


class TimesOut(InProcessTwilio):
    def request(self, *args, **kwargs):
        raise ReadTimeout


class Babbles(InProcessTwilio):
    """A proxy on the way answers instead: a page, with a cheerful status."""

    def __init__(self, app, body):
        super().__init__(app)
        self._body = body

    def request(self, *args, **kwargs):
        return Response(200, self._body)


def test_silence_is_temporary():
    with pytest.raises(TemporaryFailure) as silent:
        voice_over(TimesOut(Flask(__name__))).call(ORDER)
    assert silent.value.code == "ReadTimeout"


@pytest.mark.parametrize("body", ["<html>Logga in</html>", "", "{}", "[]", "7", "null"])
def test_an_answer_that_is_none_is_temporary(body):
    voice = voice_over(Babbles(Flask(__name__), body))
    with pytest.raises(TemporaryFailure):
        voice.call(ORDER)
    with pytest.raises(TemporaryFailure):
        voice.find_call(ORDER, since=AT)


@pytest.mark.parametrize("number", ["112", "070-1740605", "+46", ""])
def test_a_bad_number_is_permanent(voice, number):
    with pytest.raises(PermanentFailure) as refused:
        voice.call(order_to(number))
    assert refused.value.is_bad_number


@pytest.mark.parametrize("call_id", ["over", "CA" + "0" * 32])
def test_a_call_that_is_over_or_gone_may_be_hung_up_and_redirected(voice, exchange, call_id):
    if call_id == "over":
        call_id = voice.call(ORDER)
        exchange.end_call(call_id, as_status=CallStatus.COMPLETED)
    voice.hang_up(call_id)
    voice.redirect(call_id, url=ORDER.answer_url)


def test_hanging_up_ends_a_call_that_rings(voice, exchange):
    call_id = voice.call(ORDER)
    exchange.run_due()
    assert exchange.ringing_call(NUMBER) is not None
    voice.hang_up(call_id)
    assert exchange.ringing_call(NUMBER) is None


def test_redirecting_lets_a_talk_go_on_elsewhere(voice, exchange):
    call_id = voice.call(ORDER)
    exchange.run_due()
    exchange.answer(NUMBER)
    exchange.run_due()
    voice.redirect(call_id, url="https://kontaktvagar.example/elsewhere")
    exchange.run_due()
    assert any("elsewhere" in line.detail for line in exchange.timeline(call_id))


def test_a_lost_call_is_found_by_number_and_time(voice, exchange):
    assert voice.find_call(ORDER, since=AT) is None
    call_id = voice.call(ORDER)
    assert voice.find_call(ORDER, since=AT) == call_id  # in line, not dialled yet
    exchange.run_due()
    assert voice.find_call(ORDER, since=AT) == call_id  # rings
    exchange.answer(NUMBER)
    exchange.run_due()
    assert voice.find_call(ORDER, since=AT) == call_id  # talks
    assert voice.find_call(order_to(OTHER), since=AT) is None
    assert voice.find_call(ORDER, since=AT + timedelta(minutes=1)) is None
    assert voice.find_call(ORDER, since=AT + timedelta(seconds=2)) == call_id  # clocks differ
    exchange.end_call(call_id, as_status=CallStatus.COMPLETED)
    assert voice.find_call(ORDER, since=AT) is None


def test_of_several_calls_the_newest_is_found_that_nobody_else_owns(voice):
    older, newer = voice.call(ORDER), voice.call(ORDER)
    assert voice.find_call(ORDER, since=AT) == newer
    assert voice.find_call(ORDER, since=AT, excluding={newer}) == older
    assert voice.find_call(ORDER, since=AT, excluding={newer, older}) is None


def test_a_call_whose_answer_was_lost_is_found(voice, exchange):
    exchange.outage = Outage(status=504, mode=OutageMode.ACCEPTS_BUT_FAILS)
    with pytest.raises(TemporaryFailure):
        voice.call(ORDER)
    exchange.outage = None
    found = voice.find_call(ORDER, since=AT)
    assert found is not None
    assert exchange.call(found).to == NUMBER


def test_the_client_writes_no_number_in_any_log(voice, caplog):
    with caplog.at_level(logging.DEBUG):
        voice.call(ORDER)
        voice.find_call(ORDER, since=AT)
    assert NUMBER.lstrip("+") not in caplog.text
