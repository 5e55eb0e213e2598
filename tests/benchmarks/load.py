"""A small load generator: one thread, a few kept-alive connections, one question at a time each."""

import re
import selectors
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

CONNECTIONS = 8
CHUNK = 65536
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)


class NotAnswered(RuntimeError):
    """A server said something else than 2xx, or hung up."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one round saw. ``generator_busy``: the generator's own share of a core, 0–1; near 1 it
    is the generator that was measured."""

    per_second: float
    p50_ms: float
    p99_ms: float
    generator_busy: float


@dataclass(slots=True)
class _Connection:
    """One kept-alive connection; ``missing`` bytes of the answer are still to come."""

    stream: socket.socket
    asked_at: float = 0.0
    head: bytes = b""
    missing: int = field(default=0)

    def ask(self, request: bytes) -> None:
        self.head, self.missing = b"", 0
        self.asked_at = time.perf_counter()
        self.stream.sendall(request)

    def has_answer(self) -> bool:
        """Read what has come; True when the answer is whole."""
        chunk = self.stream.recv(CHUNK)
        if not chunk:
            raise NotAnswered("the server hung up")
        if self.missing:
            self.missing -= len(chunk)
            return self.missing <= 0
        self.head += chunk
        head, ends, body = self.head.partition(b"\r\n\r\n")
        if not ends:
            return False
        length = LENGTH.search(head + b"\r\n")
        if head[9:10] != b"2" or length is None:
            raise NotAnswered(self.head[:400].decode("utf-8", "replace"))
        self.missing = int(length.group(1)) - len(body)
        return self.missing <= 0


def run_round(port: int, requests: Iterator[bytes], *, seconds: float) -> Round:
    """Ask as fast as the server answers. Raises ``NotAnswered`` for any answer but 2xx."""
    connections = [
        _Connection(socket.create_connection(("127.0.0.1", port), timeout=10))
        for _ in range(CONNECTIONS)
    ]
    try:
        return _run(connections, requests, seconds)
    finally:
        for connection in connections:
            connection.stream.close()


def _run(connections: list[_Connection], requests: Iterator[bytes], seconds: float) -> Round:
    took: list[float] = []
    with selectors.DefaultSelector() as selector:
        cpu, begun = time.process_time(), time.perf_counter()
        for connection in connections:
            connection.stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            selector.register(connection.stream, selectors.EVENT_READ, connection)
            connection.ask(next(requests))
        now = begun
        while now - begun < seconds:
            for key, _events in selector.select(timeout=10):
                connection = key.data
                if connection.has_answer():
                    now = time.perf_counter()
                    took.append(now - connection.asked_at)
                    connection.ask(next(requests))
        busy = (time.process_time() - cpu) / (now - begun)
    took.sort()
    return Round(
        per_second=len(took) / (now - begun),
        p50_ms=1000 * took[len(took) // 2],
        p99_ms=1000 * took[len(took) * 99 // 100],
        generator_busy=busy,
    )


def http_get(target: str, *headers: str) -> bytes:
    """A GET as bytes."""
    return "\r\n".join((f"GET {target} HTTP/1.1", "Host: 127.0.0.1", *headers, "", "")).encode()


def http_post(target: str, body: bytes, *headers: str) -> bytes:
    """A POST of JSON as bytes."""
    lines = (
        f"POST {target} HTTP/1.1",
        "Host: 127.0.0.1",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        *headers,
    )
    return "\r\n".join((*lines, "", "")).encode() + body
