"""A telephone provider that does as the test says, behind the same four methods as the real one."""

import itertools
import threading
from collections import deque
from collections.abc import Callable, Set
from datetime import datetime

from notifications.channels.base import CallOrder


class ScriptedProvider:
    """Takes every order unless told otherwise; remembers all that was asked of it.

    ``failures`` are raised by the next calls, one each; with ``loses_answers`` a failing call is
    made all the same. ``meanwhile`` runs while the provider thinks.
    """

    def __init__(self) -> None:
        self.failures: deque[Exception] = deque()
        self.loses_answers = False
        self.meanwhile: Callable[[CallOrder], object] = lambda _order: None
        self.made: list[tuple[str, CallOrder]] = []
        self.hung_up: list[str] = []
        self.redirected: list[tuple[str, str]] = []
        self.questions = 0
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    def call(self, order: CallOrder) -> str:
        self.meanwhile(order)
        with self._lock:
            failure = self.failures.popleft() if self.failures else None
            if failure is not None and not self.loses_answers:
                raise failure
            call_id = f"CA{id(self) % 16**8:08x}{next(self._numbers):024x}"
            self.made.append((call_id, order))
        if failure is not None:
            raise failure
        return call_id

    def redirect(self, call_id: str, *, url: str) -> None:
        self.redirected.append((call_id, url))

    def hang_up(self, call_id: str) -> None:
        self.hung_up.append(call_id)

    def find_call(
        self, order: CallOrder, *, since: datetime, excluding: Set[str] = frozenset()
    ) -> str | None:
        self.questions += 1
        for call_id, made in reversed(self.made):
            if made.to == order.to and call_id not in excluding and call_id not in self.hung_up:
                return call_id
        return None

    def rung(self) -> list[str]:
        """The numbers rung, in order."""
        return [order.to for _call_id, order in self.made]
