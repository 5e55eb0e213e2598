"""What is expected of a ward's beds by the evening."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.beds import BedReport, BedSource, free_beds
from routing.forecast import free_by_evening
from tests.routing.county import local

NOON = local("2026-11-23 12:00")
REPORT = BedReport("ward", BedSource.HAND, NOON, staffed=20, occupied=18)
counts = st.integers(0, 30)
said = st.none() | counts


@pytest.mark.parametrize(
    ("free", "arrivals", "discharges", "evening"),
    [
        (2, 1, 3, 4),
        (2, 3, 1, 0),
        (0, 2, 0, -2),
        (-1, 0, 3, 2),
        (2, 0, 0, 2),
        (2, None, 3, 5),
        (2, 1, None, 1),
        (2, None, None, None),  # nobody has said anything of the rest of the day
    ],
)
def test_what_is_expected_is_added_and_taken_away(free, arrivals, discharges, evening):
    report = replace(REPORT, expected_arrivals=arrivals, expected_discharges=discharges)
    assert free_by_evening(report, free=free, now=NOON) == evening


@pytest.mark.parametrize(
    ("counted", "now", "is_known"),
    [
        ("2026-11-23 00:00", "2026-11-23 23:59", True),
        ("2026-11-22 23:59", "2026-11-23 00:01", False),  # another day, though two minutes ago
        ("2026-11-22 12:00", "2026-11-23 12:00", False),
        ("2026-10-25 00:30", "2026-10-25 23:30", True),  # a day of 25 hours
    ],
)
def test_it_holds_for_the_day_it_was_said(counted, now, is_known):
    report = replace(REPORT, counted_at=local(counted), expected_discharges=1)
    assert (free_by_evening(report, free=2, now=local(now)) is not None) is is_known


def test_nothing_is_expected_of_a_closed_ward():
    report = replace(REPORT, expected_discharges=3, is_open=False)
    assert free_by_evening(report, free=0, now=NOON) is None


@given(arrivals=said, discharges=said, taken=counts, more=counts)
def test_a_patient_on_the_way_is_counted_once(arrivals, discharges, taken, more):
    report = replace(REPORT, expected_arrivals=arrivals, expected_discharges=discharges)
    before = free_by_evening(report, free=free_beds(report, taken=taken), now=NOON)
    after = free_by_evening(report, free=free_beds(report, taken=taken + more), now=NOON)
    if before is None:
        assert after is None
    else:
        assert after == before - more


@given(arrivals=counts, discharges=counts, free=st.integers(-5, 30), hours=st.integers(0, 11))
def test_each_expected_patient_moves_it_by_one_whatever_the_hour(arrivals, discharges, free, hours):
    now = NOON + timedelta(hours=hours)

    def evening(coming, leaving):
        report = replace(REPORT, expected_arrivals=coming, expected_discharges=leaving)
        found = free_by_evening(report, free=free, now=now)
        assert found is not None
        return found

    assert evening(arrivals + 1, discharges) == evening(arrivals, discharges) - 1
    assert evening(arrivals, discharges + 1) == evening(arrivals, discharges) + 1
