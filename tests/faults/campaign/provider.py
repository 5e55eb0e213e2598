"""The provider: the phone lab's exchange behind real HTTP that goes wrong, and its own record."""

import json
import re
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from flask import Flask

from app.phone_lab.exchange import Exchange
from app.phone_lab.rest import create_phone_lab_rest
from tests.faults.campaign.people import People
from tests.faults.campaign.settings import LOCALHOST, SharedClock
from tests.faults.campaign.weather import Fault, Weather

SLOW_SECONDS = 30.0
ATTEMPT = re.compile(r"/voice/([0-9a-f-]{36})/")
_STATUS = {Fault.TOO_MANY: 429, Fault.BROKEN: 500, Fault.UNAVAILABLE: 503}
_RESET = frozenset({Fault.RESET, Fault.DONE_BUT_RESET})
_NOT_DONE = frozenset({Fault.TOO_MANY, Fault.BROKEN, Fault.UNAVAILABLE, Fault.RESET})


@dataclass(frozen=True, slots=True)
class Order:
    """A call the provider was asked for and took, in its own record."""

    at: datetime
    to: str
    attempt_id: str
    fallback_url: str
    sid: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered, before anything goes wrong with it."""

    status: int
    body: bytes


class Provider:
    """Twilio, as it is on a bad day."""

    def __init__(
        self, exchange: Exchange, weather: Weather, clock: SharedClock, people: People
    ) -> None:
        self.orders: list[Order] = []
        self.faults: Counter[Fault] = Counter()
        self.clock = clock
        self._weather = weather
        self._people = people
        self._app = Flask("provider")
        self._app.register_blueprint(create_phone_lab_rest(exchange))

    def fallback_of(self, sid: str) -> str:
        """The fallback address a call was ordered with, "" when none."""
        return next((one.fallback_url for one in self.orders if one.sid == sid), "")

    def attempt_of(self, sid: str) -> str:
        """Which attempt a call was ordered for, "" when none."""
        return next((one.attempt_id for one in self.orders if one.sid == sid), "")

    def draw(self) -> Fault:
        """What goes wrong with the request that comes now."""
        fault = self._weather.fault()
        self.faults[fault] += 1
        return fault

    def perform(
        self, method: str, path: str, body: bytes, *, headers: dict[str, str], fault: Fault
    ) -> Reply:
        """Do what is asked, and keep it in the record."""
        is_call = method == "POST" and path.endswith("/Calls.json")
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        if is_call:
            self._people.prepare(form["To"])
        at = self.clock()
        response = self._app.test_client().open(path, method=method, data=body, headers=headers)
        if is_call and response.status_code == 201:
            attempt = ATTEMPT.search(form["Url"])
            sid = str(json.loads(response.get_data())["sid"])
            self.orders.append(
                Order(
                    at=at,
                    to=form["To"],
                    attempt_id=attempt.group(1) if attempt else "",
                    fallback_url=form.get("FallbackUrl", ""),
                    sid=sid,
                    fault=fault,
                )
            )
        return Reply(response.status_code, response.get_data())


class _Handler(BaseHTTPRequestHandler):
    """One REST request."""

    server: "_Server"

    def do_GET(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def _handle(self) -> None:
        provider = self.server.provider
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = provider.draw()
        reply = Reply(500, b"{}")
        if fault not in _NOT_DONE:
            kept = ("Authorization", "Content-Type")
            headers = {name: self.headers[name] for name in kept if name in self.headers}
            reply = provider.perform(self.command, self.path, body, headers=headers, fault=fault)
        self._answer(reply, fault)

    def _answer(self, reply: Reply, fault: Fault) -> None:
        clock = self.server.provider.clock
        if fault in (Fault.SLOW, Fault.DONE_BUT_SILENT):
            time.sleep(clock.real(SLOW_SECONDS))
        if fault in _RESET or fault is Fault.DONE_BUT_SILENT:
            self._break_off()
            return
        if fault is Fault.DONE_BUT_BROKEN:
            reply = Reply(500, b"<html>Internal Server Error</html>")
        if fault in _STATUS:
            status = _STATUS[fault]
            problem = {"code": 20500, "message": "-", "more_info": "-", "status": status}
            reply = Reply(status, json.dumps(problem).encode())
        with suppress(OSError):  # who asked has been killed, or has lost patience
            self.send_response(reply.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

    def _break_off(self) -> None:
        with suppress(OSError):
            lingering = struct.pack("ii", 1, 0)  # close with RST, not with a goodbye
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, lingering)
            self.connection.close()

    def finish(self) -> None:
        """Nothing is left to say on a connection that was broken off."""
        with suppress(OSError, ValueError):
            super().finish()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, provider: Provider) -> None:
        super().__init__((LOCALHOST, 0), _Handler)
        self.provider = provider

    def handle_error(self, request: object, client_address: object) -> None:
        """Connections break: that is what this is about."""


@contextmanager
def listening(provider: Provider) -> Iterator[str]:
    """Serve until the block ends; yields the API's base address."""
    server = _Server(provider)
    thread = threading.Thread(target=server.serve_forever, name="provider", daemon=True)
    thread.start()
    try:
        yield f"http://{LOCALHOST}:{server.server_address[1]}/phone-lab"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
