"""Opening hours of a period replace what holds in general; of fewer days beat those of more."""

from datetime import date

import pytest

from routing.opening_hours import (
    DateException,
    OpeningHours,
    RedDays,
    WeeklyHours,
    intervals_on,
    is_open,
    next_opening,
)
from tests.routing.county import interval, local

SUMMER = (date(2026, 6, 22), date(2026, 8, 16))
JULY = (date(2026, 7, 1), date(2026, 7, 31))
CHRISTMAS = (date(2026, 12, 21), date(2027, 1, 6))
FULL, SHORT, LATE = interval("08:00-17:00"), interval("08:00-12:00"), interval("10:00-14:00")
MONDAY, THURSDAY, FRIDAY = 0, 3, 4


def on(times, since=None, until=None, *, days=range(5), red=RedDays.NOT):
    return [WeeklyHours(day, times, since, until, red) for day in days]


def schedule(*rows, red=(), exceptions=()):
    return OpeningHours(tuple(row for each in rows for row in each), red, exceptions)


@pytest.mark.parametrize(
    ("rows", "day", "expected"),
    [
        # a period replaces the week, and only while it lasts
        ([on(FULL), on(SHORT, *SUMMER)], "2026-06-18", [FULL]),
        ([on(FULL), on(SHORT, *SUMMER)], "2026-06-22", [SHORT]),
        ([on(SHORT, *SUMMER), on(FULL)], "2026-07-15", [SHORT]),
        ([on(FULL), on(SHORT, *SUMMER)], "2026-08-14", [SHORT]),
        ([on(FULL), on(SHORT, *SUMMER)], "2026-08-17", [FULL]),
        # closed is something to say
        ([on(FULL), on(None, *SUMMER)], "2026-07-15", []),
        ([on(FULL), on(None, *SUMMER, days=[FRIDAY])], "2026-07-16", [FULL]),
        ([on(FULL), on(None, *SUMMER, days=[FRIDAY])], "2026-07-17", []),
        # of two periods the shorter one wins, whichever stands first
        ([on(FULL), on(SHORT, *SUMMER), on(LATE, *JULY)], "2026-07-15", [LATE]),
        ([on(LATE, *JULY), on(FULL), on(SHORT, *SUMMER)], "2026-07-15", [LATE]),
        ([on(LATE, *JULY), on(FULL), on(SHORT, *SUMMER)], "2026-08-03", [SHORT]),
        # without an end: whichever began last
        ([on(FULL), on(SHORT, date(2026, 3, 1), None), on(LATE, date(2026, 9, 1), None)],
         "2026-09-01", [LATE]),
        ([on(FULL), on(SHORT, None, date(2026, 3, 31))], "2026-03-31", [SHORT]),
        ([on(FULL), on(SHORT, None, date(2026, 3, 31))], "2026-04-01", [FULL]),
        # both parts of a day
        ([on(FULL), on(SHORT, *SUMMER), on(interval("13:00-15:00"), *SUMMER)],
         "2026-07-15", [SHORT, interval("13:00-15:00")]),
        # days the period does not speak of stay as they are
        ([on(FULL), on(None, *SUMMER, days=[MONDAY])], "2026-07-14", [FULL]),
    ],
)  # fmt: skip
def test_the_fewest_days_win(rows, day, expected):
    assert list(intervals_on(schedule(*rows), date.fromisoformat(day))) == expected


@pytest.mark.parametrize(
    ("rows", "red", "expected"),
    [
        # 25 December 2026 is a Friday
        ([on(FULL), on(SHORT, *CHRISTMAS)], (), []),
        ([on(FULL), on(SHORT, *CHRISTMAS)], None, [SHORT]),
        ([on(FULL), on(SHORT, *CHRISTMAS, red=RedDays.TOO)], (), [SHORT]),
        ([on(FULL), on(None, *CHRISTMAS, red=RedDays.TOO)], (LATE,), []),
        ([on(FULL), on(None, *CHRISTMAS)], (LATE,), [LATE]),
        ([on(FULL), on(LATE, *CHRISTMAS, red=RedDays.ONLY)], (), [LATE]),
        ([on(None, *CHRISTMAS, red=RedDays.TOO), on(LATE, *CHRISTMAS, red=RedDays.ONLY)],
         (), [LATE]),
        ([on(FULL), on(LATE, *CHRISTMAS, red=RedDays.ONLY)], None, [LATE]),
    ],
)  # fmt: skip
def test_on_red_days_a_period_holds_only_if_it_speaks_of_them(rows, red, expected):
    assert list(intervals_on(schedule(*rows, red=red), date(2026, 12, 25))) == expected


def test_a_row_of_red_days_alone_says_nothing_of_other_days():
    hours = schedule(on(FULL), on(LATE, *CHRISTMAS, red=RedDays.ONLY))
    assert intervals_on(hours, date(2026, 12, 23)) == (FULL,)


def test_a_date_of_its_own_beats_every_period():
    exception = DateException(date(2026, 7, 15), (LATE,))
    hours = schedule(on(FULL), on(None, *SUMMER), exceptions=(exception,))
    assert intervals_on(hours, date(2026, 7, 15)) == (LATE,)
    assert is_open(hours, local("2026-07-15 11:00"))
    assert not is_open(hours, local("2026-07-16 11:00"))


def test_what_is_closed_for_a_time_opens_when_that_is_over():
    hours = schedule(on(FULL), on(None, *JULY))
    assert next_opening(hours, local("2026-07-15 10:00")) == local("2026-08-03 08:00")


def test_also_what_is_closed_all_summer():
    hours = schedule(on(FULL), on(None, date(2026, 6, 15), date(2026, 8, 30)))
    assert next_opening(hours, local("2026-06-15 10:00")) == local("2026-08-31 08:00")
