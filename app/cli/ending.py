"""Ending on SIGTERM: what is under way may finish, but not for ever."""

import logging
import os
import signal
import threading
from collections.abc import Callable
from typing import Final

log = logging.getLogger(__name__)

SECONDS_TO_END: Final = 8.0
"""A service manager that waits ten seconds need not kill us."""


def end_on_signal(begin: Callable[[], None], *, seconds: float = SECONDS_TO_END) -> None:
    """Call ``begin`` at the first SIGTERM or SIGINT; whatever still runs later ends with us.

    Nothing is lost by that: the rows are the truth, and the next worker goes on from them.
    """
    is_ending = threading.Event()

    def _signalled(_number: int, _frame: object) -> None:
        if is_ending.is_set():
            return
        is_ending.set()
        deadline = threading.Timer(seconds, _end_now)
        deadline.daemon = True
        deadline.start()
        begin()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _signalled)


def _end_now() -> None:
    log.warning("something was still under way when it was time to end; it is left to the next")
    os._exit(0)
