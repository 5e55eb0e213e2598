"""The agenda with several threads: what may run side by side, and what must wait its turn."""

import threading

import pytest

from app.phone_lab.agenda import Agenda
from app.phone_lab.types import FetchResult, WebhookRequest


class HeldFetch:
    """Fetches at once, but `/held` waits until it is let go."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.is_held = threading.Event()
        self.let_go = threading.Event()

    def __call__(self, method, url, params, headers):
        self.sent.append(url)
        if url == "/held":
            self.is_held.set()
            assert self.let_go.wait(5)
        return FetchResult(200, "")


@pytest.fixture
def fetch() -> HeldFetch:
    return HeldFetch()


@pytest.fixture
def agenda(clock, fetch) -> Agenda:
    return Agenda(clock, fetch)


@pytest.fixture
def send(agenda):
    """Put a webhook in a call's line."""

    def send(url, line, then=lambda result: None):
        agenda.send(WebhookRequest("POST", url, {}, {}), line=line, then=then)

    return send


def test_a_held_webhook_holds_its_own_line_and_no_other(agenda, fetch, send):
    send("/held", "CA1")
    send("/next", "CA1")
    send("/other", "CA2")
    thread = threading.Thread(target=agenda.run_due)
    thread.start()
    assert fetch.is_held.wait(5)
    agenda.run_due()
    assert fetch.sent == ["/held", "/other"]
    assert agenda.next_due() is None
    fetch.let_go.set()
    thread.join()
    agenda.run_due()
    assert fetch.sent == ["/held", "/other", "/next"]


def test_the_lock_is_free_while_a_webhook_is_fetched(agenda, fetch, send):
    send("/held", "CA1")
    thread = threading.Thread(target=agenda.run_due)
    thread.start()
    assert fetch.is_held.wait(5)
    assert agenda.lock.acquire(timeout=1)
    agenda.lock.release()
    fetch.let_go.set()
    thread.join()


def test_running_from_within_a_webhook_leaves_it_to_the_one_who_runs(clock, send):
    nested = []

    def fetch(method, url, params, headers):
        nested.append(inner.run_due())
        return FetchResult(200, "")

    inner = Agenda(clock, fetch)
    for _ in range(2):
        inner.send(WebhookRequest("POST", "/a", {}, {}), line="CA1", then=lambda result: None)
    assert inner.run_due() == 2
    assert nested == [0, 0]


def test_things_due_together_run_in_the_order_they_were_planned(agenda):
    order: list[int] = []
    for number in range(5):
        agenda.after(0, lambda number=number: order.append(number))
    agenda.run_due()
    assert order == [0, 1, 2, 3, 4]


def test_a_sleeper_wakes_when_something_is_added(agenda):
    slept = threading.Thread(target=agenda.wait_until_due, args=(30,))
    slept.start()
    agenda.after(0, lambda: None)
    slept.join(5)
    assert not slept.is_alive()
