"""Webhook requests signed as Twilio signs them (X-Twilio-Signature)."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode, urlsplit, urlunsplit
from uuid import uuid4

from twilio.request_validator import RequestValidator

from app.phone_lab.types import WebhookRequest

_SIGNATURE = "X-Twilio-Signature"
_TELLS_STATUS = frozenset({"CallStatus", "MessageStatus", "SmsStatus"})


class Signer:
    """Makes requests that Twilio's own validator accepts, given the account's auth token."""

    def __init__(self, auth_token: str) -> None:
        self._validator = RequestValidator(auth_token)

    def request(self, url: str, *, method: str, params: Mapping[str, str]) -> WebhookRequest:
        """A signed request: the whole URL and, for POST, the sorted form parameters are signed."""
        form = dict(params)
        if method == "GET":
            url, form = _with_query(url, form), {}
        headers = {
            _SIGNATURE: str(self._validator.compute_signature(url, form)),
            "I-Twilio-Idempotency-Token": str(uuid4()),
            "User-Agent": "TwilioProxy/1.1",
        }
        return WebhookRequest(method, url, form, headers)


def forged(request: WebhookRequest) -> WebhookRequest:
    """What somebody without the auth token would send: a lie, signed with nothing."""
    params = dict(request.params)
    for name in _TELLS_STATUS & params.keys():
        params[name] = "failed"
    return replace(request, params=params, headers={**request.headers, _SIGNATURE: "Zm9yZ2Vk"})


def _with_query(url: str, params: Mapping[str, str]) -> str:
    parts = urlsplit(url)
    query = "&".join(part for part in (parts.query, urlencode(params)) if part)
    return urlunsplit(parts._replace(query=query))
