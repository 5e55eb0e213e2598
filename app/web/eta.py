"""Ankomsttiden: times to choose from with one tap, and the time somebody types."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from app.actions.errors import BadEta
from app.labels import clock_display, duration_display
from routing.calendar import to_local, to_utc

STEP = 5  # minutes between the times that are offered
AHEAD = (15, 30, 45, 60, 90, 120)
# A clock time that has passed by more than this is tomorrow's.
LONG_AGO = timedelta(hours=12)
CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


@dataclass(frozen=True, slots=True)
class EtaChoice:
    """One tap: ``clock`` is the time that is sent, ``about`` how far away it is."""

    clock: str
    about: str


def eta_choices(now: datetime) -> tuple[EtaChoice, ...]:
    """Times ahead, the same for five minutes on end: pressed twice they are one time."""
    start = now.replace(minute=now.minute - now.minute % STEP, second=0, microsecond=0)
    return tuple(
        EtaChoice(clock_display(start + timedelta(minutes=ahead)), duration_display(ahead * 60))
        for ahead in AHEAD
    )


def parse_eta(text: str, now: datetime) -> datetime | None:
    """The moment (UTC) of a clock time, None for nothing.

    Raises ``BadEta`` for what is no clock time, or one that has just passed.
    """
    word = text.strip()
    if not word:
        return None
    found = CLOCK.fullmatch(word)
    if found is None:
        raise BadEta
    today = to_local(now).date()
    clock = time(int(found[1]), int(found[2]))
    moment = to_utc(today, clock)
    if now - moment > LONG_AGO:
        moment = to_utc(today + timedelta(days=1), clock)
    if moment < now - timedelta(minutes=1):
        raise BadEta
    return moment
