"""Several steps at the same instant, each in a thread of its own."""

import threading
from collections.abc import Callable
from typing import Any


def at_once(*steps: Callable[[], Any]) -> list[Any]:
    """Run steps in threads that start together; each one's result, or what it raised."""
    ready = threading.Barrier(len(steps))
    results: list[Any] = [None] * len(steps)

    def run(number: int, step: Callable[[], Any]) -> None:
        ready.wait()
        try:
            results[number] = step()
        except Exception as error:  # noqa: BLE001 - what a step raises is its result
            results[number] = error

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
