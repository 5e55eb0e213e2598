"""ISO weeks in Stockholm time."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.weeks import NoSuchWeek, Week, week_from, week_of, week_of_day
from tests.routing.county import local


@pytest.mark.parametrize(
    ("at", "week"),
    [
        ("2026-11-16 00:00", "2026-W47"),
        ("2026-11-22 23:59", "2026-W47"),
        ("2026-11-23 00:00", "2026-W48"),
        ("2027-01-03 23:59", "2026-W53"),  # the year has 53 weeks
        ("2027-01-04 00:00", "2027-W01"),
        ("2025-12-29 00:00", "2026-W01"),
        ("2026-03-30 00:30", "2026-W14"),  # the day after the clock went forward
    ],
)
def test_a_moment_lies_in_a_week(at, week):
    assert str(week_of(local(at))) == week


@pytest.mark.parametrize(("week", "hours"), [("2026-W13", 167), ("2026-W43", 169)])
def test_the_weeks_of_the_clocks_are_shorter_and_longer(week, hours):
    found = week_from(week)
    assert found.until - found.since == timedelta(hours=hours)
    assert found.moved(1).since == found.until


@pytest.mark.parametrize(
    "text", ["", "2026-47", "2026-W7", "2026-W00", "2026-W54", "2025-W53", "0001-W01", "9999-W52"]
)
def test_what_is_no_week_is_refused(text):
    with pytest.raises(NoSuchWeek):
        week_from(text)


@given(st.dates(date(2001, 1, 8), date(2098, 12, 1)))
def test_a_day_lies_inside_its_week(on):
    week = week_of_day(on)
    assert week.monday <= on <= week.sunday
    assert week.monday.weekday() == 0
    assert week_from(str(week)) == week
    assert week.moved(3).moved(-3) == week
    assert week.moved(-1) < week < Week(week.year + 1, 1)
