"""The life of a direct admission: what each event does in each status, and nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.admission import (
    ADMISSION,
    BACK,
    HAS_BED,
    IN_WARD,
    OVER,
    AdmissionEvent,
    AdmissionStatus,
    Standing,
    is_eta_possible,
    reserved_until,
    warn_at,
)
from routing.errors import InvalidTransition

S, E = AdmissionStatus, AdmissionEvent
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

# From → the events that lead on, and where: while the patient has not set off.
ENDS = {E.TURNED_TO_ED: S.TURNED_TO_ED, E.CANCELLED: S.CANCELLED}
IS_THERE = {E.ARRIVED: S.ARRIVED, E.PLACED_ELSEWHERE: S.PLACED_ELSEWHERE}
TABLE = {
    S.PROPOSED: {E.ASKED: S.ASKED, **ENDS},
    S.ASKED: {E.ACCEPTED: S.RESERVED, E.ALL_REFUSED: S.REFUSED, **IS_THERE, **ENDS},
    S.REFUSED: {E.ASKED: S.ASKED, **IS_THERE, **ENDS},
    S.EXPIRED: {E.ASKED: S.ASKED, **IS_THERE, **ENDS},
    S.RESERVED: {
        E.WARD_WITHDREW: S.ASKED,
        E.EXPIRED: S.EXPIRED,
        E.LEFT: S.ON_THE_WAY,
        **IS_THERE,
        **ENDS,
    },
    S.ON_THE_WAY: {E.WARD_WITHDREW: S.ASKED, **IS_THERE, **ENDS},
    S.ARRIVED: {
        E.PLACED_ELSEWHERE: S.PLACED_ELSEWHERE,
        E.TURNED_TO_ED: S.TURNED_TO_ED,
        E.DISCHARGED: S.DISCHARGED,
    },
    S.PLACED_ELSEWHERE: {
        E.ARRIVED: S.ARRIVED,
        E.TURNED_TO_ED: S.TURNED_TO_ED,
        E.DISCHARGED: S.DISCHARGED,
    },
    S.TURNED_TO_ED: {},
    S.CANCELLED: {},
    S.DISCHARGED: {},
}
# What is true already where it is said.
TRUE_ALREADY = {(S.EXPIRED, E.WARD_WITHDREW), (S.EXPIRED, E.LEFT)} | {
    (status, E.LEFT) for status in IN_WARD
}
MOVES = frozenset(event for moves in TABLE.values() for event in moves)
REACHED_BY = {
    event: frozenset(moves[event] for moves in TABLE.values() if event in moves) for event in MOVES
}


@pytest.mark.parametrize("status", S)
@pytest.mark.parametrize("event", sorted(MOVES))
def test_each_event_in_each_status(status, event):
    if event in TABLE[status]:
        assert ADMISSION.apply(status, event) is TABLE[status][event]
        assert ADMISSION.allows(status, event)
    elif status in REACHED_BY[event] or (status, event) in TRUE_ALREADY:
        assert ADMISSION.apply(status, event) is status  # repeated
    else:
        with pytest.raises(InvalidTransition):
            ADMISSION.apply(status, event)


@pytest.mark.parametrize("status", S)
@pytest.mark.parametrize("event", sorted(MOVES))
def test_on_the_road_the_same_but_for_what_a_yes_is_and_that_no_time_runs_out(status, event):
    road = Standing(status, has_left=True)
    if event is E.EXPIRED:
        with pytest.raises(InvalidTransition):
            road.after(event)
    elif (status, event) == (S.ASKED, E.ACCEPTED):
        assert road.after(event) == Standing(S.ON_THE_WAY, has_left=True)
    elif event is E.LEFT:
        if status in {S.PROPOSED, *OVER}:
            with pytest.raises(InvalidTransition):
                road.after(event)
        else:
            bed = {S.RESERVED: S.ON_THE_WAY}.get(status, status)
            assert road.after(event) == Standing(bed, has_left=True)
    elif event in TABLE[status]:
        assert road.after(event) == Standing(TABLE[status][event], has_left=True)


def test_that_the_patient_has_left_is_said_to_a_ward_that_keeps_or_kept_a_bed():
    leaves = {status for status in S if Standing(status).allows(E.LEFT)}
    assert leaves == {S.RESERVED, S.EXPIRED}
    late = Standing(S.EXPIRED).after(E.LEFT)
    assert (late.status, late.is_on_the_road) == (S.EXPIRED, True)
    asked = late.after(E.ASKED)
    assert (asked.status, asked.is_on_the_road) == (S.ASKED, True)
    assert asked.after(E.ACCEPTED).status is S.ON_THE_WAY
    assert Standing(S.ARRIVED).after(E.LEFT) == Standing(S.ARRIVED)


@pytest.mark.parametrize("event", sorted(set(E) - MOVES))
@pytest.mark.parametrize("status", S)
def test_what_is_only_noted_changes_nothing(status, event):
    assert ADMISSION.apply(status, event) is status


def test_every_status_is_of_one_sort():
    waits = {S.PROPOSED, S.ASKED}
    sorts = [waits, HAS_BED, IN_WARD, BACK, OVER]
    assert sorted(one for sort in sorts for one in sort) == sorted(S)


@given(st.lists(st.sampled_from(sorted(MOVES)), max_size=40))
def test_a_life_that_is_over_stays_over_and_no_admission_is_lost(events):
    status = S.PROPOSED
    for event in events:
        try:
            after = ADMISSION.apply(status, event)
        except InvalidTransition:
            continue
        assert status not in OVER or after is status
        status = after
    if status not in OVER:  # somebody can always end what is not over
        assert any(ADMISSION.allows(status, one) for one in (E.TURNED_TO_ED, E.CANCELLED))


@pytest.mark.parametrize(
    ("eta", "minutes"),
    [(None, 120), (30, 120), (60, 120), (61, 121), (240, 300), (-30, 120)],
)
def test_a_bed_is_kept_for_the_wards_minutes_or_an_hour_past_the_arrival(eta, minutes):
    arrival = None if eta is None else NOW + timedelta(minutes=eta)
    until = reserved_until(NOW, minutes=120, eta=arrival)
    assert until == NOW + timedelta(minutes=minutes)
    assert warn_at(until, minutes=20) == until - timedelta(minutes=20)


@pytest.mark.parametrize(
    ("minutes", "is_possible"),
    [(-60, False), (-2, False), (-1, True), (0, True), (1440, True), (1441, False)],
)
def test_an_arrival_lies_ahead_and_within_a_day(minutes, is_possible):
    assert is_eta_possible(NOW + timedelta(minutes=minutes), NOW) is is_possible
