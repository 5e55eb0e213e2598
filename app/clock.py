"""The only place that reads the clock; everything else is handed the moment."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The moment now, in UTC."""
    return datetime.now(UTC)
