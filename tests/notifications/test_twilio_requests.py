"""What our channels send is what Twilio's API takes: the real client's requests, field by field.

Source of the tables: Twilio's OpenAPI description "Twilio - Api", version 1.0.0 (API 2010-04-01),
file spec/json/twilio_api_v2010.json of the repository twilio/twilio-oai as of 14 April 2026. They
hold, in our own words, the fields of the four requests we send, with what each may be.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from requests import PreparedRequest, Request
from twilio.http import HttpClient
from twilio.http.response import Response

from notifications.channels.base import CallOrder, TextOrder
from notifications.channels.twilio_sms import TwilioText
from notifications.channels.twilio_voice import NEWEST, ListeningTwilioVoice, TwilioVoice

ACCOUNT = "AC" + "0123456789abcdef" * 2
CALL = "CA" + "0" * 32
BASE = "https://api.twilio.com"
CALL_ORDER = CallOrder(
    to="+46701740605",
    answer_url="https://kontaktvagar.example/webhooks/twilio/voice/x/answer",
    status_url="https://kontaktvagar.example/webhooks/twilio/voice/x/status",
    ring_seconds=20,
    fallback_url="https://kontaktvagar.example/webhooks/twilio/voice/x/fallback",
    machine_url="https://kontaktvagar.example/webhooks/twilio/voice/x/machine",
)
TEXT_ORDER = TextOrder(
    to="+46701740605",
    text="Kontaktvägar: Mora söker & väntar. Svara JA = du tar det.",
    status_url="https://kontaktvagar.example/webhooks/twilio/sms/7/status",
)

# --- What Twilio takes ----------------------------------------------------------------------------
ADDRESS = r"https?://[^\s]+"
NUMBER = r"\+[1-9]\d{6,14}"
WHOLE = r"\d+"
METHOD = "GET|POST"
WORDS = r"(?s).+"
TRUTH = "true|false"

NEW_CALL = {
    "To": NUMBER,
    "From": NUMBER,
    "Url": ADDRESS,
    "Method": METHOD,
    "FallbackUrl": ADDRESS,
    "FallbackMethod": METHOD,
    "StatusCallback": ADDRESS,
    "StatusCallbackMethod": METHOD,
    "StatusCallbackEvent": "initiated|ringing|answered|completed",
    "Timeout": WHOLE,
    "TimeLimit": WHOLE,
    "MachineDetection": "Enable|DetectMessageEnd",
    "MachineDetectionTimeout": WHOLE,
    "MachineDetectionSpeechThreshold": WHOLE,
    "MachineDetectionSpeechEndThreshold": WHOLE,
    "MachineDetectionSilenceTimeout": WHOLE,
    "AsyncAmd": TRUTH,
    "AsyncAmdStatusCallback": ADDRESS,
    "AsyncAmdStatusCallbackMethod": METHOD,
}
CHANGED_CALL = {
    "Url": ADDRESS,
    "Method": METHOD,
    "FallbackUrl": ADDRESS,
    "FallbackMethod": METHOD,
    "Status": "canceled|completed",
}
LISTED_CALLS = {
    "To": NUMBER,
    "From": NUMBER,
    "Status": "queued|ringing|in-progress|completed|busy|failed|no-answer|canceled",
    "PageSize": "[1-9][0-9]{0,2}|1000",
}
NEW_TEXT = {
    "To": NUMBER,
    "From": NUMBER,
    "Body": WORDS,
    "StatusCallback": ADDRESS,
    "ValidityPeriod": WHOLE,
}
REPEATED = {"StatusCallbackEvent"}

# Each request: method, path, the fields it may have, and those it must.
ACCOUNT_PATH = "/2010-04-01/Accounts/AC[0-9a-fA-F]{32}"
REQUESTS: Mapping[str, tuple[str, str, Mapping[str, str], set[str]]] = {
    "call": ("POST", rf"{ACCOUNT_PATH}/Calls\.json", NEW_CALL, {"To", "From"}),
    "redirect": ("POST", rf"{ACCOUNT_PATH}/Calls/CA[0-9a-fA-F]{{32}}\.json", CHANGED_CALL, set()),
    "hang_up": ("POST", rf"{ACCOUNT_PATH}/Calls/CA[0-9a-fA-F]{{32}}\.json", CHANGED_CALL, set()),
    "find_call": ("GET", rf"{ACCOUNT_PATH}/Calls\.json", LISTED_CALLS, set()),
    "send": ("POST", rf"{ACCOUNT_PATH}/Messages\.json", NEW_TEXT, {"To"}),
}


# --- What we send ---------------------------------------------------------------------------------
class Recorder(HttpClient):
    """The transport of the real client: keeps each request as it would go over the wire."""

    def __init__(self) -> None:
        super().__init__(None, False, None)
        self.sent: list[PreparedRequest] = []

    def request(
        self,
        method,
        url,
        params=None,
        data=None,
        headers=None,
        auth=None,
        timeout=None,
        allow_redirects=False,
    ):
        """Keep the request; answer as if all were well."""
        prepared = Request(method, url, params=params, data=data, headers=headers, auth=auth)
        self.sent.append(prepared.prepare())
        answer = {"calls": [], "page": 0} if method == "GET" else {"sid": CALL}
        return Response(200, json.dumps(answer))


def sent_by(
    order: Callable[[TwilioVoice, TwilioText], object], *, kind: type[TwilioVoice] = TwilioVoice
) -> PreparedRequest:
    recorder = Recorder()
    account = {"account_sid": ACCOUNT, "auth_token": "t", "api_base": BASE}
    voice = kind(**account, from_number="+46313900600", http_client=recorder)
    text = TwilioText(**account, sender="+46313900601", http_client=recorder)
    order(voice, text)
    (request,) = recorder.sent
    return request


ORDERS: Mapping[str, Callable[[TwilioVoice, TwilioText], object]] = {
    "call": lambda voice, _: voice.call(CALL_ORDER),
    "redirect": lambda voice, _: voice.redirect(CALL, url=CALL_ORDER.answer_url),
    "hang_up": lambda voice, _: voice.hang_up(CALL),
    "find_call": lambda voice, _: voice.find_call(
        CALL_ORDER, since=datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    ),
    "send": lambda _, text: text.send(TEXT_ORDER),
}


def fields_of(request: PreparedRequest) -> dict[str, list[str]]:
    given = urlsplit(request.url or "").query if request.method == "GET" else request.body
    return parse_qs(str(given), keep_blank_values=True, strict_parsing=True)


def faults(name: str, request: PreparedRequest) -> list[str]:
    """What Twilio would not take in a request."""
    method, path, allowed, needed = REQUESTS[name]
    given = fields_of(request)
    found = [f"{field} is missing" for field in needed - set(given)]
    if request.method != method:
        found.append(f"{request.method} instead of {method}")
    if not re.fullmatch(path, urlsplit(request.url or "").path):
        found.append(f"no such path: {request.url}")
    for field, values in given.items():
        if field not in allowed:
            found.append(f"{field} is no field of it")
            continue
        if len(values) > 1 and field not in REPEATED:
            found.append(f"{field} stands more than once")
        found += [
            f"{field} may not be {value!r}"
            for value in values
            if not re.fullmatch(allowed[field], value)
        ]
    return found


@pytest.mark.parametrize("name", ORDERS)
def test_each_request_is_one_that_twilio_takes(name):
    request = sent_by(ORDERS[name])
    assert faults(name, request) == []
    assert (request.url or "").startswith(f"{BASE}/2010-04-01/Accounts/{ACCOUNT}/")
    assert str(request.headers["Authorization"]).startswith("Basic ")
    if request.method == "POST":
        assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"


def test_every_method_of_the_channels_is_looked_at():
    methods = {
        method
        for channel in (TwilioVoice, TwilioText)
        for method in vars(channel)
        if not method.startswith("_")
    }
    assert methods == set(ORDERS) == set(REQUESTS)


def test_what_is_ordered_is_what_is_asked_for():
    call = fields_of(sent_by(ORDERS["call"]))
    assert call["Url"] == [CALL_ORDER.answer_url]
    assert call["StatusCallbackEvent"] == ["ringing", "answered", "completed"]
    assert call["FallbackUrl"] == [CALL_ORDER.fallback_url]
    assert call["Timeout"] == ["20"]
    assert fields_of(sent_by(ORDERS["hang_up"])) == {"Status": ["completed"]}
    assert fields_of(sent_by(ORDERS["find_call"])) == {
        "To": [CALL_ORDER.to],
        "PageSize": [str(NEWEST)],
    }
    assert fields_of(sent_by(ORDERS["send"])) == {
        "To": [TEXT_ORDER.to],
        "From": ["+46313900601"],
        "Body": [TEXT_ORDER.text],
        "StatusCallback": [TEXT_ORDER.status_url],
    }


def test_a_channel_that_listens_for_voicemail_asks_for_it_and_says_where_to_tell():
    request = sent_by(ORDERS["call"], kind=ListeningTwilioVoice)
    assert faults("call", request) == []
    listening = {
        "MachineDetection": ["Enable"],
        "AsyncAmd": ["true"],
        "AsyncAmdStatusCallback": [CALL_ORDER.machine_url],
        "AsyncAmdStatusCallbackMethod": ["POST"],
    }
    plain = fields_of(sent_by(ORDERS["call"]))
    assert fields_of(request) == plain | listening
    assert not listening.keys() & plain.keys()


def test_what_is_not_ordered_is_not_asked_for():
    plain = replace(CALL_ORDER, fallback_url="")
    assert not {"FallbackUrl", "FallbackMethod"} & set(
        fields_of(sent_by(lambda voice, _: voice.call(plain)))
    )


@pytest.mark.parametrize(
    "order",
    [
        replace(CALL_ORDER, answer_url=""),
        replace(CALL_ORDER, to="070-174 06 05"),
        replace(CALL_ORDER, status_url="/webhooks/status"),
    ],
)
def test_the_tables_can_tell_a_bad_request(order):
    assert faults("call", sent_by(lambda voice, _: voice.call(order))) != []
