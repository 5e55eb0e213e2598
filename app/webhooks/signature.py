"""Only the provider may speak here: a request without a valid signature is refused. No fallback."""

from collections.abc import Sequence

from flask import Request
from twilio.request_validator import RequestValidator

HEADER = "X-Twilio-Signature"


def is_genuine(request: Request, *, auth_tokens: Sequence[str], public_url: str) -> bool:
    """Whether the request was signed with one of our tokens, for the address the provider was
    given.

    The address is built from ``public_url``, not from headers a stranger could set.
    """
    query = request.query_string.decode("latin-1")  # whatever bytes a stranger sends
    url = f"{public_url}{request.path}{'?' + query if query else ''}"
    signature = request.headers.get(HEADER, "")
    return any(
        RequestValidator(token).validate(url, request.form, signature) for token in auth_tokens
    )
