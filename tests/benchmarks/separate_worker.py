"""From the POST to the order at the provider, with a worker process of its own on PostgreSQL."""

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from statistics import quantiles

from sqlalchemy import select

from models.tables.contacts import AttemptRow
from routing.outcome import Side
from tests.benchmarks.arrivals import Posted, arrive, evenly_random
from tests.benchmarks.databases import Prepared
from tests.benchmarks.operation import Operation, in_operation
from tests.benchmarks.questions import new_contact
from tests.databases import engine_of

CALM = 80  # contacts, one at a time
PER_SECOND = 50
SECONDS = 25
WARM_UP = 5  # contacts not counted
PATIENCE = 30.0  # seconds until the last order must have come


@dataclass(frozen=True, slots=True)
class Delays:
    """Milliseconds; ``missing``: contacts whose call was never asked for."""

    p50_ms: float
    p95_ms: float
    p99_ms: float
    worst_ms: float
    count: int
    missing: int
    seconds: float


def measure_separate_worker(prepared: Prepared) -> tuple[Delays, Delays]:
    """One contact at a time, then an open loop of ``PER_SECOND``."""
    with in_operation(prepared) as operation:
        pauses = [random.uniform(0.05, 0.25) for _ in range(CALM)]
        moments = [sum(pauses[: number + 1]) for number in range(CALM)]
        calm = _measure(operation, moments)
        busy = _measure(operation, evenly_random(PER_SECOND * SECONDS, per_second=PER_SECOND))
    return calm, busy


def _measure(operation: Operation, moments: Sequence[float]) -> Delays:
    questions = repeat(new_contact(operation.prepared))
    before = len(operation.provider.orders)
    posted = arrive(operation.port, moments, questions)
    deadline = time.monotonic() + PATIENCE
    while len(operation.provider.orders) - before < len(posted) and time.monotonic() < deadline:
        time.sleep(0.05)
    return _delays(operation, posted)


def _delays(operation: Operation, posted: Sequence[Posted]) -> Delays:
    of_requesters = select(AttemptRow.request_id, AttemptRow.id).where(
        AttemptRow.side == Side.REQUESTER
    )
    url = operation.prepared.environment["DATABASE_URL"]
    with engine_of(url) as engine, engine.connect() as connection:
        legs = {row.request_id: row.id for row in connection.execute(of_requesters)}
    came = {order.attempt_id: order.came for order in reversed(operation.provider.orders)}
    counted = sorted(posted, key=lambda one: one.due)[WARM_UP:]
    took = sorted(
        1000 * (came[legs[one.contact_id]] - one.due)
        for one in counted
        if legs[one.contact_id] in came
    )
    seconds = counted[-1].due - counted[0].due
    cuts = quantiles(took, n=100, method="inclusive")
    return Delays(
        cuts[49], cuts[94], cuts[98], took[-1], len(took), len(counted) - len(took), seconds
    )
