"""Faults on purpose: what the provider does to REST requests, callbacks and text messages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random

_LONGEST_DELAY_SECONDS = 3600.0
_MOST_COPIES = 10


class OutageMode(StrEnum):
    """Whether the exchange does what it is asked during an outage, and whether it says so."""

    REFUSES = "refuses"
    ACCEPTS_BUT_FAILS = "accepts-but-fails"
    SLOW = "slow"


@dataclass(frozen=True, slots=True)
class Outage:
    """A fault of the provider: every REST request gets this status, after so many real seconds.

    ``only`` limits it to some kinds of resource (`Calls`, `Messages`, `Conferences`); with the
    mode SLOW the true answer comes, late.
    """

    status: int = 503
    delay_seconds: float = 0.0
    mode: OutageMode = OutageMode.REFUSES
    headers: Mapping[str, str] = field(default_factory=dict)
    only: frozenset[str] = frozenset()

    def strikes(self, kind: str) -> bool:
        """Whether requests for this kind of resource are hit."""
        return not self.only or kind in self.only


@dataclass(frozen=True, slots=True)
class WebhookFaults:
    """What happens to status callbacks on their way: late, several times, in another order.

    Every copy is ``delay_seconds`` late (an hour at most). ``shuffle`` is the seed of what else is
    random: each copy is then up to ``spread_seconds`` later still, the same for the same seed.
    ``lies_after_seconds`` tells `completed` that long after an answer although the call goes on.
    ``forges`` lets a stranger tell, before each callback, that the call failed: signed wrongly.
    """

    delay_seconds: float = 0.0
    copies: int = 1
    shuffle: int | None = None
    spread_seconds: float = 10.0
    lies_after_seconds: float | None = None
    forges: bool = False

    def __post_init__(self) -> None:
        """Refuse what no provider does."""
        seconds = (self.delay_seconds, self.spread_seconds, self.lies_after_seconds or 0.0)
        if not all(0 <= one <= _LONGEST_DELAY_SECONDS for one in seconds):
            raise ValueError("en fördröjning är mellan 0 sekunder och en timme")
        if not 1 <= self.copies <= _MOST_COPIES:
            raise ValueError(f"ett statusanrop kommer en till {_MOST_COPIES} gånger")


NO_FAULTS = WebhookFaults()


class Disturbance:
    """Draws how late each copy of a callback comes; the same draw for the same faults."""

    def __init__(self, faults: WebhookFaults = NO_FAULTS) -> None:
        self.faults = faults
        self._random = Random(faults.shuffle)  # noqa: S311 - a fault to be repeated, not a secret

    @property
    def is_calm(self) -> bool:
        """Whether callbacks go out as they should: once, at once and in order."""
        faults = self.faults
        return not (faults.delay_seconds or faults.copies > 1 or self._shuffles or faults.forges)

    @property
    def _shuffles(self) -> bool:
        return self.faults.shuffle is not None

    def delays(self) -> tuple[float, ...]:
        """Seconds until each copy of the next callback is sent."""
        return tuple(
            self.faults.delay_seconds + self._more_seconds() for _copy in range(self.faults.copies)
        )

    def _more_seconds(self) -> float:
        return self._random.uniform(0, self.faults.spread_seconds) if self._shuffles else 0.0
