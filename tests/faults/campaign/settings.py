"""What a campaign is made of: how much, how fast, and on which nights."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

TOKEN = "lab-token"
PUBLIC_URL = "https://kontaktvagar.example"
LOCALHOST = "127.0.0.1"

# Where each leg begins: two minutes before what makes the night, or the morning, hard.
LEGS = {
    "sommartiden slutar": datetime(2026, 10, 25, 0, 58, tzinfo=UTC),
    "sommartiden börjar": datetime(2027, 3, 28, 0, 58, tzinfo=UTC),
    "passbyte måndag 08": datetime(2026, 11, 23, 6, 58, tzinfo=UTC),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """How much of everything. ``speed``: campaign seconds per real second."""

    seed: int = 1
    kills: int = 201
    requests: int = 210
    speed: float = 5.0
    seconds_between_kills: float = 1.6

    def of_leg(self, number: int, legs: int) -> "Settings":
        """This leg's share of kills and requests, with a seed of its own."""
        return Settings(
            seed=self.seed * 1000 + number,
            kills=_share(self.kills, number, legs),
            requests=_share(self.requests, number, legs),
            speed=self.speed,
            seconds_between_kills=self.seconds_between_kills,
        )


def _share(total: int, number: int, parts: int) -> int:
    return total // parts + (1 if number < total % parts else 0)


@dataclass(frozen=True, slots=True)
class SharedClock:
    """One clock for all processes: on Linux the monotonic clock is the whole machine's."""

    start: datetime
    begun: float
    speed: float

    @classmethod
    def starting(cls, start: datetime, *, speed: float) -> "SharedClock":
        """A clock that shows ``start`` now."""
        return cls(start, time.monotonic(), speed)

    def __call__(self) -> datetime:
        """The campaign's moment, in UTC."""
        passed = (time.monotonic() - self.begun) * self.speed
        return self.start + timedelta(seconds=passed)

    def real(self, seconds: float) -> float:
        """Campaign seconds as real ones."""
        return seconds / self.speed

    def sleep(self, seconds: float) -> None:
        """Sleep so many campaign seconds."""
        time.sleep(self.real(seconds))


def until(is_so: Callable[[], object], *, patience: float, pause: float = 0.05) -> bool:
    """Wait until something is so, at most ``patience`` real seconds; False when it never was."""
    deadline = time.monotonic() + patience
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True
