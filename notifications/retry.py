"""When to try again, as a list one can read."""

from datetime import datetime, timedelta

# Seconds between try n and n+1 at a provider that fails for the moment. A patient is waiting, so
# the first ones are close; the last one repeats until the message expires.
DELAYS = (1, 1, 2, 4, 8, 10, 10, 10, 15, 15, 15, 30)

# Seconds a try may take before its row counts as unknown (the process may have died).
SENDING_DEADLINE = 20


def next_attempt_at(tries: int, *, at: datetime, expires_at: datetime) -> datetime | None:
    """When to try again after ``tries`` failed ones; None when that is past the message's life.

    Shapes: ``tries`` ≥ 1; moments in UTC.
    """
    delay = DELAYS[min(tries, len(DELAYS)) - 1]
    again = at + timedelta(seconds=delay)
    return again if again < expires_at else None
