"""Ankomsttiden: times to choose from with one tap, and the time somebody types."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from app.actions.admission.errors import BadEta, EtaMissing, EtaTwice
from app.web.shared.words import clock_display, duration_display
from notifications.moments import SEASONS
from routing.calendar import to_local, to_utc
from routing.moments import BadMoment, moments_of, read_moment

STEP = 5  # minutes between the times that are offered
AHEAD = (15, 30, 45, 60, 90, 120)
# A clock time that has passed by more than this is tomorrow's.
LONG_AGO = timedelta(hours=12)
JUST_NOW = timedelta(minutes=1)
SUMMER, WINTER = SEASONS["sv"]
CLOCK = re.compile(rf"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])(?: ({SUMMER}|{WINTER}))?")


@dataclass(frozen=True, slots=True)
class EtaChoice:
    """One tap: ``value`` is the moment that is sent, in UTC, so that no two are the same words;
    ``clock`` the time that is shown, ``about`` how far away it is."""

    value: str
    clock: str
    about: str


def eta_choices(now: datetime) -> tuple[EtaChoice, ...]:
    """Times ahead, the same for five minutes on end: pressed twice they are one time."""
    start = now.replace(minute=now.minute - now.minute % STEP, second=0, microsecond=0)
    return tuple(
        EtaChoice(
            f"{start + timedelta(minutes=ahead):%Y-%m-%dT%H:%MZ}",
            clock_display(start + timedelta(minutes=ahead)),
            duration_display(ahead * 60),
        )
        for ahead in AHEAD
    )


def parse_eta(text: str, now: datetime) -> datetime | None:
    """The moment (UTC) of a choice or of a clock time, None for nothing.

    Raises ``BadEta`` for what is no clock time, or one that has just passed: ``EtaTwice`` in the
    hour of the autumn that comes twice while both lie ahead, ``EtaMissing`` in the spring's.
    """
    word = " ".join(text.lower().split())
    if not word:
        return None
    try:
        return read_moment(text, needs_zone=True)
    except BadMoment:
        found = CLOCK.fullmatch(word)
    if found is None:
        raise BadEta
    today, clock = to_local(now).date(), time(int(found[1]), int(found[2]))
    is_tomorrow = now - to_utc(today, clock) > LONG_AGO
    on = today + timedelta(days=1) if is_tomorrow else today
    return _one_of(moments_of(datetime.combine(on, clock)), now, season=found[3])


def _one_of(moments: tuple[datetime, ...], now: datetime, *, season: str | None) -> datetime:
    if not moments:
        raise EtaMissing
    meant = [one for one in moments if season in (None, _season(one))]
    ahead = [one for one in meant if one >= now - JUST_NOW]
    if not ahead:
        raise BadEta
    if len(ahead) > 1:
        raise EtaTwice
    return ahead[0]


def _season(moment: datetime) -> str:
    return SUMMER if to_local(moment).dst() else WINTER
