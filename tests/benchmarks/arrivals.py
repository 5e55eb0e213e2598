"""An open loop: contacts arrive when they arrive, whether or not the service keeps up."""

import json
import random
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.benchmarks.load import CHUNK, LENGTH, NotAnswered
from tests.benchmarks.servers import LOCALHOST

CONNECTIONS = 24


@dataclass(frozen=True, slots=True)
class Posted:
    """A contact made. ``due``: when it was to be sent (``time.perf_counter``); what the service
    makes others wait counts against it."""

    contact_id: str
    due: float


def evenly_random(count: int, *, per_second: float) -> list[float]:
    """Moments (seconds from the start) at which arrivals of a Poisson process come."""
    chance, moments, at = random.Random(1), [], 0.0
    for _ in range(count):
        at += chance.expovariate(per_second)
        moments.append(at)
    return moments


def arrive(port: int, moments: Sequence[float], questions: Iterator[bytes]) -> list[Posted]:
    """Ask one question at each moment. Raises ``NotAnswered`` for any answer but 2xx."""
    posted: list[Posted] = []
    failures: list[BaseException] = []
    numbers, lock = iter(range(len(moments))), threading.Lock()
    begun = time.perf_counter() + 0.1

    def send() -> None:
        with socket.create_connection((LOCALHOST, port), timeout=30) as stream:
            stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while True:
                with lock:
                    number = next(numbers, None)
                    if number is None:
                        return
                    question = next(questions)
                due = begun + moments[number]
                time.sleep(max(0.0, due - time.perf_counter()))
                stream.sendall(question)
                posted.append(Posted(json.loads(read_answer(stream))["id"], due))

    def send_or_tell() -> None:
        try:
            send()
        except BaseException as failure:  # noqa: BLE001 - raised again where it is seen
            failures.append(failure)

    threads = [threading.Thread(target=send_or_tell) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return posted


def read_answer(stream: socket.socket) -> bytes:
    """The body of one answer on a kept-alive connection."""
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += _more(stream)
    head, _, body = answer.partition(b"\r\n\r\n")
    length = LENGTH.search(head + b"\r\n")
    if head[9:10] != b"2" or length is None:
        raise NotAnswered(answer[:400].decode("utf-8", "replace"))
    while len(body) < int(length.group(1)):
        body += _more(stream)
    return body


def _more(stream: socket.socket) -> bytes:
    chunk = stream.recv(CHUNK)
    if not chunk:
        raise NotAnswered("the server hung up")
    return chunk
