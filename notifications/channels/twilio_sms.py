"""Text messages through Twilio's REST API (or anything that speaks it, such as the phone lab)."""

from notifications.channels.base import (
    USELESS_NUMBER,
    PermanentFailure,
    TemporaryFailure,
    TextFault,
    TextOrder,
)
from notifications.channels.twilio_client import FAILURES, Transport, make_client, to_failure
from notifications.channels.twilio_codes import TEXT_FAULT

__all__ = ["Transport", "TwilioText"]


class TwilioText:
    """A ``TextChannel``. ``sender`` is a number of ours, since people reply to it."""

    def __init__(
        self,
        *,
        account_sid: str,
        auth_token: str,
        api_base: str,
        sender: str,
        http_client: Transport | None = None,
    ) -> None:
        self._client = make_client(
            account_sid=account_sid,
            auth_token=auth_token,
            api_base=api_base,
            http_client=http_client,
        )
        self._sender = sender

    def send(self, order: TextOrder) -> str:
        """Send it and return the message's sid."""
        try:
            made = self._client.messages.create(
                to=order.to,
                from_=self._sender,
                body=order.text,
                status_callback=order.status_url,
            )
        except FAILURES as failure:
            raise _text_failure(failure) from failure
        if not made.sid:
            raise TemporaryFailure("answer without a message")
        return str(made.sid)


def _text_failure(failure: Exception) -> TemporaryFailure | PermanentFailure:
    """As for calls, but by the reasons of text messages first."""
    code = getattr(failure, "code", None)
    fault = TEXT_FAULT.get(code) if isinstance(code, int) else None
    if fault in USELESS_NUMBER:
        return PermanentFailure(str(code), is_bad_number=True)
    if fault is TextFault.QUEUE_FULL:
        return TemporaryFailure(str(code))
    return to_failure(failure)
