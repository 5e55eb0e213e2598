"""Opening hours as an editor writes them: ``mån-fre 08:00-17:00; lör 10-14; röda dagar stängt``.

Parts are separated by ``;``. A part is one of

* ``dygnet runt`` (alone): every minute, red days too;
* days and clock times: ``mån-tor 08-12, 13-17``, ``lör, sön 10-14``, ``alla dagar 08-20``,
  ``fre dygnet runt``, ``sön stängt``; only then with ``från 2026-06-01 till 2026-08-31``;
* ``röda dagar stängt``, ``röda dagar 10-14`` or ``röda dagar som vanligt``; unsaid means closed;
* a date of its own: ``2026-05-15 stängt (klämdag)``;
* ``aftnar midsommarafton, julafton``: the eves that count as red days; unsaid means midsummer,
  Christmas and New Year's Eve; ``inga aftnar``: none.

An empty text is not a schedule: unknown hours are not closed hours.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time

from routing.calendar import EVES
from routing.moments import BadMoment, read_day
from routing.opening_hours import DateException, Interval, OpeningHours, WeeklyHours
from seed_directory.words import fold

DAYS = {"man": 0, "tis": 1, "ons": 2, "tor": 3, "fre": 4, "lor": 5, "son": 6}
GROUPS = {"vardagar": range(5), "alla dagar": range(7)}
WHOLE_DAY = Interval(time(0), time(0))

DAY_WORD = r"(?:mån|tis|ons|tors?|fre|lör|sön)(?:dag)?(?:ar)?"
WEEKLY = re.compile(
    rf"(?P<days>{DAY_WORD}(?:\s*[-–,]\s*{DAY_WORD})*|vardagar|alla dagar)\s+(?P<times>.+?)"
    r"(?:\s+från\s+(?P<from>\S+))?(?:\s+till\s+(?P<to>\S+))?"
)
DAYS_ALONE = re.compile(rf"{DAY_WORD}(?:\s*[-–,]\s*{DAY_WORD})*|vardagar|alla dagar")
RED_DAYS = re.compile(r"röda dagar\s+(?P<times>.+)")
DATED = re.compile(r"(?P<on>\d{4}-\d{2}-\d{2})\s+(?P<times>[^()]+?)\s*(?:\((?P<note>[^()]*)\))?")
EVENINGS = re.compile(r"(?:aftnar\s+(?P<eves>.+)|inga aftnar)")
CLOCK_TIMES = re.compile(r"(\d{1,2}(?:[:.]\d{2})?)\s*[-–]\s*(\d{1,2}(?:[:.]\d{2})?)")


class BadHours(ValueError):
    """The text is no opening hours; the message says which part, in Swedish."""


@dataclass(slots=True)
class _Draft:
    weekly: list[WeeklyHours] = field(default_factory=list)
    red: tuple[Interval, ...] | None = ()
    exceptions: list[DateException] = field(default_factory=list)
    eves: frozenset[str] | None = None
    has_weekdays: bool = False
    said: set[str] = field(default_factory=set)


def read_hours(text: str) -> OpeningHours:
    """The schedule that a text describes; raises ``BadHours``."""
    draft = _Draft()
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if not parts:
        raise BadHours("öppettiderna är tomma")
    for part in parts:
        _read_part(part, draft)
    if not draft.has_weekdays:
        raise BadHours(f"”{text}” säger inga veckodagar")
    hours = OpeningHours(
        weekly=tuple(draft.weekly), on_red_days=draft.red, exceptions=tuple(draft.exceptions)
    )
    if draft.eves is None:
        return hours
    return OpeningHours(hours.weekly, hours.on_red_days, hours.exceptions, draft.eves)


def _read_part(part: str, draft: _Draft) -> None:
    words = part.lower()
    if words == "dygnet runt":
        _claim(draft, *(f"veckodag {day}" for day in range(7)))
        draft.has_weekdays = True
        draft.weekly += [WeeklyHours(day, WHOLE_DAY) for day in range(7)]
        if "röda dagar" not in draft.said:
            draft.red = None
    elif match := RED_DAYS.fullmatch(words):
        _claim(draft, "röda dagar")
        draft.red = None if match["times"] == "som vanligt" else read_intervals(match["times"])
    elif match := DATED.fullmatch(part):
        on = read_date(match["on"])
        _claim(draft, match["on"])
        intervals = read_intervals(match["times"].lower())
        draft.exceptions.append(DateException(on, intervals, match["note"] or ""))
    elif match := EVENINGS.fullmatch(words):
        _claim(draft, "aftnar")
        draft.eves = frozenset(_read_eves(match["eves"] or ""))
    elif match := WEEKLY.fullmatch(words):
        _read_weekly(match, draft)
    else:
        raise BadHours(f"”{part}” går inte att läsa; skriv t.ex. ”mån-fre 08:00-17:00”")


def _read_weekly(match: re.Match[str], draft: _Draft) -> None:
    starts_on = read_date(match["from"]) if match["from"] else None
    ends_on = read_date(match["to"]) if match["to"] else None
    if starts_on and ends_on and ends_on < starts_on:
        raise BadHours(f"”{match[0]}” slutar innan det börjar")
    intervals = read_intervals(match["times"])
    draft.has_weekdays = True
    for day in _read_days(match["days"]):
        if not (starts_on or ends_on):
            _claim(draft, f"veckodag {day}")
        draft.weekly += [WeeklyHours(day, interval, starts_on, ends_on) for interval in intervals]


def _claim(draft: _Draft, *keys: str) -> None:
    if draft.said.intersection(keys):
        raise BadHours("samma dag står mer än en gång; skriv dess tider med komma emellan")
    draft.said.update(keys)


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
