"""Shifts by rule: what any pattern covers is covered, and those who take turns serve as often."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from routing.calendar import DAY, MIDNIGHT, is_weekday, to_local, to_utc, weekdays_between
from routing.rota import DayGroup, Rotation, shifts_between, who_is_on_call
from routing.shift_patterns import spans_on
from tests.routing import strategies as any_
from tests.routing.county import EVES, local, pattern, rota

RULES = settings.get_profile("rules")
WEEKDAYS, OTHERS, ALL = DayGroup.WEEKDAYS, DayGroup.WEEKENDS_AND_RED_DAYS, DayGroup.ALL_DAYS
MINUTE = timedelta(minutes=1)


def shown(patterns, start, end, **more):
    """``anna 08:00-16:30`` for each shift that touches a time."""
    made = rota(patterns=tuple(pattern(*each) for each in patterns), **more)
    return [
        f"{each.person_id} {to_local(each.starts_at):%d %H:%M}-{to_local(each.ends_at):%d %H:%M}"
        for each in shifts_between(made, (), local(start), local(end))
    ]


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        # Monday 2 November is anna's, Tuesday bo's
        ([(WEEKDAYS, "08:00-16:30"), (ALL, "08:00-08:00")],
         ["anna 02 08:00-02 16:30", "anna 02 16:30-03 08:00", "bo 03 08:00-03 16:30"]),
        ([(ALL, "08:00-08:00"), (WEEKDAYS, "08:00-16:30")],
         ["anna 02 08:00-03 08:00", "bo 03 08:00-04 08:00"]),
        ([(ALL, "08:00-08:00"), (WEEKDAYS, "12:00-13:00")],
         ["anna 02 08:00-02 12:00", "anna 02 12:00-02 13:00", "anna 02 13:00-03 08:00",
          "bo 03 08:00-03 12:00"]),
        # the next day's shift breaks into the night, and the night goes on after it
        ([(ALL, "08:00-08:00"), (WEEKDAYS, "06:00-07:00")],
         ["anna 02 08:00-03 06:00", "bo 03 06:00-03 07:00", "anna 03 07:00-03 08:00",
          "bo 03 08:00-04 06:00"]),
        ([(ALL, "00:00-00:00"), (ALL, "20:00-02:00")],
         ["anna 02 00:00-02 20:00", "anna 02 20:00-03 00:00", "bo 03 00:00-03 20:00"]),
    ],
)  # fmt: skip
def test_where_patterns_overlap_nobody_is_lost(patterns, expected):
    assert shown(patterns, "2026-11-02 08:00", "2026-11-03 09:00")[: len(expected)] == expected


@pytest.mark.parametrize(
    "patterns",
    [
        [(WEEKDAYS, "08:00-16:30"), (ALL, "08:00-08:00")],
        [(ALL, "08:00-08:00"), (WEEKDAYS, "12:00-13:00")],
        [(WEEKDAYS, "17:00-08:00"), (OTHERS, "08:00-08:00"), (WEEKDAYS, "08:00-17:00")],
    ],
)
def test_round_the_clock_is_round_the_clock_all_the_year(patterns):
    made = rota(patterns=tuple(pattern(*each) for each in patterns))
    shifts = shifts_between(made, (), local("2026-11-02 08:00"), local("2027-11-02 08:00"))
    covered_until = shifts[0].starts_at
    for shift in shifts:
        assert shift.starts_at == covered_until
        covered_until = shift.ends_at
    assert covered_until >= local("2027-11-02 08:00")


def test_the_last_day_of_a_rota_is_covered_to_its_end():
    ends_on = date(2026, 11, 3)
    patterns = [(ALL, "08:00-08:00"), (ALL, "20:00-02:00")]
    assert shown(patterns, "2026-11-03 12:00", "2026-11-09 00:00", ends_on=ends_on) == [
        "bo 03 08:00-03 20:00",
        "bo 03 20:00-04 02:00",
        "bo 04 02:00-04 08:00",
    ]
    made = rota(patterns=tuple(pattern(*each) for each in patterns), ends_on=ends_on)
    following = who_is_on_call(made, (), local("2026-11-03 21:00")).following
    assert following is not None
    assert following.starts_at == local("2026-11-04 02:00")
    night = who_is_on_call(made, (), local("2026-11-04 03:00"))
    assert night.current == following
    assert night.following is None


@given(rota=any_.rotas(), at=any_.moments)
@RULES
def test_somebody_is_on_call_whenever_a_pattern_says_so_and_never_else(rota, at):
    """The oracle looks at each pattern for itself, and knows nothing of the others."""
    on = to_local(at).date()
    dates = [each for each in (on - DAY, on) if rota.starts_on <= each]
    covering = [
        span
        for each in dates
        if rota.ends_on is None or each <= rota.ends_on
        for span in spans_on(rota.patterns, each, eves_as_red=rota.eves_as_red)
        if span.starts_at <= at < span.ends_at
    ]
    event(f"{min(len(covering), 2)} patterns")
    found = who_is_on_call(rota, (), at).current
    assert (found is not None) is bool(covering)


# --- Whose turn -----------------------------------------------------------------------------------
def turns(made, days):
    """Who serves on each date on which a shift starts."""
    ends_on = made.starts_on + days * DAY
    shifts = shifts_between(
        made, (), to_utc(made.starts_on, MIDNIGHT), to_utc(ends_on, MIDNIGHT) - MINUTE
    )
    return {to_local(each.starts_at).date(): each.person_id for each in shifts}


@pytest.mark.parametrize("number", [2, 3, 5, 6, 7, 11])
@pytest.mark.parametrize("days", list(DayGroup))
def test_who_changes_by_the_day_serves_as_often_as_the_others(number, days):
    people = tuple(f"p{each}" for each in range(number))
    served = turns(rota(patterns=(pattern(days, "08:00-17:00"),), people=people), 730)
    counts = Counter(served.values())
    assert set(counts) == set(people)
    assert max(counts.values()) - min(counts.values()) <= 1
    assert list(served.values()) == [people[each % number] for each in range(len(served))]


def test_on_monday_it_is_the_turn_of_whoever_comes_after_fridays():
    served = turns(rota(patterns=(pattern(WEEKDAYS, "08:00-17:00"),)), 365)
    after = {"anna": "bo", "bo": "cecilia", "cecilia": "anna"}
    mondays = [on for on in served if on.weekday() == 0 and on - 3 * DAY in served]
    assert len(mondays) > 40
    assert all(served[on] == after[served[on - 3 * DAY]] for on in mondays)


def test_weekdays_and_other_days_together_are_every_day():
    both = (pattern(WEEKDAYS, "17:00-08:00"), pattern(OTHERS, "08:00-08:00"))
    every = (pattern(ALL, "08:00-08:00"),)
    assert turns(rota(patterns=both), 400) == turns(rota(patterns=every), 400)


def test_who_has_the_week_has_it_whichever_days_are_served():
    served = turns(rota(patterns=(pattern(OTHERS, "08:00-08:00"),), rotation=Rotation.WEEKLY), 365)
    weeks = {on.isocalendar()[:2]: person for on, person in served.items()}
    assert all(weeks[on.isocalendar()[:2]] == person for on, person in served.items())
    assert max(Counter(weeks.values()).values()) - min(Counter(weeks.values()).values()) <= 1


@given(
    first=st.dates(date(2001, 1, 1), date(2099, 1, 1)),
    days=st.integers(0, 800),
    eves=st.sampled_from([EVES, frozenset()]),
)
@RULES
def test_weekdays_are_counted_as_one_by_one(first, days, eves):
    last = first + days * DAY
    one_by_one = sum(is_weekday(first + number * DAY, eves_as_red=eves) for number in range(days))
    assert weekdays_between(first, last, eves_as_red=eves) == one_by_one
