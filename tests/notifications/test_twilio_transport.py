"""Twilio's client from many threads at once: own answers, and no new connection for each."""

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs

import pytest

from app.config import LAB_ACCOUNT
from notifications.channels.base import CallOrder, TemporaryFailure
from notifications.channels.twilio_transport import SharedTransport
from notifications.channels.twilio_voice import TwilioVoice
from tests.at_once import at_once


class _Echo(BaseHTTPRequestHandler):
    """Names each call after the number rung; the number ending in 0 is never answered."""

    protocol_version = "HTTP/1.1"
    let_go = threading.Event()
    connections: ClassVar[set[tuple[str, int]]] = set()

    def do_POST(self) -> None:
        self.connections.add(self.client_address)
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.let_go.wait(timeout=30 if form["To"][0].endswith("0") else 0.02)
        answer = json.dumps({"sid": f"CA{form['To'][0][1:]}"}).encode()
        head = "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n"
        self.wfile.write(f"{head}Content-Length: {len(answer)}\r\n\r\n".encode() + answer)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    request_queue_size = 64


@pytest.fixture
def address(monkeypatch) -> Iterator[str]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    _Echo.let_go.clear()
    _Echo.connections.clear()
    server = _Server(("127.0.0.1", 0), _Echo)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    _Echo.let_go.set()
    server.shutdown()
    thread.join()
    server.server_close()


def voice(address: str, *, timeout: float = 5.0) -> TwilioVoice:
    return TwilioVoice(
        account_sid=LAB_ACCOUNT,
        auth_token="-",
        api_base=address,
        from_number="+46313900699",
        http_client=SharedTransport(timeout=timeout),
    )


def order(number: str) -> CallOrder:
    url = "https://kontaktvagar.example/-"
    return CallOrder(to=number, answer_url=url, fallback_url=url, status_url=url, ring_seconds=20)


def test_many_threads_keep_their_connections_and_get_their_own_answers(address):
    channel = voice(address)
    numbers = [f"+{number}" for number in range(46701740611, 46701740630) if number % 10]

    for _busy_minute in range(5):
        answers = at_once(*[partial(channel.call, order(number)) for number in numbers])
        assert answers == [f"CA{number[1:]}" for number in numbers]
    assert len(_Echo.connections) <= len(numbers)


def test_one_that_is_never_answered_is_given_up_while_others_are(address):
    channel = voice(address, timeout=0.3)
    slow, quick = at_once(
        lambda: channel.call(order("+46701740610")),
        lambda: channel.call(order("+46701740611")),
    )
    assert isinstance(slow, TemporaryFailure)
    assert quick == "CA46701740611"
