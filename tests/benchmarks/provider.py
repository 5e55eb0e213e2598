"""A telephone provider that only takes notes: which call was asked for, and when."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from urllib.parse import parse_qs, urlsplit

from app.clock import system_clock

LONGEST_WAIT = 10.0  # seconds


@dataclass(frozen=True, slots=True)
class Order:
    """A call asked for. ``came`` is ``time.perf_counter``'s, ``at`` the same instant in UTC."""

    attempt_id: str
    number: str
    call_id: str
    came: float
    at: datetime


@dataclass(slots=True)
class Notes:
    """The orders that have come. ``on_order`` is told of each, in the thread that answers it."""

    address: str
    on_order: Callable[[Order], object] = lambda _order: None
    orders: list[Order] = field(default_factory=list)
    _news: threading.Condition = field(default_factory=threading.Condition)

    def note(self, order: Order) -> None:
        """An order to call a number has come."""
        with self._news:
            self.orders.append(order)
            self._news.notify_all()
        self.on_order(order)

    def when_called(self, number: str) -> float:
        """Wait for the order to call a number, and say when it came."""
        return self._wait_for(lambda order: order.number == number).came

    def call_of(self, attempt_id: str) -> Order:
        """Wait for the order of an attempt. Raises ``TimeoutError``."""
        return self._wait_for(lambda order: order.attempt_id == attempt_id)

    def _wait_for(self, is_it: Callable[[Order], bool]) -> Order:
        def latest() -> Order | None:
            return next((one for one in reversed(self.orders) if is_it(one)), None)

        with self._news:
            found = self._news.wait_for(latest, timeout=LONGEST_WAIT)
        if found is None:
            raise TimeoutError("the provider was never asked to call")
        return found


class _Server(ThreadingHTTPServer):
    """Every connection has a thread; many may come at once."""

    request_queue_size = 128
    daemon_threads = True


# Over all that are opened: no company uses the id of a call twice.
_NUMBERS = count(1)


@contextmanager
def taking_notes() -> Iterator[Notes]:
    """The provider's REST address, on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            came, at = time.perf_counter(), system_clock()
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            call_id = f"CA{next(_NUMBERS):032d}"
            answer = json.dumps({"sid": call_id, "status": "queued"}).encode()
            head = "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n"
            self.wfile.write(f"{head}Content-Length: {len(answer)}\r\n\r\n".encode() + answer)
            if "Url" in form and "To" in form:  # a call; text messages are taken, too
                attempt_id = urlsplit(form["Url"][0]).path.split("/")[-2]
                notes.note(Order(attempt_id, form["To"][0], call_id, came, at))

        def do_GET(self) -> None:
            answer = b'{"calls":[],"next_page_uri":null,"page":0,"page_size":20}'
            head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
            self.wfile.write(f"{head}Content-Length: {len(answer)}\r\n\r\n".encode() + answer)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: numbers do not belong in a log."""

    server = _Server(("127.0.0.1", 0), Handler)
    notes = Notes(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, name="provider")
    thread.start()
    try:
        yield notes
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
