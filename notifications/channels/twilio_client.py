"""Twilio's own client, told where to go, and what its failures mean; shared by voice and text."""

from requests.exceptions import RequestException
from twilio.base.exceptions import (
    TwilioException,
    TwilioRestException,
    TwilioServiceException,
)
from twilio.http import HttpClient as Transport
from twilio.rest import Client

from notifications.channels.base import PermanentFailure, TemporaryFailure
from notifications.channels.http_codes import is_temporary
from notifications.channels.twilio_codes import BAD_NUMBER
from notifications.channels.twilio_transport import SharedTransport

__all__ = ["FAILURES", "TIMEOUT_SECONDS", "Transport", "make_client", "to_failure"]

TIMEOUT_SECONDS = 5.0

# Whatever may come instead of a proper answer: a body that is no JSON is a ValueError, and on JSON
# of another shape the client trips over its own feet.
FAILURES = (TwilioException, RequestException, ValueError, AttributeError, TypeError)


def make_client(
    *, account_sid: str, auth_token: str, api_base: str, http_client: Transport | None = None
) -> Client:
    """The client of an account. ``api_base``: the address of the REST API, no slash at the end."""
    transport = http_client or SharedTransport(timeout=TIMEOUT_SECONDS)
    client = Client(account_sid, auth_token, http_client=transport)
    client.api.base_url = api_base
    return client


def to_failure(failure: Exception) -> TemporaryFailure | PermanentFailure:
    """What one of ``FAILURES`` means to us, by the tables in twilio_codes."""
    if not isinstance(failure, TwilioRestException | TwilioServiceException):
        return TemporaryFailure(type(failure).__name__)
    code = str(failure.code or failure.status)
    if failure.code in BAD_NUMBER:
        return PermanentFailure(code, is_bad_number=True)
    if is_temporary(failure.status):
        return TemporaryFailure(code)
    return PermanentFailure(code)
