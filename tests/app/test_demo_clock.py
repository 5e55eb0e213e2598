"""The demonstration's clock: right by day, the next working day at night."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from app.cli.demo_clock import demo_clock, working_moment

STOCKHOLM = ZoneInfo("Europe/Stockholm")


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        ("2026-11-23T08:00", "2026-11-23T08:00"),
        ("2026-11-23T15:59", "2026-11-23T15:59"),
        ("2026-11-23T16:00", "2026-11-24T10:00"),
        ("2026-11-23T03:00", "2026-11-23T10:00"),
        ("2026-11-21T23:30", "2026-11-23T10:00"),
        ("2026-12-24T09:00", "2026-12-28T10:00"),
        ("2026-12-31T12:00", "2027-01-04T10:00"),
        ("2027-06-24T17:00", "2027-06-28T10:00"),
    ],
)
def test_the_moment_is_always_in_working_hours(at, shown):
    moment = datetime.fromisoformat(at).replace(tzinfo=STOCKHOLM)
    expected = datetime.fromisoformat(shown).replace(tzinfo=STOCKHOLM)
    assert working_moment(moment) == expected


def test_a_chosen_start_is_shown_and_time_goes_on():
    start = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    clock = demo_clock(start)
    first, second = clock(), clock()
    assert start <= first <= second
    assert (second - start).total_seconds() < 5
