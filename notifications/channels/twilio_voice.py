"""The telephone through Twilio's REST API (or anything that speaks it, such as the phone lab)."""

import logging
from datetime import datetime

from requests.exceptions import RequestException
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http import HttpClient as Transport
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from notifications.channels.base import CallOrder, PermanentFailure, TemporaryFailure
from notifications.channels.twilio_codes import BAD_NUMBER, CALL_IS_OVER, TEMPORARY_STATUS

__all__ = ["Transport", "TwilioVoice"]

LIVE = ("in-progress", "ringing", "queued")
TIMEOUT_SECONDS = 10.0

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
        except (TwilioException, RequestException) as failure:
            raise _failure(failure) from failure
        return str(made.sid)

    def redirect(self, call_id: str, *, url: str) -> None:
        """Let a live call go on with the TwiML at ``url``."""
        self._update(call_id, url=url, method="POST")

    def hang_up(self, call_id: str) -> None:
        """End a call whatever it is doing."""
        self._update(call_id, status="completed")

    def find_call(self, order: CallOrder, *, since: datetime) -> str | None:
        """The newest live call to the number made since the moment (Twilio filters by day only)."""
        try:
            for status in LIVE:
                calls = self._client.calls.list(
                    to=order.to, status=status, start_time_after=since.date(), limit=20
                )
                for made in calls:
                    if made.date_created is None or made.date_created >= since.replace(
                        microsecond=0
                    ):
                        return str(made.sid)
        except (TwilioException, RequestException) as failure:
            raise _failure(failure) from failure
        return None

    def _update(self, call_id: str, **change: str) -> None:
        try:
            self._client.calls(call_id).update(**change)
        except TwilioRestException as failure:
            if failure.code in CALL_IS_OVER:
                return
            raise _failure(failure) from failure
        except (TwilioException, RequestException) as failure:
            raise _failure(failure) from failure


def _failure(failure: Exception) -> TemporaryFailure | PermanentFailure:
    if not isinstance(failure, TwilioRestException):
        return TemporaryFailure(type(failure).__name__)
    code = str(failure.code or failure.status)
    if failure.code in BAD_NUMBER:
        return PermanentFailure(code, is_bad_number=True)
    if failure.status in TEMPORARY_STATUS:
        return TemporaryFailure(code)
    return PermanentFailure(code)
