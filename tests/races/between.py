"""One is stopped between looking and acting, another runs meanwhile, then the first goes on.

Starting two together proves nothing: they meet once in a thousand times. Here they meet each time.
"""

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, event, text

PATIENCE = 60.0
"""Seconds until a test that waits for what never comes is given up."""

COMMIT = "COMMIT"
"""Stands for the end of a transaction among the statements one may be stopped before."""

Step = Callable[[], Any]

_WAITING = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@dataclass(frozen=True, slots=True)
class Met:
    """What came of both: each one's result, or what it raised. ``had_to_wait``: the second came to
    a lock that the first held, and went on when the first had ended."""

    first: Any
    second: Any
    had_to_wait: bool

    @property
    def both(self) -> tuple[Any, Any]:
        """The two results."""
        return self.first, self.second


def meet(engine: Engine, first: Step, second: Step, *, before: str, nth: int = 1) -> Met:
    """Stop ``first`` before the ``nth`` statement that matches ``before``, let ``second`` run to
    its end or to a lock, then let the first go on.

    Both use connections of ``engine``, each in a thread of its own. Fails when the first never
    comes to such a statement: a test of nothing.
    """
    one, other = _Runner(first), _Runner(second)
    with _stopped(engine, one, re.compile(before, re.DOTALL), nth) as gate:
        one.start()
        assert _comes_true(lambda: gate.is_there.is_set() or one.is_over), "it never ended"
        assert gate.is_there.is_set(), f"never came to {before!r}: {one.result!r}"
        other.start()
        had_to_wait = _runs_to_a_lock(engine, other)
        gate.opens.set()
        one.join()
        other.join()
    return Met(one.result, other.result, had_to_wait)


class _Runner:
    """A step in a thread; what it raises is its result."""

    def __init__(self, step: Step) -> None:
        self._step = step
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.result: Any = None

    def start(self) -> None:
        self._thread.start()

    def join(self) -> None:
        self._thread.join(PATIENCE)
        assert self.is_over, "it never ended"

    @property
    def is_me(self) -> bool:
        return threading.current_thread() is self._thread

    @property
    def is_over(self) -> bool:
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            self.result = self._step()
        except Exception as error:  # noqa: BLE001 - what a step raises is its result
            self.result = error


class _Gate:
    """Where the first is stopped, once."""

    def __init__(self) -> None:
        self.is_there = threading.Event()
        self.opens = threading.Event()

    def stop(self) -> None:
        self.is_there.set()
        self.opens.wait(PATIENCE)


@contextmanager
def _stopped(engine: Engine, runner: _Runner, before: re.Pattern[str], nth: int) -> Iterator[_Gate]:
    gate, seen = _Gate(), 0

    def look(statement: str) -> None:
        nonlocal seen
        if runner.is_me and before.search(statement):
            seen += 1
            if seen == nth:
                gate.stop()

    def on_statement(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        look(statement)

    def on_commit(_connection: Any) -> None:
        look(COMMIT)

    event.listen(engine, "before_cursor_execute", on_statement)
    event.listen(engine, "commit", on_commit)
    try:
        yield gate
    finally:
        gate.opens.set()
        event.remove(engine, "before_cursor_execute", on_statement)
        event.remove(engine, "commit", on_commit)


def _runs_to_a_lock(engine: Engine, runner: _Runner) -> bool:
    """Whether the runner waits for a lock; False when it has ended."""
    with engine.connect() as watching:
        watching.execution_options(isolation_level="AUTOCOMMIT")

        def waits() -> bool:
            return bool(watching.scalar(_WAITING))

        assert _comes_true(lambda: runner.is_over or waits()), "neither ended nor waits"
        return not runner.is_over


def _comes_true(is_so: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > until:
            return False
        time.sleep(0.002)
    return True


@contextmanager
def at_statement(engine: Engine, before: str, step: Step) -> Iterator[None]:
    """Run a step once, when this thread comes to a statement that matches ``before``."""
    me, pattern, is_done = threading.current_thread(), re.compile(before, re.DOTALL), False

    def on_statement(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        nonlocal is_done
        if threading.current_thread() is me and not is_done and pattern.search(statement):
            is_done = True
            step()

    event.listen(engine, "before_cursor_execute", on_statement)
    try:
        yield
        assert is_done, f"never came to {before!r}"
    finally:
        event.remove(engine, "before_cursor_execute", on_statement)
