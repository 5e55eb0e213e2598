"""When to try again, as lists one can read."""

from collections.abc import Sequence
from datetime import datetime, timedelta

# Seconds between try n and n+1 at a provider that fails for the moment; the last one repeats until
# the message expires. For calls a patient is waiting, so the first ones are close.
DELAYS = (1, 1, 2, 4, 8, 10, 10, 10, 15, 15, 15, 30)

# Somebody is sought by text message while calls go on: close at first, soon too late.
TEXT_DELAYS = (1, 2, 5, 10, 20, 30, 60, 60, 120, 300)

# Mail is read later, and a mail server that says "not now" often wants minutes.
MAIL_DELAYS = (5, 30, 60, 120, 300, 600, 900, 1800, 3600)

# Seconds a try may take before its row counts as unknown (the process may have died).
SENDING_DEADLINE = 20


def next_attempt_at(
    tries: int, *, at: datetime, expires_at: datetime, delays: Sequence[int] = DELAYS
) -> datetime | None:
    """When to try again after ``tries`` failed ones; None when that is past the message's life.

    Shapes: ``tries`` ≥ 1; moments in UTC; ``delays`` in seconds.
    """
    again = at + pause_after(tries, delays=delays)
    return again if again < expires_at else None


def pause_after(tries: int, *, delays: Sequence[int] = DELAYS) -> timedelta:
    """How long to wait after so many failed tries (≥ 1)."""
    return timedelta(seconds=delays[min(tries, len(delays)) - 1])
