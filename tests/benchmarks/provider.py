"""A telephone provider that only takes notes: which number was called, and when the order came."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from urllib.parse import parse_qs

LONGEST_WAIT = 10.0  # seconds


@dataclass(slots=True)
class Notes:
    """Arrivals of orders to call, by number; moments of ``time.perf_counter``."""

    address: str
    _arrivals: dict[str, float] = field(default_factory=dict)
    _news: threading.Condition = field(default_factory=threading.Condition)

    def note(self, number: str, at: float) -> None:
        """An order to call a number has come."""
        with self._news:
            self._arrivals[number] = at
            self._news.notify_all()

    def when_called(self, number: str) -> float:
        """Wait for the order to call a number, and say when it came."""
        with self._news:
            if not self._news.wait_for(lambda: number in self._arrivals, timeout=LONGEST_WAIT):
                raise TimeoutError("the provider was never asked to call")
            return self._arrivals[number]


@contextmanager
def taking_notes() -> Iterator[Notes]:
    """The provider's REST address, on a port of its own."""
    numbers = count(1)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            at = time.perf_counter()
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            if "To" in form:
                notes.note(form["To"][0], at)
            answer = json.dumps({"sid": f"CA{next(numbers):032d}", "status": "queued"}).encode()
            self.send_response(201)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: numbers do not belong in a log."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    notes = Notes(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, name="provider")
    thread.start()
    try:
        yield notes
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
