"""Who runs the errands: nobody but the caller, or a bounded number of threads."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

Errand = Callable[[], None]

# Errands one takes on at a time.
BATCH = 16


class Crew(Protocol):
    """Runs errands. An errand handles its own failures."""

    def wait_for_hands(self) -> int:
        """Wait until somebody is free; returns how many errands may be given now, at least 1."""

    def give(self, errand: Errand) -> None:
        """Have an errand run, now or soon."""


class Alone:
    """The caller runs each errand before the next is given."""

    def wait_for_hands(self) -> int:
        """A handful at a time."""
        return BATCH

    def give(self, errand: Errand) -> None:
        """Run it."""
        errand()


class Threads:
    """At most ``size`` errands at once. One that takes long keeps one thread, and nobody else:
    new errands are given as soon as any of the others is done."""

    def __init__(self, size: int) -> None:
        self._pool = ThreadPoolExecutor(size, thread_name_prefix="errand")
        self._free = size
        self._changed = threading.Condition()

    def wait_for_hands(self) -> int:
        """How many are free, when at least one is."""
        with self._changed:
            self._changed.wait_for(lambda: self._free > 0)
            return min(self._free, BATCH)

    def give(self, errand: Errand) -> None:
        """Let the next free thread run it."""
        with self._changed:
            self._free -= 1
        self._pool.submit(self._run, errand)

    def finish(self) -> None:
        """Let what is under way be done, and take on nothing more."""
        self._pool.shutdown(wait=True)

    def _run(self, errand: Errand) -> None:
        try:
            errand()
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify()
