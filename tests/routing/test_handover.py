"""Hand-overs: who begins and who ends, and whom each of them should know of."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from routing.handover import handovers_between
from routing.rota import Rotation, ShiftSource, shifts_between
from tests.routing import strategies
from tests.routing.county import OFFICE_SHIFT, change, local, rota

pytestmark = pytest.mark.slow

OVERRIDE, SWAP, TAKE_OVER = ShiftSource.OVERRIDE, ShiftSource.SWAP, ShiftSource.TAKE_OVER
OFFICE = rota(patterns=OFFICE_SHIFT, rotation=Rotation.WEEKLY)


def told(rota, at, changes=()):
    """``in anna (before > after)`` for each who is told of what happens in the minute."""
    moment = local(at)
    found = handovers_between(rota, changes, moment, moment + timedelta(minutes=1))
    return [
        *(f"out {turn.person_id} (> {turn.after})" for turn in found.ends),
        *(f"in {turn.person_id} ({turn.before} > {turn.after})" for turn in found.begins),
    ]


def test_one_leaves_and_the_next_takes_over():
    assert told(rota(), "2026-11-03 08:00") == ["out anna (> bo)", "in bo (anna > cecilia)"]
    assert told(rota(), "2026-11-03 07:59") == []
    assert told(rota(), "2026-11-03 08:01") == []


def test_a_turn_over_midnight_is_handed_over_in_the_morning_only():
    assert told(rota(), "2026-11-03 00:00") == []


def test_the_same_person_next_day_hands_nothing_over():
    weekly = rota(rotation=Rotation.WEEKLY)
    assert told(weekly, "2026-11-04 08:00") == []
    assert told(weekly, "2026-11-09 08:00") == ["out anna (> bo)", "in bo (anna > cecilia)"]
    assert told(rota(people=("anna",)), "2026-11-04 08:00") == []


def test_closed_nights_and_weekends_do_not_part_the_turn_of_one_person():
    assert told(OFFICE, "2026-11-04 08:00") == []
    assert told(OFFICE, "2026-11-04 17:00") == []
    # On Friday afternoon the line closes; whoever comes on Monday is known to both.
    assert told(OFFICE, "2026-11-06 17:00") == ["out anna (> bo)"]
    assert told(OFFICE, "2026-11-09 08:00") == ["in bo (anna > cecilia)"]


def test_the_turn_is_told_whole():
    moment = local("2026-11-09 08:00")
    (turn,) = handovers_between(OFFICE, (), moment, moment + timedelta(minutes=1)).begins
    assert (turn.starts_at, turn.ends_at) == (moment, local("2026-11-13 17:00"))


@pytest.mark.parametrize(
    ("start", "end", "at", "expected"),
    [
        # Bo's day is vacant: nobody takes over from Anna, and nobody stood before Cecilia.
        ("2026-11-03 08:00", "2026-11-04 08:00", "2026-11-03 08:00", ["out anna (> None)"]),
        (
            "2026-11-03 08:00",
            "2026-11-04 08:00",
            "2026-11-04 08:00",
            ["in cecilia (None > anna)"],
        ),
        # A vacancy within Bo's own day: he leaves, and comes back.
        ("2026-11-03 12:00", "2026-11-03 14:00", "2026-11-03 12:00", ["out bo (> None)"]),
        ("2026-11-03 12:00", "2026-11-03 14:00", "2026-11-03 14:00", ["in bo (None > cecilia)"]),
    ],
)
def test_a_vacancy_is_nobody(start, end, at, expected):
    assert told(rota(), at, [change(OVERRIDE, start, end, None)]) == expected


def test_the_first_and_the_last_of_a_rota_have_nobody_beside_them():
    short = rota(ends_on=date(2026, 11, 3))
    assert told(short, "2026-11-02 08:00") == ["in anna (None > bo)"]
    assert told(short, "2026-11-04 08:00") == ["out bo (> None)"]


def test_a_swap_is_handed_over_as_it_now_stands():
    swap = [change(SWAP, "2026-11-03 08:00", "2026-11-04 08:00", "david")]
    assert told(rota(), "2026-11-03 08:00", swap) == [
        "out anna (> david)",
        "in david (anna > cecilia)",
    ]


def test_a_take_over_tells_by_itself_but_its_end_is_a_handover():
    taken = [change(TAKE_OVER, "2026-11-03 14:05", "2026-11-04 08:00", "david")]
    assert told(rota(), "2026-11-03 14:05", taken) == []
    assert told(rota(), "2026-11-04 08:00", taken) == [
        "out david (> cecilia)",
        "in cecilia (david > anna)",
    ]


@pytest.mark.parametrize("sunday", ["2026-03-29", "2026-10-25"])
def test_the_nights_when_the_clock_changes(sunday):
    spring = rota(starts_on=date(2026, 1, 1), people=("anna", "bo"))
    assert len(told(spring, f"{sunday} 08:00")) == 2
    moment = local(f"{sunday} 08:00")
    found = handovers_between(spring, (), moment, moment + timedelta(minutes=1))
    lasted = found.ends[0].ends_at - found.ends[0].starts_at
    assert lasted == timedelta(hours=23 if sunday == "2026-03-29" else 25)


@given(strategies.rotas(), strategies.changes(), strategies.moments, st.integers(1, 72))
def test_each_edge_between_two_people_is_told_once_however_the_time_is_cut(
    any_rota, changes, since, hours
):
    until = since + timedelta(hours=hours)
    whole = handovers_between(any_rota, changes, since, until)
    middle = since + timedelta(hours=hours / 2)
    parts = [
        handovers_between(any_rota, changes, since, middle),
        handovers_between(any_rota, changes, middle, until),
    ]
    assert [(turn.person_id, turn.starts_at) for turn in whole.begins] == [
        (turn.person_id, turn.starts_at) for part in parts for turn in part.begins
    ]
    assert [(turn.person_id, turn.ends_at) for turn in whole.ends] == [
        (turn.person_id, turn.ends_at) for part in parts for turn in part.ends
    ]


@given(strategies.rotas(), strategies.changes(), strategies.moments)
def test_what_is_told_is_true(any_rota, changes, since):
    until = since + timedelta(days=3)
    found = handovers_between(any_rota, changes, since, until)
    assume(found.begins or found.ends)
    shifts = shifts_between(any_rota, changes, since - timedelta(days=1), until)
    starts = {(one.person_id, one.starts_at) for one in shifts}
    ends = {(one.person_id, one.ends_at) for one in shifts}
    for turn in found.begins:
        assert (turn.person_id, turn.starts_at) in starts
        assert since <= turn.starts_at < until
        assert turn.before != turn.person_id
    for turn in found.ends:
        assert (turn.person_id, turn.ends_at) in ends
        assert since <= turn.ends_at < until
        assert turn.after != turn.person_id
