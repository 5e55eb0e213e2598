"""Text messages: the real Twilio client against the phone lab, and against refusals."""

import json
import logging
from datetime import UTC, datetime

import pytest
from flask import Flask
from requests.exceptions import ReadTimeout
from twilio.http.response import Response

from app.config import LAB_ACCOUNT, LAB_NUMBER
from app.phone_lab.exchange import Exchange
from app.phone_lab.rest import create_phone_lab_rest
from app.phone_lab.types import FetchResult, Outage
from notifications.channels.base import (
    USELESS_NUMBER,
    PermanentFailure,
    TemporaryFailure,
    TextFault,
    TextOrder,
    TextProgress,
)
from notifications.channels.twilio_codes import MESSAGE_STATUS, TEXT_FAULT
from notifications.channels.twilio_sms import TwilioText
from tests.app.phone_lab.world import InProcessTwilio

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TOKEN = "lab-token"
NUMBER = "+46701740605"
ORDER = TextOrder(
    to=NUMBER,
    text="Kontaktvägar: Mora vårdcentral söker konsult i kardiologi. Ärende HV-7F3K.",
    status_url="https://kontaktvagar.example/webhooks/twilio/sms/7/status",
)


@pytest.fixture
def exchange():
    return Exchange(lambda: AT, lambda *_: FetchResult(200, ""), TOKEN)


@pytest.fixture
def transport(exchange):
    lab = Flask(__name__)
    lab.register_blueprint(create_phone_lab_rest(exchange))
    return InProcessTwilio(lab)


def text_over(transport, *, token=TOKEN):
    return TwilioText(
        account_sid=LAB_ACCOUNT,
        auth_token=token,
        api_base="https://kontaktvagar.example",
        sender=LAB_NUMBER,
        http_client=transport,
    )


class Refuses(InProcessTwilio):
    """Answers every request with an error of Twilio's."""

    def __init__(self, status, code):
        super().__init__(Flask(__name__))
        self._answer = (status, json.dumps({"status": status, "code": code, "message": "no"}))

    def request(self, *args, **kwargs):
        return Response(*self._answer)


class Answers(InProcessTwilio):
    """Answers with this body, or fails in this way."""

    def __init__(self, body=None, failure=None):
        super().__init__(Flask(__name__))
        self._body, self._failure = body, failure

    def request(self, *args, **kwargs):
        if self._failure is not None:
            raise self._failure
        return Response(201, self._body)


def test_a_message_is_sent_as_ordered(transport, exchange):
    sid = text_over(transport).send(ORDER)
    message = exchange.message(sid)
    assert (message.to, message.from_, message.body) == (NUMBER, LAB_NUMBER, ORDER.text)
    assert message.status_callback == ORDER.status_url


@pytest.mark.parametrize("status", [429, 500, 503])
def test_an_outage_is_temporary(transport, exchange, status):
    exchange.outage = Outage(status=status)
    with pytest.raises(TemporaryFailure):
        text_over(transport).send(ORDER)
    exchange.outage = None
    assert text_over(transport).send(ORDER).startswith("SM")


def test_wrong_credentials_are_temporary_since_they_can_be_mended(transport):
    with pytest.raises(TemporaryFailure) as refused:
        text_over(transport, token="wrong").send(ORDER)
    assert refused.value.code == "20003"


@pytest.mark.parametrize(
    ("code", "is_bad_number"),
    [
        (21211, True),
        (21265, True),
        (21610, True),
        (21614, True),
        (21635, True),
        (21408, False),
        (21608, False),
        (21612, False),
        (21617, False),
        (30007, False),
    ],
)
def test_refusals_for_good_say_whether_the_number_is_why(code, is_bad_number):
    with pytest.raises(PermanentFailure) as refused:
        text_over(Refuses(400, code)).send(ORDER)
    assert refused.value.code == str(code)
    assert refused.value.is_bad_number is is_bad_number


@pytest.mark.parametrize(("status", "code"), [(400, 21611), (400, 30001), (429, 20429), (500, 0)])
def test_refusals_for_the_moment(status, code):
    with pytest.raises(TemporaryFailure) as refused:
        text_over(Refuses(status, code)).send(ORDER)
    assert refused.value.code == str(code or status)


@pytest.mark.parametrize("body", ["<p>Logga in", "", "{}", '{"sid": null}', "[]", "7"])
def test_an_answer_that_is_none_is_temporary(body):
    with pytest.raises(TemporaryFailure):
        text_over(Answers(body)).send(ORDER)


def test_silence_is_temporary():
    with pytest.raises(TemporaryFailure) as silent:
        text_over(Answers(failure=ReadTimeout())).send(ORDER)
    assert silent.value.code == "ReadTimeout"


def test_neither_number_nor_words_come_into_any_log(transport, caplog):
    with caplog.at_level(logging.DEBUG):
        text_over(transport).send(ORDER)
    assert NUMBER.lstrip("+") not in caplog.text
    assert "HV-7F3K" not in caplog.text


# --- The tables -----------------------------------------------------------------------------------
# All that Twilio documents for MessageStatus of a message from us.
STATUSES = {
    "accepted": TextProgress.UNDER_WAY,
    "scheduled": TextProgress.UNDER_WAY,
    "queued": TextProgress.UNDER_WAY,
    "sending": TextProgress.UNDER_WAY,
    "sent": TextProgress.UNDER_WAY,
    "delivered": TextProgress.DELIVERED,
    "read": TextProgress.DELIVERED,
    "partially_delivered": TextProgress.UNDELIVERED,
    "undelivered": TextProgress.UNDELIVERED,
    "failed": TextProgress.UNDELIVERED,
    "canceled": TextProgress.UNDELIVERED,
}


def test_each_message_status_and_none_is_made_up():
    assert MESSAGE_STATUS == STATUSES


@pytest.mark.parametrize("word", ["sent", "sending", "queued", "accepted"])
def test_that_an_operator_took_it_never_counts_as_delivered(word):
    assert MESSAGE_STATUS[word] is TextProgress.UNDER_WAY


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        (21610, TextFault.STOPPED),
        (21614, TextFault.NOT_MOBILE),
        (30003, TextFault.UNREACHABLE),
        (30005, TextFault.UNKNOWN_NUMBER),
        (30006, TextFault.NOT_MOBILE),
        (30007, TextFault.FILTERED),
        (30008, TextFault.OTHER),
    ],
)
def test_the_codes_one_meets_most(code, fault):
    assert TEXT_FAULT[code] is fault


def test_a_phone_that_is_off_can_still_be_used_and_one_that_has_said_stop_cannot():
    assert TextFault.UNREACHABLE not in USELESS_NUMBER
    assert TextFault.STOPPED in USELESS_NUMBER
    assert set(TEXT_FAULT.values()) == set(TextFault)
