"""Days and moments as text: the one place where what somebody wrote becomes a point in time.

A day is ``2026-11-30``. A moment is a day, ``T`` or a blank, and a clock time, perhaps with seconds
and perhaps with a zone (``2026-11-30T16:45``, ``2026-11-30T15:45:00Z``, ``…+01:00``); without one
it is Swedish time. That is ISO 8601 as the API documents it, and no more of it: a form that nobody
uses is a slip.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from routing.calendar import STOCKHOLM

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT: Final = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?P<between>[T ])"
    r"(?P<clock>[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?)"
    # In a query string an unescaped plus has become a blank.
    r"(?P<zone>Z|[+-][0-9]{2}(?::?[0-5][0-9])?| [0-9]{2}:?[0-5][0-9])?"
)
_LARGEST_OFFSET: Final = timedelta(hours=14)

FORM: Final = "Ska vara en tidpunkt, t.ex. 2026-12-24T10:00."
ZONE: Final = "Ange även tidszon, t.ex. 2026-12-24T10:00+01:00."
DAY_FORM: Final = "Ska vara ett datum, t.ex. 2026-12-24."


class BadMoment(ValueError):
    """The text is no day or no moment; the message is a sentence in Swedish."""


def read_day(text: str) -> date:
    """``2026-11-30``; raises ``BadMoment``."""
    try:
        if _DAY.fullmatch(text.strip()):
            return date.fromisoformat(text.strip())
    except ValueError:
        pass
    raise BadMoment(DAY_FORM)


def read_moment(text: str, *, needs_zone: bool = False, latest: datetime | None = None) -> datetime:
    """The moment (UTC) that a text stands for.

    An hour that comes twice in the autumn needs its zone, unless only one of the two is not after
    ``latest``. Raises ``BadMoment``, also for the clock times that are missing in the spring.
    """
    found = _MOMENT.fullmatch(text.strip())
    zone = found["zone"] or "" if found else ""
    if found is None or (zone.startswith(" ") and found["between"] != "T"):
        raise BadMoment(FORM)
    if needs_zone and not zone:
        raise BadMoment(ZONE)
    try:
        clock = time.fromisoformat(found["clock"])
        local = datetime.combine(date.fromisoformat(found["day"]), clock)
        if zone:
            return _with_zone(local, zone)
        return _swedish(local, latest)
    except BadMoment:
        raise
    except (ValueError, OverflowError):
        raise BadMoment(FORM) from None


def moments_of(local: datetime) -> tuple[datetime, ...]:
    """Every moment (UTC) when the clock on the wall shows a time: none, one or two, in order."""
    both = (local.replace(tzinfo=STOCKHOLM, fold=fold).astimezone(UTC) for fold in (0, 1))
    shown = (one for one in both if one.astimezone(STOCKHOLM).replace(tzinfo=None) == local)
    return tuple(dict.fromkeys(shown))


def _with_zone(local: datetime, zone: str) -> datetime:
    word = zone.replace(" ", "+")
    if word == "Z":
        return local.replace(tzinfo=UTC)
    moment = datetime.fromisoformat(f"{local.isoformat()}{word}")
    if abs(moment.utcoffset() or timedelta()) > _LARGEST_OFFSET:
        raise BadMoment(FORM)
    return moment.astimezone(UTC)


def _swedish(local: datetime, latest: datetime | None) -> datetime:
    found = moments_of(local)
    possible = [one for one in found if latest is None or one <= latest] or list(found[:1])
    if len(possible) == 1:
        return possible[0]
    written = local.isoformat(timespec="minutes")
    if not found:
        later = (local + timedelta(hours=1)).isoformat(timespec="minutes")
        raise BadMoment(
            f"Klockslaget finns inte: klockan ställs fram den natten. Skriv t.ex. {later}."
        )
    raise BadMoment(
        f"Klockslaget finns två gånger den natten. Skriv {written}+02:00 (sommartid) eller "
        f"{written}+01:00 (vintertid)."
    )
