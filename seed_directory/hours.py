"""Opening hours as an editor writes them: ``mån-fre 08:00-17:00; lör 10-14; röda dagar stängt``.

Parts are separated by ``;``. A part is one of

* days and clock times: ``mån-tor 08-12, 13-17``, ``lör, sön 10-14``, ``vardagar 08-17``,
  ``fre dygnet runt``, ``sön stängt``, ``röda dagar 10-14``, ``helger och röda dagar stängt``,
  ``alla dagar 08-20``; ``dygnet runt`` alone is every minute of all days;
* the same, but only ``från 2026-06-01 till 2026-08-31`` (or one of the two); ``stängt`` alone then
  means all days. It replaces what holds in general on those days, while it lasts;
* ``röda dagar som vanligt``: no day is red here;
* a date of its own: ``2026-05-15 stängt (klämdag)``;
* ``aftnar midsommarafton, julafton``: the eves that count as red days; unsaid means midsummer,
  Christmas and New Year's Eve; ``inga aftnar``: none.

Unless red days are spoken of it is closed on them; ``alla dagar`` speaks of them. What is said of
fewer days beats what is said of more (``routing.opening_hours``), and a part that changes nothing
is refused. An empty text is not a schedule: unknown hours are not closed hours.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, time

from routing.calendar import EVES
from routing.moments import BadMoment, read_day
from routing.opening_hours import DateException, Interval, RedDays, WeeklyHours
from routing.opening_hours import OpeningHours as Hours
from seed_directory.hours_parts import AS_USUAL, Part, assembled
from seed_directory.hours_parts import BadHours as BadHours
from seed_directory.hours_that_matter import check_that_each_matters
from seed_directory.words import fold

DAYS = {"man": 0, "tis": 1, "ons": 2, "tor": 3, "fre": 4, "lor": 5, "son": 6}
ALL_DAYS = "alla dagar"
RED_DAYS = "röda dagar"
WEEKENDS_AND_RED_DAYS = "helger och röda dagar"
GROUPS = {"vardagar": range(5), ALL_DAYS: range(7)}
WHOLE_DAY = Interval(time(0), time(0))

DAY_WORD = r"(?:mån|tis|ons|tors?|fre|lör|sön)(?:dag)?(?:ar)?"
NAMED_DAYS = rf"{DAY_WORD}(?:\s*[-–,]\s*{DAY_WORD})*|vardagar|{ALL_DAYS}"
DAYS_ALONE = re.compile(NAMED_DAYS)
ON_DAYS = re.compile(rf"(?P<days>{NAMED_DAYS}|{RED_DAYS}|{WEEKENDS_AND_RED_DAYS})\s+(?P<times>.+?)")
BETWEEN = re.compile(
    r"(?P<what>.+?)(?:\s+från(?:\s+och\s+med)?\s+(?P<from>\S+))?"
    r"(?:\s+till(?:\s+och\s+med)?\s+(?P<to>\S+))?"
)
DATED = re.compile(r"(?P<on>\d{4}-\d{2}-\d{2})\s+(?P<times>[^()]+?)\s*(?:\((?P<note>[^()]*)\))?")
EVENINGS = re.compile(r"(?:aftnar\s+(?P<eves>.+)|inga aftnar)")
CLOCK_TIMES = re.compile(r"(\d{1,2}(?:[:.]\d{2})?)\s*[-–]\s*(\d{1,2}(?:[:.]\d{2})?)")


def read_hours(text: str) -> Hours:
    """The schedule that a text describes; raises ``BadHours``."""
    parts = [_read_part(part.strip()) for part in text.split(";") if part.strip()]
    if not parts:
        raise BadHours("öppettiderna är tomma")
    hours = assembled(parts)
    if not any(part.says_days for part in parts):
        raise BadHours(f"”{text}” säger inga veckodagar")
    check_that_each_matters(parts, hours)
    return hours


def _read_part(part: str) -> Part:
    words = part.lower()
    if match := DATED.fullmatch(part):
        intervals = read_intervals(match["times"].lower())
        exception = DateException(read_date(match["on"]), intervals, match["note"] or "")
        return Part(part, (match["on"],), exceptions=(exception,))
    if match := EVENINGS.fullmatch(words):
        return Part(part, ("aftnar",), eves=frozenset(_read_eves(match["eves"] or "")))
    between = BETWEEN.fullmatch(words)
    if between is None:
        raise _unreadable(part)
    dates = _read_dates(between)
    what = between["what"]
    if what == "dygnet runt" or (what == "stängt" and any(dates)):
        what = f"{ALL_DAYS} {what}"
    match = ON_DAYS.fullmatch(what)
    if match is None:
        raise _unreadable(part)
    return (_of_period if any(dates) else _in_general)(part, match, dates)


def _unreadable(part: str) -> BadHours:
    return BadHours(f"”{part}” går inte att läsa; skriv t.ex. ”mån-fre 08:00-17:00”")


def _read_dates(between: re.Match[str]) -> tuple[date | None, date | None]:
    starts_on = read_date(between["from"]) if between["from"] else None
    ends_on = read_date(between["to"]) if between["to"] else None
    if starts_on and ends_on and ends_on < starts_on:
        raise BadHours(f"”{between[0]}” slutar innan det börjar")
    return starts_on, ends_on


def _in_general(part: str, match: re.Match[str], _dates: tuple[date | None, date | None]) -> Part:
    """What holds whenever nothing else is said."""
    words = match["days"]
    if words == RED_DAYS and match["times"] == "som vanligt":
        return Part(part, (RED_DAYS,), red=AS_USUAL)
    intervals = read_intervals(match["times"])
    if words == RED_DAYS:
        return Part(part, (RED_DAYS,), red=intervals)
    days = [5, 6] if words == WEEKENDS_AND_RED_DAYS else list(_read_days(words))
    keys = tuple(f"veckodag {day}" for day in days)
    return Part(
        part,
        keys if words != WEEKENDS_AND_RED_DAYS else (*keys, RED_DAYS),
        weekly=tuple(WeeklyHours(day, interval) for day in days for interval in intervals),
        red=intervals if words == WEEKENDS_AND_RED_DAYS else None,
        says_days=True,
        is_all_days=words == ALL_DAYS,
    )


def _of_period(part: str, match: re.Match[str], dates: tuple[date | None, date | None]) -> Part:
    """What replaces that between two dates; closed is said as well as open."""
    words = match["days"]
    intervals: Sequence[Interval | None] = read_intervals(match["times"]) or (None,)
    days = dict(_days_of_period(words))
    keys = {f"veckodag {day}" for day, red in days.items() if red is not RedDays.ONLY}
    keys |= {RED_DAYS} if RedDays.ONLY in days.values() else set()
    return Part(
        part,
        tuple(f"{key} {dates}" for key in sorted(keys)),
        weekly=tuple(
            WeeklyHours(day, interval, *dates, red)
            for day, red in days.items()
            for interval in intervals
        ),
        says_days=words != RED_DAYS,
    )


def _days_of_period(words: str) -> Iterator[tuple[int, RedDays]]:
    if words == RED_DAYS:
        yield from ((day, RedDays.ONLY) for day in range(7))
    elif words == WEEKENDS_AND_RED_DAYS:
        yield from ((day, RedDays.TOO if day > 4 else RedDays.ONLY) for day in range(7))
    else:
        red = RedDays.TOO if words == ALL_DAYS else RedDays.NOT
        yield from ((day, red) for day in _read_days(words))


def read_weekdays(text: str) -> list[int]:
    """``mån-fre``, ``lör, sön``, ``vardagar`` or ``alla dagar``, Monday is 0; raises
    ``BadHours``."""
    words = text.strip().lower()
    if not DAYS_ALONE.fullmatch(words):
        raise BadHours(f"”{text}” är inga veckodagar; skriv t.ex. ”mån-fre”")
    return sorted(set(_read_days(words)))


def _read_days(text: str) -> Iterator[int]:
    if text in GROUPS:
        yield from GROUPS[text]
        return
    for piece in text.split(","):
        ends = [DAYS[fold(word)[:3]] for word in re.split(r"\s*[-–]\s*", piece.strip())]
        if len(ends) > 2 or ends[-1] < ends[0]:
            raise BadHours(f"”{piece.strip()}” är inga veckodagar i följd")
        yield from range(ends[0], ends[-1] + 1)


def _read_eves(text: str) -> Iterator[str]:
    for name in filter(None, (piece.strip() for piece in text.split(","))):
        if fold(name) not in EVES:
            raise BadHours(f"”{name}” är ingen afton som kalendern känner")
        yield fold(name)


def read_intervals(text: str) -> tuple[Interval, ...]:
    """``08-12, 13:30-17``, ``dygnet runt`` or ``stängt`` as intervals; raises ``BadHours``."""
    if text == "stängt":
        return ()
    if text == "dygnet runt":
        return (WHOLE_DAY,)
    return tuple(_read_interval(piece.strip()) for piece in text.split(","))


def _read_interval(text: str) -> Interval:
    match = CLOCK_TIMES.fullmatch(text)
    if not match:
        raise BadHours(f"”{text}” är inga klockslag; skriv t.ex. ”08:00-17:00”")
    return Interval(read_clock(match[1]), read_clock(match[2]))


def read_clock(text: str) -> time:
    """``8``, ``08`` or ``08:30`` as a clock time; 24 is midnight; raises ``BadHours``."""
    hour, _, minute = text.replace(".", ":").partition(":")
    if int(hour) == 24 and int(minute or 0) == 0:
        return time(0)
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        raise BadHours(f"”{text}” är inget klockslag") from None


def read_date(text: str) -> date:
    """An ISO date; raises ``BadHours``."""
    try:
        return read_day(text)
    except BadMoment:
        raise BadHours(f"”{text}” är inget datum; skriv t.ex. 2026-05-15") from None
