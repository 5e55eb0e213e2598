"""A thousand hunts at once whose phones nobody answers: is the next one rung in time?

The provider takes every call and never says a word of it again, so that each next step is the
worker's own doing. Only the requester picks up.
"""

import queue
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle, product
from statistics import quantiles

from sqlalchemy import Engine, func, select

from app.clock import system_clock
from models.tables.contacts import AttemptRow, CareRequestRow
from notifications.callbacks import ANSWER, DIGIT, Callbacks
from routing.decide import decide
from routing.errors import NoContactPath
from routing.lifecycle import RequestStatus
from routing.outcome import Side
from routing.types import ContactPath, RequesterRole, RequestFacts
from tests.benchmarks.arrivals import arrive, evenly_random
from tests.benchmarks.databases import Prepared
from tests.benchmarks.operation import (
    Memory,
    Operation,
    cpu_seconds_of,
    in_operation,
    memory_of,
)
from tests.benchmarks.provider import Order
from tests.benchmarks.questions import new_contact
from tests.benchmarks.webhooks import send, signed
from tests.databases import engine_of

HUNTS = 1000
OVER_SECONDS = 30.0  # a phone rings 20 seconds and is given up 10 later: a step each in that time
STEPS = 3  # at least so many phones in each plan
REQUESTER = "+46701740699"
PICK_UPS = 4  # phones picked up at the same instant
PATIENCE = 150.0  # seconds


@dataclass(frozen=True, slots=True)
class Lateness:
    """Of the steps taken because a phone rang too long. Seconds after the moment they were due:
    until the next message was written, and until its order reached the provider.

    ``hunting``: the most contacts that hunted at once; ``unfinished``: those that never got on.
    """

    steps: int
    p95: float
    worst: float
    called_p95: float
    called_worst: float
    hunting: int
    unfinished: int
    memory: tuple[Memory, ...]
    cpu_seconds: float  # of all workers, per step


def measure_hunts(prepared: Prepared, *, workers: int = 1) -> Lateness:
    """Make the contacts over the time of one step, so that as many are due each second as in the
    long run; then watch them go to their third phone."""
    with in_operation(prepared, workers=workers) as operation, _requesters_answer(operation):
        questions = _questions(prepared, operation)
        moments = evenly_random(HUNTS, per_second=HUNTS / OVER_SECONDS)
        with engine_of(prepared.environment["DATABASE_URL"]) as engine:
            contacts = [one.contact_id for one in arrive(operation.port, moments, questions)]
            most = _watch(engine, contacts)
            return _lateness(engine, operation, most=most)


def _questions(prepared: Prepared, operation: Operation) -> Iterator[bytes]:
    """Contacts over the whole county, each with enough phones to ring."""
    at = system_clock() + operation.clock_moved_by
    asked = []
    for municipality, specialty in product(
        prepared.directory.municipalities, prepared.directory.specialties
    ):
        facts = RequestFacts(
            ContactPath.HALVAKUT, RequesterRole.PRIMARVARDSLAKARE, municipality, specialty
        )
        try:
            plan = decide(facts, prepared.directory, at)
        except NoContactPath:
            continue
        if len(plan.steps) >= STEPS:
            changed = {"municipality": municipality, "specialty": specialty}
            asked.append(new_contact(prepared, **changed, callback_number=REQUESTER))
    return cycle(asked)


@contextmanager
def _requesters_answer(operation: Operation) -> Iterator[None]:
    """The requester picks up, and presses 1, as soon as the phone rings; nobody else ever does."""
    ringing: queue.SimpleQueue[Order | None] = queue.SimpleQueue()
    callbacks = Callbacks(operation.address)

    def pick_up() -> None:
        while (order := ringing.get()) is not None:
            form = {"CallSid": order.call_id}
            for path, more in ((ANSWER, {}), (DIGIT, {"Digits": "1"})):
                url = callbacks.of(path, attempt_id=order.attempt_id)
                send(operation, signed(operation, url, form | more))

    operation.provider.on_order = lambda order: (
        ringing.put(order) if order.number == REQUESTER else None
    )
    threads = [threading.Thread(target=pick_up) for _ in range(PICK_UPS)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for _ in threads:
            ringing.put(None)
        for thread in threads:
            thread.join()


def _watch(engine: Engine, contacts: Sequence[str]) -> int:
    """Until each has come to its third phone; returns how many hunted at the same time."""
    hunting = select(func.count()).where(CareRequestRow.status == RequestStatus.HUNTING)
    reached = (
        select(AttemptRow.request_id)
        .where(AttemptRow.side == Side.RESPONDER)
        .group_by(AttemptRow.request_id)
        .having(func.count(AttemptRow.started_at.distinct()) >= STEPS)
    )
    most, deadline = 0, time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with engine.connect() as connection:
            most = max(most, connection.scalar(hunting) or 0)
            if len(connection.scalars(reached).all()) >= len(contacts):
                break
        time.sleep(1)
    time.sleep(3)  # the last orders are on their way
    return most


def _lateness(engine: Engine, operation: Operation, *, most: int) -> Lateness:
    with engine.connect() as connection:
        attempts = connection.execute(
            select(
                AttemptRow.id,
                AttemptRow.request_id,
                AttemptRow.started_at,
                AttemptRow.gives_up_at,
            )
            .where(AttemptRow.side == Side.RESPONDER)
            .order_by(AttemptRow.started_at)
        ).all()
    called = {order.attempt_id: order.at for order in reversed(operation.provider.orders)}
    written, made = [], []
    earlier: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for attempt_id, contact_id, started_at, gives_up_at in attempts:
        due = max((due for at, due in earlier[contact_id] if at < started_at), default=None)
        earlier[contact_id].append((started_at, gives_up_at))
        if due is not None:
            written.append((started_at - due).total_seconds())
            if attempt_id in called:
                at = called[attempt_id] + operation.clock_moved_by
                made.append((at - due).total_seconds())
    steps = [len({at for at, _due in times}) for times in earlier.values()]
    return Lateness(
        steps=len(written),
        p95=quantiles(written, n=100, method="inclusive")[94],
        worst=max(written),
        called_p95=quantiles(made, n=100, method="inclusive")[94],
        called_worst=max(made),
        hunting=most,
        unfinished=HUNTS - sum(count >= STEPS for count in steps),
        memory=tuple(memory_of(process) for process in operation.workers),
        cpu_seconds=sum(cpu_seconds_of(process) for process in operation.workers) / len(written),
    )
