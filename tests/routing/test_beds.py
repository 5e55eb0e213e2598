"""Beds of one ward: which report to go by, what is free, and how old a figure is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.beds import BedReport, BedSource, free_beds, is_stale, newest

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
HAND, IMPORT = BedSource.HAND, BedSource.IMPORT


def report(source=HAND, *, hours_ago=0.0, staffed=20, occupied=18, **more) -> BedReport:
    counted_at = NOW - timedelta(hours=hours_ago)
    return BedReport("avdelning", source, counted_at, staffed, occupied, **more)


@pytest.mark.parametrize(
    ("staffed", "occupied", "cleaning", "taken", "free", "over"),
    [
        (20, 18, None, 0, 2, 0),
        (20, 18, 0, 0, 2, 0),
        (20, 18, 1, 0, 1, 0),
        (20, 18, 1, 1, 0, 0),
        (20, 18, None, 3, -1, 0),  # more promised than there is: said, not hidden
        (20, 22, None, 0, -2, 2),
        (0, 0, None, 0, 0, 0),
    ],
)
def test_free_beds(staffed, occupied, cleaning, taken, free, over):
    counted = report(staffed=staffed, occupied=occupied, cleaning=cleaning)
    assert free_beds(counted, taken=taken) == free
    assert counted.over_occupancy == over


def test_closed_beds_are_not_among_the_staffed():
    assert free_beds(report(closed=4), taken=0) == 2


def test_the_report_counted_last_is_gone_by_whatever_its_source():
    by_hand, imported = report(HAND, hours_ago=3), report(IMPORT, hours_ago=1)
    assert newest([by_hand, imported]) is imported
    recounted = replace(by_hand, counted_at=NOW)
    assert newest([recounted, imported]) is recounted
    assert newest([]) is None


def test_of_two_counted_at_the_same_moment_the_one_by_hand():
    by_hand, imported = report(HAND), report(IMPORT)
    assert newest([imported, by_hand]) is by_hand
    assert newest([by_hand, imported]) is by_hand


@pytest.mark.parametrize(("hours", "stale"), [(0, False), (8, False), (8.01, True), (48, True)])
def test_old_figures_are_old(hours, stale):
    assert is_stale(NOW - timedelta(hours=hours), NOW, after_hours=8) is stale


COUNTS = st.integers(0, 60)


@given(COUNTS, COUNTS, st.none() | COUNTS, st.integers(0, 10))
def test_each_promise_takes_exactly_one_bed(staffed, occupied, cleaning, taken):
    counted = report(staffed=staffed, occupied=occupied, cleaning=cleaning)
    before = free_beds(counted, taken=taken)
    assert free_beds(counted, taken=taken + 1) == before - 1
    assert before <= staffed


@given(st.lists(st.tuples(st.sampled_from(BedSource), st.floats(0, 100)), min_size=1))
def test_what_is_gone_by_is_one_of_the_reports_whole(kinds):
    reports = [report(source, hours_ago=hours) for source, hours in kinds]
    chosen = newest(reports)
    assert chosen in reports
    assert all(one.counted_at <= chosen.counted_at for one in reports)
