"""The exchange's agenda: timers by moment and webhooks in line, run by whoever calls `run_due`."""

import heapq
import itertools
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.phone_lab.types import Clock, Fetch, FetchResult, WebhookRequest


@dataclass(frozen=True, slots=True, order=True)
class _Timer:
    due: datetime
    order: int
    run: Callable[[], None] = field(compare=False)


@dataclass(frozen=True, slots=True)
class _Errand:
    line: str
    queued_at: datetime
    request: WebhookRequest
    then: Callable[[FetchResult], None]


class Agenda:
    """Runs what is due in order; fetches webhooks with no lock held, one at a time per call."""

    def __init__(self, clock: Clock, fetch: Fetch) -> None:
        self.lock = threading.RLock()
        self._changed = threading.Condition(self.lock)
        self._clock = clock
        self._fetch = fetch
        self._timers: list[_Timer] = []
        self._errands: list[_Errand] = []
        self._lines_in_use: set[str] = set()
        self._order = itertools.count()
        self._moment: datetime | None = None
        self._this_thread = threading.local()

    @property
    def now(self) -> datetime:
        """The moment of what is being run, else the clock's.

        A timer that is run late still counts from when it was due, so calls do not stretch.
        """
        return self._moment or self._clock()

    def after(self, seconds: float, run: Callable[[], None]) -> None:
        """Run something under the lock, a number of seconds from now."""
        with self.lock:
            due = self.now + timedelta(seconds=seconds)
            heapq.heappush(self._timers, _Timer(due, next(self._order), run))
            self._changed.notify_all()

    def send(
        self, request: WebhookRequest, *, line: str, then: Callable[[FetchResult], None]
    ) -> None:
        """Put a webhook in line; requests of the same line are sent one by one, in order."""
        with self.lock:
            self._errands.append(_Errand(line, self.now, request, then))
            self._changed.notify_all()

    def next_due(self) -> datetime | None:
        """When there is next something to run, None when nothing is planned."""
        with self.lock:
            if any(errand.line not in self._lines_in_use for errand in self._errands):
                return self._clock()
            return self._timers[0].due if self._timers else None

    def run_due(self) -> int:
        """Run all that is due, and what follows from it; tells how many steps that took."""
        if getattr(self._this_thread, "running", False):
            return 0  # called from within a webhook: the loop that sent it goes on afterwards
        self._this_thread.running = True
        try:
            steps = 0
            while self._step():
                steps += 1
            return steps
        finally:
            self._this_thread.running = False

    def wait_until_due(self, longest_seconds: float) -> None:
        """Sleep until something is due or has been added, at most so many seconds."""
        with self._changed:
            due = self.next_due()
            seconds = longest_seconds
            if due is not None:
                seconds = min(longest_seconds, (due - self._clock()).total_seconds())
            if seconds > 0:
                self._changed.wait(seconds)

    def wake(self) -> None:
        """Let those who sleep in `wait_until_due` look again."""
        with self._changed:
            self._changed.notify_all()

    def _step(self) -> bool:
        with self.lock:
            errand = self._take_errand()
            if errand is None:
                return self._run_timer()
        self._perform(errand)
        return True

    def _take_errand(self) -> _Errand | None:
        for position, errand in enumerate(self._errands):
            if errand.line not in self._lines_in_use:
                del self._errands[position]
                self._lines_in_use.add(errand.line)
                return errand
        return None

    def _run_timer(self) -> bool:
        if not self._timers or self._timers[0].due > self._clock():
            return False
        timer = heapq.heappop(self._timers)
        self._run_at(timer.due, timer.run)
        return True

    def _perform(self, errand: _Errand) -> None:
        sent_at = self._clock()
        try:
            result = self._fetched(errand.request)
        finally:
            with self.lock:
                self._lines_in_use.discard(errand.line)
                self._changed.notify_all()
        with self.lock:
            self._run_at(errand.queued_at + (self._clock() - sent_at), lambda: errand.then(result))

    def _fetched(self, request: WebhookRequest) -> FetchResult:
        try:
            return self._fetch(request.method, request.url, request.params, request.headers)
        except OSError as error:
            return FetchResult(0, str(error))

    def _run_at(self, moment: datetime, run: Callable[[], None]) -> None:
        before, self._moment = self._moment, moment
        try:
            run()
        finally:
            self._moment = before
