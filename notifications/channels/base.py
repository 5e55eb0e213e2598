"""What the dispatch needs of a telephone provider, and the two ways in which one fails.

Another provider is put behind this by writing one class with these four methods.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class CallOrder:
    """A call to make. ``to`` is E.164; the URLs are ours: what the call does when picked up, and
    where its progress is reported. ``ring_seconds`` is how long it may ring.
    """

    to: str
    answer_url: str
    status_url: str
    ring_seconds: int


class VoiceChannel(Protocol):
    """A telephone provider."""

    def call(self, order: CallOrder) -> str:
        """Start a call; returns the provider's call id. Raises Temporary- or PermanentFailure."""

    def redirect(self, call_id: str, *, url: str) -> None:
        """Let a live call go on at ``url``."""

    def hang_up(self, call_id: str) -> None:
        """End a call, ringing or talking; a call that has ended already is fine."""

    def find_call(
        self, order: CallOrder, *, since: datetime, excluding: Set[str] = frozenset()
    ) -> str | None:
        """The live call that this order led to, if it did: asked when its answer never came.

        ``excluding`` are the ids of calls known to be others'.
        """


class TemporaryFailure(Exception):
    """The provider cannot just now; trying again may help. ``code`` is the provider's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class PermanentFailure(Exception):
    """Trying again cannot help, e.g. a number that does not exist."""

    def __init__(self, code: str, *, is_bad_number: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.is_bad_number = is_bad_number
