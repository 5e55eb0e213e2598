"""The telephone through Twilio's REST API (or anything that speaks it, such as the phone lab)."""

from collections.abc import Mapping, Set
from datetime import datetime, timedelta

from twilio.base import values

from notifications.channels.base import CallOrder, TemporaryFailure
from notifications.channels.twilio_client import (
    FAILURES,
    TIMEOUT_SECONDS,
    Transport,
    make_client,
    to_failure,
)
from notifications.channels.twilio_codes import CALL_IS_OVER

__all__ = ["TIMEOUT_SECONDS", "ListeningTwilioVoice", "Transport", "TwilioVoice"]

LIVE = frozenset({"queued", "initiated", "ringing", "in-progress"})

# Of a number's calls, newest first, how many we look through; and how far their clock may be from
# ours.
NEWEST = 20
CLOCK_SKEW = timedelta(seconds=5)


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
        self._client = make_client(
            account_sid=account_sid,
            auth_token=auth_token,
            api_base=api_base,
            http_client=http_client,
        )
        self._from_number = from_number

    def call(self, order: CallOrder) -> str:
        """Start a call and return its sid."""
        try:
            made = self._client.calls.create(
                to=order.to,
                from_=self._from_number,
                url=order.answer_url,
                method="POST",
                fallback_url=order.fallback_url or values.unset,
                fallback_method="POST" if order.fallback_url else values.unset,
                timeout=order.ring_seconds,
                status_callback=order.status_url,
                status_callback_method="POST",
                status_callback_event=["ringing", "answered", "completed"],
                **self._detection(order),
            )
        except FAILURES as failure:
            raise to_failure(failure) from failure
        if not made.sid:
            raise TemporaryFailure("answer without a call")
        return str(made.sid)

    def _detection(self, order: CallOrder) -> Mapping[str, str]:  # noqa: ARG002 - for whoever listens
        """Whether to listen for a voicemail box, as fields of the request to call."""
        return {}

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
        except FAILURES as failure:
            raise to_failure(failure) from failure
        earliest = since - CLOCK_SKEW
        for made in calls:
            is_ours = made.date_created is None or made.date_created >= earliest
            if str(made.status) in LIVE and is_ours and made.sid not in excluding:
                return str(made.sid)
        return None

    def _update(self, call_id: str, **change: str) -> None:
        try:
            self._client.calls(call_id).update(**change)
        except FAILURES as failure:
            if getattr(failure, "code", None) in CALL_IS_OVER:
                return
            raise to_failure(failure) from failure


class ListeningTwilioVoice(TwilioVoice):
    """Has Twilio listen for a voicemail box, beside the question, which is not held up by it."""

    def _detection(self, order: CallOrder) -> Mapping[str, str]:
        if not order.machine_url:
            return {}
        return {
            "machine_detection": "Enable",
            "async_amd": "true",
            "async_amd_status_callback": order.machine_url,
            "async_amd_status_callback_method": "POST",
        }
