"""The only place that reads the clock; everything else is handed the moment."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The moment now, in UTC."""
    return datetime.now(UTC)


def clock_from(start: datetime) -> Clock:
    """A clock that shows ``start`` now and goes on from there: for a demonstration at night."""
    begun = time.monotonic()
    begin = start.astimezone(UTC)
    return lambda: begin + timedelta(seconds=time.monotonic() - begun)
