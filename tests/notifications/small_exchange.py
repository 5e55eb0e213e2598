"""A small exchange of one's own, over real HTTP: another provider than Twilio."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KEY = "nyckel-till-vaxeln"


class SmallExchange(ThreadingHTTPServer):
    """An exchange with the four requests.

    ``answers_instead``: a status and a body for all, without doing anything; ``loses_answers``: it
    does what is asked, but nobody hears of it.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Requests)
        self.calls: dict[str, dict[str, object]] = {}
        self.answers_instead: tuple[int, str] | None = None
        self.loses_answers = False

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Requests(BaseHTTPRequestHandler):
    server: SmallExchange

    def do_POST(self) -> None:
        content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self._is_turned_away():
            return
        path = self.path.split("/")
        if self.path == "/calls":
            self._create(content)
        elif path[-1] == "redirect" and self._is_live(unquote(path[2])):
            self.server.calls[unquote(path[2])]["url"] = content["url"]
            self._say(200, {})
        else:
            self._say(404, {})

    def do_DELETE(self) -> None:
        if self._is_turned_away():
            return
        call_id = unquote(self.path.split("/")[2])
        if self._is_live(call_id):
            self.server.calls[call_id]["state"] = "over"
            self._say(204, None)
        else:
            self._say(410 if call_id in self.server.calls else 404, {})

    def do_GET(self) -> None:
        if self._is_turned_away():
            return
        (to,) = parse_qs(urlsplit(self.path).query)["to"]
        found = [call for call in self.server.calls.values() if call["to"] == to]
        self._say(200, {"calls": found[::-1]})

    def _create(self, content: dict[str, object]) -> None:
        if not str(content["to"]).startswith("+46"):
            self._say(422, {"error": "that is no number"})
            return
        call_id = f"samtal {len(self.server.calls) + 1}/a"
        made = {"id": call_id, "state": "ringing", "made_at": AT.isoformat()}
        self.server.calls[call_id] = content | made
        self._say(201, {"id": call_id})

    def _is_live(self, call_id: str) -> bool:
        return self.server.calls.get(call_id, {}).get("state") == "ringing"

    def _is_turned_away(self) -> bool:
        if self.server.answers_instead is not None:
            status, body = self.server.answers_instead
            self._write(status, body.encode())
        elif self.headers["Authorization"] != f"Bearer {KEY}":
            self._say(401, {})
        else:
            return False
        return True

    def _say(self, status: int, document: object) -> None:
        self._write(status, b"" if document is None else json.dumps(document).encode())

    def _write(self, status: int, body: bytes) -> None:
        if self.server.loses_answers:
            status, body = 504, b""
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Say nothing."""


@contextmanager
def running() -> Iterator[SmallExchange]:
    """The exchange while the block lasts."""
    server = SmallExchange()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
