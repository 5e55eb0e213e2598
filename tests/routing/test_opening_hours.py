"""Opening hours: exceptions beat holidays beat the week; unknown is not closed."""

from dataclasses import replace
from datetime import date

import pytest

from routing.opening_hours import (
    DateException,
    OpeningHours,
    Openness,
    WeeklyHours,
    closes_at,
    intervals_on,
    is_open,
    next_opening,
    openness,
)
from tests.routing.county import OFFICE, interval, local, weekly

NIGHT = weekly("22:00-06:00", range(7))
ALWAYS = replace(weekly("00:00-00:00", range(7)), on_red_days=None)
KLAMDAG = replace(OFFICE, exceptions=(DateException(date(2026, 5, 15), note="klämdag"),))
CHRISTMAS = replace(
    OFFICE,
    on_red_days=(interval("10:00-14:00"),),
    exceptions=(
        DateException(date(2026, 12, 25)),
        DateException(date(2026, 12, 27), (interval("09:00-10:00"), interval("12:00-13:00"))),
    ),
)


@pytest.mark.parametrize(
    ("hours", "at", "expected"),
    [
        (OFFICE, "2026-11-24 07:59", False),
        (OFFICE, "2026-11-24 08:00", True),
        (OFFICE, "2026-11-24 17:00", False),
        (OFFICE, "2026-11-21 12:00", False),
        (OFFICE, "2026-05-14 12:00", False),  # Ascension
        (OFFICE, "2026-06-19 12:00", False),  # midsummer's eve counts as red
        (OFFICE, "2026-10-30 12:00", True),  # All Saints' eve does not
        (replace(OFFICE, eves_as_red=frozenset()), "2026-06-19 12:00", True),
        (replace(OFFICE, on_red_days=None), "2026-05-14 12:00", True),
        (KLAMDAG, "2026-05-15 12:00", False),
        (KLAMDAG, "2026-05-22 12:00", True),
        (CHRISTMAS, "2026-12-24 12:00", True),  # the holiday's interval
        (CHRISTMAS, "2026-12-24 09:00", False),
        (CHRISTMAS, "2026-12-25 12:00", False),  # the exception beats the holiday
        (CHRISTMAS, "2026-12-27 09:30", True),  # … and the week (a Sunday)
        (CHRISTMAS, "2026-12-27 11:00", False),
        (weekly("10:00-18:00", range(7)), "2026-11-22 12:00", True),  # an ordinary Sunday
        (weekly("10:00-18:00", range(7)), "2026-04-05 12:00", False),  # Easter
        (NIGHT, "2026-11-24 23:00", True),
        (NIGHT, "2026-11-24 05:59", True),
        (NIGHT, "2026-11-24 06:00", False),
        (NIGHT, "2026-12-25 05:00", False),  # Christmas Eve's night did not open
        (NIGHT, "2026-12-24 05:00", True),  # the night that opened the day before runs to its end
        (ALWAYS, "2026-12-25 03:00", True),
    ],
)
def test_open_or_closed(hours, at, expected):
    assert is_open(hours, local(at)) is expected
    assert openness(hours, local(at)) is (Openness.OPEN if expected else Openness.CLOSED)


def test_an_absent_schedule_is_unknown_not_closed():
    at = local("2026-11-24 10:00")
    assert openness(None, at) is Openness.UNKNOWN
    assert not is_open(None, at)
    assert next_opening(None, at) is None
    assert closes_at(None, at) is None


def test_weekly_hours_hold_while_they_are_valid():
    hours = OpeningHours(
        (
            WeeklyHours(1, interval("08:00-12:00"), valid_to=date(2026, 11, 24)),
            WeeklyHours(1, interval("10:00-16:00"), valid_from=date(2026, 11, 25)),
        )
    )
    assert intervals_on(hours, date(2026, 11, 24)) == (interval("08:00-12:00"),)
    assert intervals_on(hours, date(2026, 12, 1)) == (interval("10:00-16:00"),)


@pytest.mark.parametrize(
    ("hours", "at", "expected"),
    [
        (OFFICE, "2026-11-24 07:00", "2026-11-24 08:00"),
        (OFFICE, "2026-11-24 10:30", "2026-11-24 10:30"),
        (OFFICE, "2026-11-27 17:00", "2026-11-30 08:00"),
        (OFFICE, "2026-12-23 17:00", "2026-12-28 08:00"),
        (OFFICE, "2026-03-27 17:00", "2026-03-30 08:00"),  # over the spring night
        (CHRISTMAS, "2026-12-27 10:00", "2026-12-27 12:00"),
        (NIGHT, "2026-11-24 12:00", "2026-11-24 22:00"),
    ],
)
def test_next_opening(hours, at, expected):
    assert next_opening(hours, local(at)) == local(expected)


@pytest.mark.parametrize(
    ("hours", "at", "expected"),
    [
        (OFFICE, "2026-11-24 10:00", "2026-11-24 17:00"),
        (NIGHT, "2026-11-24 23:00", "2026-11-25 06:00"),
        (weekly("00:00-00:00"), "2026-11-24 10:00", "2026-11-28 00:00"),  # days that join
    ],
)
def test_closes_at(hours, at, expected):
    assert closes_at(hours, local(at)) == local(expected)


def test_what_is_closed_or_never_closes_has_no_closing():
    assert closes_at(OFFICE, local("2026-11-24 20:00")) is None
    assert closes_at(ALWAYS, local("2026-11-24 20:00")) is None


def test_what_never_opens_has_no_opening():
    assert next_opening(OpeningHours(()), local("2026-11-24 20:00")) is None


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("01:30-02:30", "2026-03-29 01:45", True),
        ("01:30-02:30", "2026-03-29 03:00", False),  # ends when the clock jumps
        ("02:10-02:50", "2026-03-29 03:10", False),  # lasts no time that night
        ("02:30-04:00", "2026-03-29 03:00", True),  # begins when the clock jumps
    ],
)
def test_the_night_of_spring(text, at, expected):
    assert is_open(weekly(text, range(7)), local(at)) is expected


def test_the_night_of_autumn_is_an_hour_longer():
    hours = weekly("00:00-06:00", range(7))
    opened, closes = local("2026-10-25 00:00"), closes_at(hours, local("2026-10-25 00:00"))
    assert closes is not None
    assert (closes - opened).total_seconds() == 7 * 3600


def test_an_interval_ends_the_first_time_the_clock_shows_its_end():
    hours = weekly("00:00-02:30", range(7))
    assert is_open(hours, local("2026-10-25 02:29"))
    assert not is_open(hours, local("2026-10-25 02:29").replace(hour=1))  # 02:29 again
