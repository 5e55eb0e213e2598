"""A provider over HTTP on this machine: up, down, or slow to answer; it counts what it was asked.

Answers as much of Twilio's REST API as the channel uses; it rings nobody and calls nothing back.
"""

import base64
import itertools
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from app.config import LAB_ACCOUNT

CREATED = "Mon, 23 Nov 2026 10:00:00 +0000"
"""Newer than whatever asks for it, however slow the machine: a call is found by its number here."""


@dataclass
class ProviderStub:
    """``is_up`` False: 503 to all. ``is_silent``: takes a call, and says so only when let go."""

    is_up: bool = True
    is_silent: bool = False
    calls: list[dict[str, str]] = field(default_factory=list)
    ended: set[str] = field(default_factory=set)
    questions: int = 0
    port: int = 0
    let_go: threading.Event = field(default_factory=threading.Event)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def rung(self) -> list[str]:
        return [call["to"] for call in self.calls]

    def make_call(self, form: dict[str, str]) -> dict[str, Any]:
        with self.lock:
            call = {"sid": f"CA{next(self.numbers):032x}", "to": form["To"], "url": form["Url"]}
            self.calls.append(call)
        return self.shape(call)

    def shape(self, call: dict[str, str]) -> dict[str, Any]:
        status = "completed" if call["sid"] in self.ended else "ringing"
        return {"sid": call["sid"], "to": call["to"], "status": status, "date_created": CREATED}

    def found(self, number: str) -> dict[str, Any]:
        self.questions += 1
        calls = [self.shape(call) for call in reversed(self.calls) if call["to"] == number]
        return {"calls": calls, "next_page_uri": None, "page": 0, "page_size": 20}


class _Handler(BaseHTTPRequestHandler):
    """One request; the server it came to holds the stub."""

    server: "_Server"

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        self._say(200, self.server.stub.found(query["To"][0]))

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        pairs = parse_qs(self.rfile.read(length).decode())
        form = {name: values[0] for name, values in pairs.items()}
        if self.path.endswith("/Calls.json"):
            self._call(form)
            return
        sid = self.path.rpartition("/")[2].removesuffix(".json")
        if form.get("Status") == "completed":
            self.server.stub.ended.add(sid)
        self._say(200, {"sid": sid})

    def _call(self, form: dict[str, str]) -> None:
        stub = self.server.stub
        account = base64.b64decode(self.headers["Authorization"].split()[1]).decode()
        assert account.startswith(LAB_ACCOUNT)
        made = stub.make_call(form) if stub.is_up else {}
        if stub.is_silent:
            stub.let_go.wait(timeout=30)
        self._say(201, made)

    def _say(self, status: int, body: dict[str, Any]) -> None:
        if not self.server.stub.is_up:
            status, body = 503, {"code": 20500, "message": "-", "status": 503}
        content = json.dumps(body).encode()
        with suppress(OSError):  # who asked has been killed: that is what these tests are about
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    def __init__(self, stub: ProviderStub) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.stub = stub


@contextmanager
def provider_stub() -> Iterator[ProviderStub]:
    """A stub that listens on a free port until the block ends."""
    stub = ProviderStub()
    server = _Server(stub)
    stub.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        stub.let_go.set()
        server.shutdown()
        server.server_close()
        thread.join()
