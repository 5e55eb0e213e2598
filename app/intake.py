"""Taking in and giving out (WSGI): no slow visitor holds a thread, and calls always get through.

A server with few threads stands still when somebody sends half a form and falls silent, or reads
an answer a byte at a time. So a request is taken in whole before anything is done about it, its
answer is made whole before a byte is sent, and of what is done at once some room is kept for what
a call depends on.
"""

import json
import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import SQLAlchemyError

if TYPE_CHECKING:
    from _typeshed import OptExcInfo
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)

LARGEST_BODY: Final = 256 * 1024  # bytes; what is larger is refused unread
SOON_SECONDS: Final = 0.25  # in which nearly all of them have arrived
BODY_SECONDS: Final = 5.0  # for the rest to arrive
SLOW_BODIES: Final = 2  # that are waited for at once, of the urgent and of the others
AT_ONCE: Final = 4  # requests that are not urgent, done at the same time
PATIENCE: Final = 1.0  # seconds one waits for room in which nobody else has become ready
RETRY_SECONDS: Final = 2

# What a call, or somebody who looks for a number, depends on; and the small files without which a
# page that has been let in does not work.
URGENT: Final = ("/webhooks/", "/health/", "/api/v1/plan", "/phone-lab/2010-04-01/", "/static/")

_GRANIAN: Final = "Granian"
_GONE = "400 Bad Request"
_LATE = "408 Request Timeout"
_NO_LENGTH = "411 Length Required"
_BUSY = "503 Service Unavailable"
_FAILED = "500 Internal Server Error"
_SENTENCES: Final = {
    _GONE: "Begäran kom inte fram hel. Försök igen.",
    _LATE: "Begäran kom inte fram i tid. Försök igen.",
    _NO_LENGTH: "Säg hur lång begäran är (Content-Length).",
    _BUSY: "Tjänsten är upptagen just nu. Försök igen om en liten stund.",
    _FAILED: "Något gick fel hos oss. Ring växeln eller använd reservnumret om det är bråttom.",
}


class _Refused(Exception):
    """The request cannot be taken in; the HTTP status says why."""

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


class Intake:
    """Stands before an application; safe between threads, one per process.

    ``raises``: what the application does not answer is the caller's, as tests want it.
    ``at_once``: how many requests that are not urgent are worked on at the same time.
    """

    def __init__(
        self, application: "WSGIApplication", *, raises: bool = False, at_once: int = AT_ONCE
    ) -> None:
        self._application = application
        self._raises = raises
        self._room = Room(at_once)
        self._slow = threading.BoundedSemaphore(SLOW_BODIES)
        self._urgent_slow = threading.BoundedSemaphore(SLOW_BODIES)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """The whole answer, or why there is none."""
        is_urgent = environ["PATH_INFO"].startswith(URGENT)
        try:
            self._take_in(environ, self._urgent_slow if is_urgent else self._slow)
            if is_urgent:
                return self._answer(environ, start_response)
            with self._room.entered(waits=not _is_poll(environ)):
                return self._answer(environ, start_response)
        except _Refused as refused:
            return _say(refused.status, environ, start_response)

    def _take_in(self, environ: "WSGIEnvironment", slow: threading.BoundedSemaphore) -> None:
        """Have the body whole in memory. Raises ``_Refused``."""
        length = _length(environ)
        if length == 0 or length > LARGEST_BODY:  # which the application refuses unread
            return
        # Waitress has taken in the body itself before it asks us.
        if environ.get("SERVER_SOFTWARE") != _GRANIAN:
            return
        body = _read_whole(environ["wsgi.input"].read, slow)
        if length > len(body):  # whoever sent it has gone
            raise _Refused(_GONE)
        environ["wsgi.input"] = BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))

    def _answer(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """What the application says, in one piece: a list frees granian's thread at once."""
        said: list[tuple[str, list[tuple[str, str]]]] = []
        written: list[bytes] = []

        def note(
            status: str, headers: list[tuple[str, str]], _failure: "OptExcInfo | None" = None, /
        ) -> Callable[[bytes], object]:
            said.append((status, headers))
            return written.append

        try:
            parts = self._application(environ, note)
            if not isinstance(parts, environ.get("wsgi.file_wrapper", ())):
                parts = _joined(written, parts)
        except Exception as error:
            is_away = is_database_away(error)
            if self._raises and not is_away:
                raise
            log.exception("an error that nobody below has told of")
            raise _Refused(_BUSY if is_away else _FAILED) from None
        start_response(*said[-1])
        return parts  # or a file that the server sends by itself


def _joined(written: list[bytes], parts: Iterable[bytes]) -> list[bytes]:
    try:
        return [b"".join((*written, *parts))]
    finally:
        close = getattr(parts, "close", None)
        if close is not None:
            close()


def is_database_away(error: BaseException) -> bool:
    """Whether an error says that the database cannot be asked just now."""
    return isinstance(error, SQLAlchemyError | sqlite3.OperationalError)


class Room:
    """Room for some at a time; one waits as long as others become ready, and no longer."""

    def __init__(self, size: int, *, patience: float = PATIENCE) -> None:
        self._free = size
        self._patience = patience
        self._moved_at = 0.0  # by ``time.monotonic``
        self._changed = threading.Condition()

    @contextmanager
    def entered(self, *, waits: bool = True) -> Iterator[None]:
        """Go in, and out again. Raises ``_Refused`` when nobody comes out."""
        with self._changed:
            while not self._free:
                left = self._moved_at + self._patience - time.monotonic()
                if left <= 0 or not waits:
                    raise _Refused(_BUSY)
                self._changed.wait(left)
            self._free -= 1
            self._moved_at = time.monotonic()
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                self._moved_at = time.monotonic()
                self._changed.notify()


def _is_poll(environ: "WSGIEnvironment") -> bool:
    """Whether an open page asks what is new; it asks again soon, so it need not wait."""
    return environ["REQUEST_METHOD"] == "GET" and "HTTP_IF_NONE_MATCH" in environ


def _length(environ: "WSGIEnvironment") -> int:
    """How long the body says it is. Raises ``_Refused`` for one in pieces, which may never end."""
    said = environ.get("CONTENT_LENGTH") or ""
    if said.isdecimal():
        return int(said[:12])
    if environ.get("HTTP_TRANSFER_ENCODING") and environ.get("SERVER_SOFTWARE") == _GRANIAN:
        raise _Refused(_NO_LENGTH)
    return 0


def _read_whole(read: Callable[[], bytes], slow: threading.BoundedSemaphore) -> bytes:
    """What can be read in the time; a thread of its own goes on waiting for the rest in vain.

    Nothing can end a reading of granian's but the client. Raises ``_Refused``.
    """
    found: list[bytes] = []

    def run() -> None:
        try:
            found.append(read())
        except Exception:  # noqa: BLE001 - whatever it was, there is no body
            found.append(b"")

    reader = threading.Thread(target=run, name="body", daemon=True)
    reader.start()
    reader.join(SOON_SECONDS)
    if not found:
        if not slow.acquire(blocking=False):
            raise _Refused(_BUSY)
        try:
            reader.join(BODY_SECONDS)
        finally:
            slow.release()
    if not found:
        raise _Refused(_LATE)
    return found[0]


def _say(
    status: str, environ: "WSGIEnvironment", start_response: "StartResponse"
) -> Iterable[bytes]:
    """A sentence of our own, as the one who asks can read it."""
    sentence = _SENTENCES[status]
    if environ["PATH_INFO"].startswith(("/api/", "/health/")):
        kind = "application/problem+json"
        number, _, title = status.partition(" ")
        document = {"type": "about:blank", "title": title, "status": int(number)}
        text = json.dumps({**document, "detail": sentence}, ensure_ascii=False)
    else:
        kind = "text/html; charset=utf-8"
        text = (
            '<!doctype html>\n<html lang="sv"><head><meta charset="utf-8">'
            "<title>Kontaktvägar</title></head>"
            f'<body><main><h1>{sentence}</h1><p><a href="/">Kontaktvägar</a></p></main></body>'
            "</html>\n"
        )
    headers = [
        ("Content-Type", kind),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
    ]
    if status == _BUSY:
        headers.append(("Retry-After", str(RETRY_SECONDS)))
    if status in (_GONE, _LATE, _NO_LENGTH):
        headers.append(("Connection", "close"))
    start_response(status, headers)
    return [text.encode()]
