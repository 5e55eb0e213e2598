"""From one ward's no to the order for the next ward's call, with a worker process of its own.

Both ways to say no: by the coordinator's button (the API), and by a digit on the ward's phone.
"""

import json
import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import quantiles

from notifications.callbacks import ANSWER, DIGIT, Callbacks, answer_to
from tests.benchmarks.asked_beds import WARD, AskedBeds, asked_beds
from tests.benchmarks.databases import Prepared
from tests.benchmarks.load import http_post
from tests.benchmarks.operation import Operation, in_operation
from tests.benchmarks.webhooks import send, signed

TIMES = 60  # admissions, one at a time
WARM_UP = 5  # not counted
AT_ONCE = 20  # refusals in the same second

Refuse = Callable[[Operation, AskedBeds, str], bytes]


@dataclass(frozen=True, slots=True)
class Passing:
    """Milliseconds; ``missing``: admissions whose next ward was never rung."""

    p50_ms: float
    p95_ms: float
    worst_ms: float
    count: int
    missing: int


def measure_wards(prepared: Prepared) -> dict[str, Passing]:
    """By button, by digit, and ``AT_ONCE`` by button within a second."""
    with (
        in_operation(prepared) as operation,
        asked_beds(prepared, operation.clock_moved_by) as beds,
    ):
        return {
            "button": _one_at_a_time(operation, beds, by_button),
            "digit": _one_at_a_time(operation, beds, by_digit),
            "in_a_second": _in_a_second(operation, beds),
        }


def by_button(_operation: Operation, beds: AskedBeds, admission_id: str) -> bytes:
    """The ward's coordinator refuses in the browser, or in a system of the ward's own."""
    body = json.dumps({"ward_id": WARD, "reason": "fullt"}).encode()
    return http_post(f"/api/v1/admissions/{admission_id}/refuse", body, beds.authorization)


def by_digit(operation: Operation, beds: AskedBeds, admission_id: str) -> bytes:
    """Somebody at the ward picks up, listens, and presses 2."""
    attempt_id = beds.latest_call(admission_id)
    form = {"CallSid": operation.provider.call_of(attempt_id).call_id}
    callbacks = Callbacks(operation.address)
    answer = callbacks.of(ANSWER, attempt_id=attempt_id)
    send(operation, signed(operation, answer, form))
    digit = callbacks.of(answer_to(DIGIT, 1, attempt_id=attempt_id))
    return signed(operation, digit, form | {"Digits": "2"})


def _one_at_a_time(operation: Operation, beds: AskedBeds, refuse: Refuse) -> Passing:
    took = [_pass_on(operation, beds, refuse) for _ in range(TIMES)]
    return _passing(took[WARM_UP:])


def _pass_on(operation: Operation, beds: AskedBeds, refuse: Refuse) -> float | None:
    admission_id = _asked(operation, beds)
    request = refuse(operation, beds, admission_id)
    time.sleep(random.uniform(0.02, 0.25))
    sent_at = time.perf_counter()
    send(operation, request)
    took = _until_rung(operation, beds, admission_id, sent_at)
    beds.cancel(admission_id)
    return took


def _in_a_second(operation: Operation, beds: AskedBeds) -> Passing:
    admissions = [_asked(operation, beds) for _ in range(AT_ONCE)]
    requests = [by_button(operation, beds, one) for one in admissions]
    chance, begun = random.Random(1), time.perf_counter() + 0.1
    moments = [begun + chance.random() for _ in admissions]

    def refuse(moment: float, request: bytes) -> None:
        time.sleep(max(0.0, moment - time.perf_counter()))
        send(operation, request)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(refuse, moments, requests))
    took = [
        _until_rung(operation, beds, admission_id, moment)
        for admission_id, moment in zip(admissions, moments, strict=True)
    ]
    for admission_id in admissions:
        beds.cancel(admission_id)
    return _passing(took)


def _asked(operation: Operation, beds: AskedBeds) -> str:
    admission_id = beds.ask()
    operation.provider.call_of(beds.latest_call(admission_id))
    return admission_id


def _until_rung(
    operation: Operation, beds: AskedBeds, admission_id: str, since: float
) -> float | None:
    """Milliseconds until the ward that is asked now was ordered to be rung."""
    try:
        order = operation.provider.call_of(beds.latest_call(admission_id))
    except TimeoutError:
        return None
    is_next = order.came > since  # else it is still the first ward's
    return 1000 * (order.came - since) if is_next else None


def _passing(seen: Sequence[float | None]) -> Passing:
    took = sorted(one for one in seen if one is not None)
    cuts = quantiles(took, n=100, method="inclusive")
    return Passing(cuts[49], cuts[94], took[-1], len(took), len(seen) - len(took))
