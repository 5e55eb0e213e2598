"""The Swedish calendar: local time, red days (röda dagar), eves (aftnar), on-call hours (jourtid).

Red days follow lag (1989:253) om allmänna helgdagar: every Sunday and the named holidays. Eves are
working days in law; which of them count as red is a setting of each rota and each schedule. A
squeeze day (klämdag) has no definition and is therefore an exception per unit, never a rule here.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

import holidays

STOCKHOLM: Final = ZoneInfo("Europe/Stockholm")
DAY: Final = timedelta(days=1)
MIDNIGHT: Final = time(0)
YEARS: Final = range(2000, 2101)

EVES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "trettondagsafton": "Trettondagsafton",
        "skartorsdagen": "Skärtorsdagen",
        "paskafton": "Påskafton",
        "valborgsmassoafton": "Valborgsmässoafton",
        "pingstafton": "Pingstafton",
        "midsommarafton": "Midsommarafton",
        "allhelgonaafton": "Allhelgonaafton",
        "julafton": "Julafton",
        "nyarsafton": "Nyårsafton",
    }
)
_FIXED_EVES: Final = {
    (1, 5): "trettondagsafton",
    (4, 30): "valborgsmassoafton",
    (12, 24): "julafton",
    (12, 31): "nyarsafton",
}
_DAYS_BEFORE: Final = {
    "Påskdagen": ((1, "paskafton"), (3, "skartorsdagen")),
    "Pingstdagen": ((1, "pingstafton"),),
    "Midsommardagen": ((1, "midsommarafton"),),
    "Alla helgons dag": ((1, "allhelgonaafton"),),
}


class UnknownZone(ValueError):
    """A moment without time zone reached a rule."""


class MomentOutOfRange(ValueError):
    """A moment outside the years the calendar answers for (see ``YEARS``)."""


def in_utc(at: datetime) -> datetime:
    """The same moment in UTC; ``UnknownZone`` when it has no zone."""
    if at.tzinfo is UTC:
        return at
    if at.tzinfo is None:
        raise UnknownZone("a moment needs a time zone")
    return at.astimezone(UTC)


def whole_minute(at: datetime) -> datetime:
    """The minute a moment lies in, in UTC: hours and rotas are stated in whole minutes.

    Raises ``UnknownZone`` and ``MomentOutOfRange``.
    """
    at = in_utc(at)
    if at.year not in YEARS:
        raise MomentOutOfRange(f"the calendar knows the years {YEARS[0]}-{YEARS[-1]}")
    return at.replace(second=0, microsecond=0)


def to_local(at: datetime) -> datetime:
    """The moment as the clock on the wall shows it; ``UnknownZone`` when it has no zone."""
    if at.tzinfo is None:
        raise UnknownZone("a moment needs a time zone")
    return at.astimezone(STOCKHOLM)


@lru_cache(maxsize=8192)
def to_utc(on: date, clock: time) -> datetime:
    """The moment in UTC when the wall clock shows ``clock`` (whole minutes) on a local date.

    In the autumn an hour comes twice: the first is meant. In the spring an hour is missing: its
    times all mean the moment the clock jumps. So a later clock time is never an earlier moment.
    """
    wall = datetime.combine(on, clock.replace(second=0, microsecond=0, fold=0), STOCKHOLM)
    moment = wall.astimezone(UTC)
    if moment.astimezone(STOCKHOLM).time() != wall.time():
        return moment.replace(minute=0)  # the missing hour begins at a whole hour, also in UTC
    return moment


@lru_cache(maxsize=len(YEARS))
def _holidays_in(year: int) -> Mapping[date, str]:
    # The language is given, else the machine's locale decides the names.
    return dict(holidays.country_holidays("SE", years=year, language="sv", categories=("public",)))


@lru_cache(maxsize=len(YEARS))
def _eves_in(year: int) -> Mapping[date, str]:
    fixed = {date(year, month, day): eve for (month, day), eve in _FIXED_EVES.items()}
    moving = {
        on - days * DAY: eve
        for on, names in _holidays_in(year).items()
        for name in names.split("; ")
        for days, eve in _DAYS_BEFORE.get(name, ())
    }
    return fixed | moving


def holiday_name(on: date) -> str | None:
    """The name of the public holiday (helgdag) on a date; an ordinary Sunday has none."""
    return _holidays_in(on.year).get(on)


def eve_on(on: date) -> str | None:
    """Which eve (a key of ``EVES``) a date is."""
    return _eves_in(on.year).get(on)


def eve_name(on: date) -> str | None:
    """The Swedish name of the eve (afton) on a date."""
    eve = eve_on(on)
    return EVES[eve] if eve else None


@lru_cache(maxsize=8192)
def is_holiday(on: date, *, eves_as_red: frozenset[str]) -> bool:
    """A named holiday, or an eve that counts as one; an ordinary Sunday is not."""
    return on in _holidays_in(on.year) or _eves_in(on.year).get(on) in eves_as_red


def is_red_day(on: date, *, eves_as_red: frozenset[str]) -> bool:
    """Röd dag: a Sunday, a named holiday, or an eve that counts as red (keys of ``EVES``)."""
    return on.weekday() == 6 or is_holiday(on, eves_as_red=eves_as_red)


def is_weekday(on: date, *, eves_as_red: frozenset[str]) -> bool:
    """Vardag: Monday to Friday and not red."""
    return on.weekday() < 5 and not is_holiday(on, eves_as_red=eves_as_red)


def weekdays_between(first: date, last: date, *, eves_as_red: frozenset[str]) -> int:
    """How many weekdays (vardagar) there are from a date to before another."""
    years = range(first.year, last.year)
    before_last = sum(_weekdays_before(year, eves_as_red)[-1] for year in years)
    before_last += _weekdays_before(last.year, eves_as_red)[last.timetuple().tm_yday - 1]
    return before_last - _weekdays_before(first.year, eves_as_red)[first.timetuple().tm_yday - 1]


@lru_cache(maxsize=1024)
def _weekdays_before(year: int, eves_as_red: frozenset[str]) -> tuple[int, ...]:
    """For each day of the year, and for its end: how many weekdays of the year came before."""
    first = date(year, 1, 1)
    days = (first + number * DAY for number in range((date(year + 1, 1, 1) - first).days))
    weekdays = (is_weekday(on, eves_as_red=eves_as_red) for on in days)
    return tuple(accumulate(weekdays, initial=0))
