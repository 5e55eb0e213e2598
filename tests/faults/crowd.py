"""Visitors who do not leave: each kind holds on to the service in its own way, until let go."""

import re
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import requests

LOCALHOST = "127.0.0.1"
SECONDS = 30.0
EXPORT = "/analys/export/kontakter?from=2026-01-01&to=2026-12-31"


@dataclass(frozen=True)
class Door:
    """Where the service is, and what an analyst there has in their cookie."""

    port: int
    cookie: str
    token: str

    @property
    def address(self) -> str:
        return f"http://{LOCALHOST}:{self.port}"

    def connected(self, *, window: int | None = None) -> socket.socket:
        one = socket.socket()
        if window is not None:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
        one.settimeout(SECONDS)
        one.connect((LOCALHOST, self.port))
        return one

    def get(self, path: str) -> bytes:
        head = f"GET {path} HTTP/1.1\r\nHost: {LOCALHOST}\r\nCookie: {self.cookie}\r\n"
        return f"{head}Authorization: Bearer {self.token}\r\n\r\n".encode()

    def post(self, path: str, *, length: int, body: bytes) -> bytes:
        head = f"POST {path} HTTP/1.1\r\nHost: {LOCALHOST}\r\nCookie: {self.cookie}\r\n"
        kind = "Content-Type: application/x-www-form-urlencoded\r\n"
        return f"{head}{kind}Content-Length: {length}\r\n\r\n".encode() + body


def signed_in(port: int, username: str, password: str) -> str:
    """The cookie of somebody who has signed in."""
    session, where = requests.Session(), f"http://{LOCALHOST}:{port}/logga-in"
    page = session.get(where, timeout=SECONDS).text
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found is not None
    form = {"csrf_token": found[1], "username": username, "password": password}
    answer = session.post(where, data=form, timeout=SECONDS, allow_redirects=False)
    assert answer.status_code == 302, answer.status_code
    return f"kontaktvagar={session.cookies['kontaktvagar']}"


@contextmanager
def closed_tabs(door: Door) -> Iterator[None]:
    """Sixteen who ask for a large file and leave after the first bytes."""
    for _one in range(16):
        with door.connected() as one:
            one.sendall(door.get(EXPORT))
            one.recv(1)
    yield


@contextmanager
def slow_readers(door: Door) -> Iterator[None]:
    """Forty who ask for the largest pages and files, and read nothing."""
    with ExitStack() as stack:
        for number in range(40):
            one = stack.enter_context(door.connected(window=1024))
            one.sendall(door.get(EXPORT if number % 2 else "/analys/datakatalog"))
        yield


@contextmanager
def half_uploads(door: Door) -> Iterator[None]:
    """Twenty who send half a form and fall silent, ten of them halfway through a webhook.

    They stop a granian that stands alone; a proxy that takes in whole requests must stand before
    it, as the README says.
    """
    with ExitStack() as stack:
        for number in range(20):
            path = "/logga-in" if number % 2 else "/webhooks/twilio/voice/incoming"
            one = stack.enter_context(door.connected())
            one.sendall(door.post(path, length=1000, body=b"username=a"))
        yield


@contextmanager
def aborted_uploads(door: Door) -> Iterator[None]:
    """A hundred who break off in the middle of a form, with a reset."""
    for _one in range(100):
        with door.connected() as one:
            one.sendall(door.post("/logga-in", length=100_000, body=b"x" * 5000))
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    yield


@contextmanager
def idle_connections(door: Door) -> Iterator[None]:
    """A thousand who say nothing, or half a line."""
    with ExitStack() as stack:
        for number in range(1000):
            one = stack.enter_context(door.connected())
            if number % 3 == 0:
                one.sendall(b"GET /health/live HT")
        yield


@contextmanager
def waiting_polls(door: Door) -> Iterator[None]:
    """Three hundred open pages that ask for what is new, again and again."""
    stop = threading.Event()
    pages = [door.connected() for _page in range(300)]

    def ask_on(mine: list[socket.socket]) -> None:
        while not stop.is_set():
            for page in mine:
                known = b'If-None-Match: "x"\r\nHX-Request: true\r\n\r\n'
                page.sendall(door.get("/jour/inkommande")[:-2] + known)
            for page in mine:
                page.recv(1_000_000)
            stop.wait(1.0)

    with _running(*(lambda mine=pages[part::6]: ask_on(mine) for part in range(6))):
        try:
            yield
        finally:
            stop.set()
    for page in pages:
        page.close()


@contextmanager
def password_storm(door: Door) -> Iterator[None]:
    """Sixty wrong passwords at once, again and again."""
    stop = threading.Event()
    session = requests.Session()
    page = session.get(f"{door.address}/logga-in", timeout=SECONDS).text
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found is not None
    cookie, statuses = f"kontaktvagar={session.cookies['kontaktvagar']}", set()

    def guess(number: int) -> None:
        while not stop.is_set():
            form = {"csrf_token": found[1], "username": f"konto-{number}", "password": "fel" * 5}
            answer = requests.post(
                f"{door.address}/logga-in", data=form, headers={"Cookie": cookie}, timeout=SECONDS
            )
            statuses.add(answer.status_code)
            if answer.status_code == 503:
                assert int(answer.headers["Retry-After"]) > 0
            stop.wait(0.5)

    with _running(*(lambda number=number: guess(number) for number in range(60))):
        try:
            yield
        finally:
            stop.set()
    assert statuses <= {401, 429, 503}


@contextmanager
def _running(*what: Callable[[], None]) -> Iterator[None]:
    threads = [threading.Thread(target=one, daemon=True) for one in what]
    for thread in threads:
        thread.start()
    yield
    for thread in threads:
        thread.join(SECONDS)


KINDS = (
    closed_tabs,
    slow_readers,
    aborted_uploads,
    idle_connections,
    waiting_polls,
    password_storm,
)
