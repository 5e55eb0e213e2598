"""From the requester's POST to the provider being asked to call, in ``serve``."""

import random
import socket
import time
from dataclasses import dataclass
from statistics import quantiles

from app.cli.demo_clock import working_moment
from app.clock import system_clock
from tests.benchmarks.databases import Prepared
from tests.benchmarks.load import CHUNK, NotAnswered
from tests.benchmarks.provider import Notes, taking_notes
from tests.benchmarks.questions import new_contact
from tests.benchmarks.servers import LOCALHOST, serve

TIMES = 80
# One number each, so that every call can be told apart: PTS's series for fiction, 070-174 06 05 on.
FIRST = 46701740605
NUMBERS = [f"+{number}" for number in range(FIRST, FIRST + TIMES)]
WARM_UP = 5


@dataclass(frozen=True, slots=True)
class Reaction:
    """Milliseconds from the POST being sent until the order reached the provider."""

    p50_ms: float
    p95_ms: float
    worst_ms: float


def measure_reaction(prepared: Prepared) -> Reaction:
    """One contact at a time, with irregular pauses, so that the worker is met in every mood."""
    at = working_moment(system_clock())
    with taking_notes() as provider:
        environment = {**prepared.environment, "TWILIO_API_BASE": provider.address}
        with serve(environment, at=at) as port:
            took = [_ask(port, prepared, number, provider) for number in NUMBERS]
    counted = sorted(took[WARM_UP:])
    cuts = quantiles(counted, n=100, method="inclusive")
    return Reaction(p50_ms=cuts[49], p95_ms=cuts[94], worst_ms=counted[-1])


def _ask(port: int, prepared: Prepared, number: str, provider: Notes) -> float:
    time.sleep(random.uniform(0.02, 0.25))
    with socket.create_connection((LOCALHOST, port), timeout=10) as connection:
        sent_at = time.perf_counter()
        connection.sendall(new_contact(prepared, callback_number=number))
        answer = connection.recv(CHUNK)
        if answer[9:10] != b"2":
            raise NotAnswered(answer[:400].decode("utf-8", "replace"))
        return 1000 * (provider.when_called(number) - sent_at)
