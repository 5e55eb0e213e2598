"""What the provider says to the service, signed, over a connection of its own."""

import socket
from collections.abc import Mapping
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

from tests.benchmarks.arrivals import read_answer
from tests.benchmarks.operation import ACCOUNT, AUTH_TOKEN, Operation
from tests.benchmarks.servers import LOCALHOST


def signed(operation: Operation, url: str, form: Mapping[str, str]) -> bytes:
    """A webhook as bytes."""
    form = {"AccountSid": ACCOUNT} | dict(form)
    body = urlencode(form)
    lines = (
        f"POST {url.removeprefix(operation.address)} HTTP/1.1",
        f"Host: {LOCALHOST}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        f"X-Twilio-Signature: {RequestValidator(AUTH_TOKEN).compute_signature(url, dict(form))}",
        "",
        body,
    )
    return "\r\n".join(lines).encode()


def send(operation: Operation, request: bytes) -> bytes:
    """Send one request and read its answer. Raises ``NotAnswered`` for any answer but 2xx."""
    with socket.create_connection((LOCALHOST, operation.port), timeout=30) as stream:
        stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        stream.sendall(request)
        return read_answer(stream)
