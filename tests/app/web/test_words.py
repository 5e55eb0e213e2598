"""Moments, shifts and codes as the pages say them."""

from datetime import UTC, datetime, timedelta

import pytest

from app.web.shared.moments import day, when
from app.web.shared.spelling import spelled

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (NOW + timedelta(hours=7), "17:00"),
        (NOW + timedelta(hours=15), "i morgon 01:00"),
        (NOW - timedelta(hours=24), "i går 10:00"),
        (datetime(2026, 11, 30, 7, 0, tzinfo=UTC), "mån 30 nov 08:00"),
        (datetime(2027, 6, 21, 6, 0, tzinfo=UTC), "mån 21 juni 2027 08:00"),
    ],
)
def test_a_moment_is_said_with_its_day_unless_it_is_today(at, said):
    assert when(at, NOW) == said


def test_a_day_is_said_without_clock():
    assert day(NOW, NOW) == "i dag"
    assert day(NOW + timedelta(days=7), NOW) == "mån 30 nov"


def test_a_code_is_spelled_so_that_it_can_be_said():
    assert spelled("HV-7F3K") == "Helge Viktor – 7 Filip 3 Kalle"
