"""The telephone through Twilio's REST API (or anything that speaks it, such as the phone lab)."""

import logging
from collections.abc import Set
from datetime import datetime, timedelta

from requests.exceptions import RequestException
from twilio.base.exceptions import (
    TwilioException,
    TwilioRestException,
    TwilioServiceException,
)
from twilio.http import HttpClient as Transport
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from notifications.channels.base import CallOrder, PermanentFailure, TemporaryFailure
from notifications.channels.twilio_codes import (
    BAD_NUMBER,
    CALL_IS_OVER,
    SERVER_ERROR,
    TEMPORARY_STATUS,
)

__all__ = ["Transport", "TwilioVoice"]

LIVE = frozenset({"queued", "initiated", "ringing", "in-progress"})
TIMEOUT_SECONDS = 5.0

# Of a number's calls, newest first, how many we look through; and how far their clock may be from
# ours.
NEWEST = 20
CLOCK_SKEW = timedelta(seconds=5)

# Whatever may come instead of a proper answer; a body that is no JSON is a ValueError.
_FAILURES = (TwilioException, RequestException, ValueError)

# The client logs whole requests, with numbers; our own log holds ids only.
_silent = logging.getLogger("notifications.twilio_client")
_silent.addHandler(logging.NullHandler())
_silent.propagate = False


class TwilioVoice:
    """A ``VoiceChannel``. ``api_base``: the REST API's address, without a slash at the end."""

    def __init__(
        self,
        *,
        account_sid: str,
        auth_token: str,
        api_base: str,
        from_number: str,
        http_client: Transport | None = None,
    ) -> None:
        transport = http_client or TwilioHttpClient(timeout=TIMEOUT_SECONDS, logger=_silent)
        self._client = Client(account_sid, auth_token, http_client=transport)
        self._client.api.base_url = api_base
        self._from_number = from_number

    def call(self, order: CallOrder) -> str:
        """Start a call and return its sid."""
        try:
            made = self._client.calls.create(
                to=order.to,
                from_=self._from_number,
                url=order.answer_url,
                method="POST",
                timeout=order.ring_seconds,
                status_callback=order.status_url,
                status_callback_method="POST",
                status_callback_event=["ringing", "answered", "completed"],
            )
        except _FAILURES as failure:
            raise _failure(failure) from failure
        if not made.sid:
            raise TemporaryFailure("answer without a call")
        return str(made.sid)

    def redirect(self, call_id: str, *, url: str) -> None:
        """Let a live call go on with the TwiML at ``url``."""
        self._update(call_id, url=url, method="POST")

    def hang_up(self, call_id: str) -> None:
        """End a call whatever it is doing."""
        self._update(call_id, status="completed")

    def find_call(
        self, order: CallOrder, *, since: datetime, excluding: Set[str] = frozenset()
    ) -> str | None:
        """The newest live call to the number made since the moment.

        Twilio is not asked to filter by time: a call still in line has no start time yet.
        """
        try:
            calls = self._client.calls.list(to=order.to, limit=NEWEST)
        except _FAILURES as failure:
            raise _failure(failure) from failure
        earliest = since - CLOCK_SKEW
        for made in calls:
            is_ours = made.date_created is None or made.date_created >= earliest
            if str(made.status) in LIVE and is_ours and made.sid not in excluding:
                return str(made.sid)
        return None

    def _update(self, call_id: str, **change: str) -> None:
        try:
            self._client.calls(call_id).update(**change)
        except _FAILURES as failure:
            if getattr(failure, "code", None) in CALL_IS_OVER:
                return
            raise _failure(failure) from failure


def _failure(failure: Exception) -> TemporaryFailure | PermanentFailure:
    if not isinstance(failure, TwilioRestException | TwilioServiceException):
        return TemporaryFailure(type(failure).__name__)
    code = str(failure.code or failure.status)
    if failure.code in BAD_NUMBER:
        return PermanentFailure(code, is_bad_number=True)
    if failure.status in TEMPORARY_STATUS or failure.status >= SERVER_ERROR:
        return TemporaryFailure(code)
    return PermanentFailure(code)
