"""Röntgens tider: which hours there are, how many places they have, and what is offered instead."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.calendar import to_local
from routing.radiology import Modality
from routing.radiology_hours import (
    Capacity,
    RadiologyHour,
    UsualHours,
    first_place,
    has_begun,
    hour_at,
    hours_of_day,
    hours_on,
    is_offered_day,
    is_whole_hour,
    next_free,
    offered_days,
    offered_hours,
    site_of,
    sites_in_order,
)
from routing.types import UnitKind
from routing.units import CareUnit
from tests.routing.county import local

CT, XRAY = Modality.CT, Modality.XRAY
WEEKDAYS = frozenset(range(5))
EVERY_DAY = frozenset(range(7))
MONDAY = date(2026, 11, 23)


def usual(site="falun", modality=CT, days=WEEKDAYS, hours=(8, 16), per_hour=2, red=False):
    return UsualHours(site, modality, days, hours[0], hours[1], per_hour, red)


def capacity(*patterns, changed=None, taken=None):
    return Capacity(patterns, changed or {}, taken or {})


def free_hours(found):
    return [(to_local(hour.starts_at).hour, hour.free) for hour in found]


@pytest.mark.parametrize(
    ("on", "hours"),
    [(date(2026, 3, 29), 23), (MONDAY, 24), (date(2026, 10, 25), 25)],
)
def test_a_day_has_the_hours_the_clock_gives_it(on, hours):
    found = hours_of_day(on)
    assert len(found) == hours
    assert all(to_local(moment).date() == on for moment in found)


@pytest.mark.parametrize(
    ("on", "open_hours"),
    [
        ("2026-11-23", 8),  # an ordinary Monday
        ("2026-11-22", 0),  # Sunday
        ("2026-12-25", 0),  # a Friday, but Christmas Day
        ("2026-12-24", 0),  # a Thursday, but an eve that counts as red
        ("2026-12-23", 8),
        ("2026-06-19", 0),  # midsommarafton
    ],
)
def test_the_usual_week_knows_red_days(on, open_hours):
    found = hours_on(capacity(usual()), [date.fromisoformat(on)])
    assert len(found) == open_hours


def test_on_red_days_only_where_it_is_said():
    christmas = [date(2026, 12, 25)]
    assert len(hours_on(capacity(usual(days=EVERY_DAY, red=True)), christmas)) == 8
    assert hours_on(capacity(usual(days=EVERY_DAY)), christmas) == ()


def test_round_the_clock_has_both_of_the_hours_that_come_twice():
    night = hours_on(capacity(usual(days=EVERY_DAY, hours=(0, 24), red=True)), [date(2026, 10, 25)])
    assert len(night) == 25
    assert [to_local(hour.starts_at).hour for hour in night[:5]] == [0, 1, 2, 2, 3]
    spring = hours_on(capacity(usual(days=EVERY_DAY, hours=(0, 24), red=True)), [date(2026, 3, 29)])
    assert [to_local(hour.starts_at).hour for hour in spring[:4]] == [0, 1, 3, 4]


def test_two_rows_of_the_same_method_are_two_machines():
    found = hours_on(capacity(usual(), usual(hours=(8, 10), per_hour=3)), [MONDAY])
    assert [hour.capacity for hour in found[:3]] == [5, 5, 2]


def test_a_changed_hour_holds_instead_of_the_usual_one():
    ten, eleven, night = local("2026-11-23 10:00"), local("2026-11-23 11:00"), local("2026-11-23")
    changed = {("falun", CT, ten): 0, ("falun", CT, eleven): 5, ("falun", CT, night): 1}
    taken = {("falun", CT, ten): 1, ("falun", CT, eleven): 1}
    there = capacity(usual(), changed=changed, taken=taken)
    found = {hour.starts_at: hour for hour in hours_on(there, [MONDAY])}
    assert (found[ten].capacity, found[ten].free, found[ten].is_changed) == (0, 0, True)
    assert (found[eleven].capacity, found[eleven].free) == (5, 4)
    assert found[night].free == 1
    assert hour_at(there, ("falun", CT, ten)) == found[ten]
    assert hour_at(there, ("falun", XRAY, ten)) is None
    assert hour_at(there, ("falun", CT, local("2026-11-23 17:00"))) is None


def test_an_hour_that_has_begun_is_not_offered_and_nothing_after_tomorrow():
    found = offered_hours(capacity(usual()), at=local("2026-11-23 13:30"))
    assert free_hours(found) == [(14, 2), (15, 2)] + [(hour, 2) for hour in range(8, 16)]
    assert {to_local(hour.starts_at).day for hour in found} == {23, 24}
    on_the_hour = offered_hours(capacity(usual()), at=local("2026-11-23 14:00"))
    assert on_the_hour[0].starts_at == local("2026-11-23 14:00")


def test_full_hours_are_shown_as_full():
    ten = local("2026-11-23 10:00")
    there = capacity(usual(), taken={("falun", CT, ten): 2})
    shown = offered_hours(there, at=local("2026-11-23 10:00"))
    assert free_hours(shown)[:2] == [(10, 0), (11, 2)]


@pytest.mark.parametrize(
    ("starts", "is_one"),
    [("2026-11-23 10:00", True), ("2026-11-23 10:30", False)],
)
def test_places_belong_to_whole_hours(starts, is_one):
    assert is_whole_hour(local(starts)) is is_one


def test_today_and_tomorrow_are_stockholms():
    late = local("2026-11-23 23:30")
    assert offered_days(late) == (date(2026, 11, 23), date(2026, 11, 24))
    assert is_offered_day(datetime(2026, 11, 24, 22, 30, tzinfo=UTC), late)
    assert not is_offered_day(datetime(2026, 11, 24, 23, 0, tzinfo=UTC), late)


@pytest.mark.parametrize(
    ("taken", "place"), [([], 1), ([1], 2), ([2], 1), ([1, 3], 2), ([1, 2, 3], 4)]
)
def test_the_lowest_place_is_next(taken, place):
    assert first_place(taken) == place


def unit(unit_id, kind, parent=None):
    return CareUnit(unit_id, unit_id, unit_id, kind, "region", "2080", parent)


UNITS = {
    one.id: one
    for one in (
        unit("falu-lasarett", UnitKind.HOSPITAL),
        unit("mora-lasarett", UnitKind.HOSPITAL),
        unit("falun", UnitKind.RADIOLOGY, "falu-lasarett"),
        unit("mora", UnitKind.RADIOLOGY, "mora-lasarett"),
        unit("labb", UnitKind.OUTPATIENT, "falun"),
        unit("annat", UnitKind.RADIOLOGY),
    )
}


def test_the_patients_own_hospital_comes_first():
    hospitals = ("mora-lasarett", "falu-lasarett")
    found = sites_in_order(["annat", "falun", "mora"], hospitals=hospitals, units=UNITS)
    assert found == ("mora", "falun", "annat")


@pytest.mark.parametrize(
    ("own", "site"),
    [("falun", "falun"), ("labb", "falun"), ("falu-lasarett", None), (None, None), ("x", None)],
)
def test_who_answers_for_radiology(own, site):
    assert site_of(own, UNITS) == site


def hour(site, starts, free, modality=CT):
    return RadiologyHour(site, modality, local(starts), capacity=free, taken=0)


SITES = ("mora", "falun")
WANTED = ("mora", CT, local("2026-11-23 10:00"))


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        # later at the same site the same day before earlier elsewhere
        ([hour("falun", "2026-11-23 11:00", 1), hour("mora", "2026-11-23 14:00", 1)], "mora"),
        # elsewhere today before the same site tomorrow
        ([hour("mora", "2026-11-24 08:00", 1), hour("falun", "2026-11-23 15:00", 1)], "falun"),
        ([hour("mora", "2026-11-24 08:00", 1), hour("falun", "2026-11-23 15:00", 0)], "mora"),
        ([hour("mora", "2026-11-23 11:00", 1, XRAY)], None),
        ([hour("elsewhere", "2026-11-23 11:00", 1)], None),
        # nothing later today: the first that is free, also an earlier hour
        ([hour("mora", "2026-11-24 08:00", 1), hour("falun", "2026-11-23 09:00", 1)], "falun"),
    ],
)
def test_what_is_offered_instead(hours, expected):
    found = next_free(hours, WANTED, sites=SITES)
    assert (found.site_id if found else None) == expected


patterns = st.builds(
    UsualHours,
    st.sampled_from(["falun", "mora"]),
    st.sampled_from([CT, XRAY]),
    st.frozensets(st.integers(0, 6)),
    st.integers(0, 23),
    st.integers(1, 24),
    st.integers(0, 4),
    st.booleans(),
)
moments = st.datetimes(
    datetime(2026, 3, 27),  # noqa: DTZ001 - hypothesis wants it without, and adds the zone
    datetime(2026, 12, 27),  # noqa: DTZ001 - as above
    timezones=st.just(UTC),
)


@given(st.lists(patterns, max_size=5), moments, st.data())
def test_what_is_offered_can_be_had(rows, at, data):
    bare = capacity(*rows)
    keys = [one.key for one in offered_hours(bare, at=at)]
    taken = data.draw(st.dictionaries(st.sampled_from(keys), st.integers(1, 9))) if keys else {}
    changed = data.draw(st.dictionaries(st.sampled_from(keys), st.integers(0, 9))) if keys else {}
    there = capacity(*rows, changed=changed, taken=taken)
    found = offered_hours(there, at=at)
    assert [one.key for one in found] == sorted({one.key for one in found}, key=_order)
    for one in found:
        assert one.free >= 0
        assert one.free <= max(0, one.capacity - one.taken)
        assert not has_begun(one.starts_at, at)
        assert is_offered_day(one.starts_at, at)
        assert is_whole_hour(one.starts_at)
        assert one.ends_at - one.starts_at == timedelta(hours=1)
        assert hour_at(there, one.key) == one
    offered = next_free(found, ("falun", CT, at), sites=("falun", "mora"))
    assert (offered is None) == (not any(one.free and one.modality is CT for one in found))


def _order(key):
    return key[2], key[0], key[1].value


@given(st.lists(st.integers(1, 20), unique=True))
def test_places_are_given_from_one_without_holes(held):
    place = first_place(held)
    assert place not in held
    assert set(range(1, place)) <= set(held)
