"""The difference between two states of a rota, person by person."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from routing.calendar import to_local
from routing.rota import DayGroup, ShiftSource, shifts_between, who_is_on_call
from routing.rota_changes import Difference, RotaState, differences, vacancies
from tests.routing import strategies
from tests.routing.county import OFFICE_SHIFT, change, local, pattern, rota

OVERRIDE, SWAP, TAKE_OVER = ShiftSource.OVERRIDE, ShiftSource.SWAP, ShiftSource.TAKE_OVER
PLAIN = rota()
SINCE, UNTIL = local("2026-11-02 00:00"), local("2026-11-30 00:00")
SIGN = {Difference.GAINED: "+", Difference.LOST: "-", Difference.MOVED: "~"}


def shown(span):
    return f"{to_local(span.starts_at):%d %H:%M}-{to_local(span.ends_at):%d %H:%M}"


def diff(*changes, before=None, after=None, since=SINCE, until=UNTIL):
    """``+ anna 03 08:00-04 08:00`` for each change, in local time."""
    found = differences(
        before or RotaState(PLAIN),
        after or RotaState(PLAIN, changes),
        since=since,
        until=until,
    )
    return [
        f"{SIGN[one.kind]} {one.person_id} {shown(one.now)}"
        + (f" was {shown(one.was)}" if one.was else "")
        for one in found
    ]


def test_nothing_changed():
    assert diff() == []
    # The same person by another source is no change for anybody.
    assert diff(change(OVERRIDE, "2026-11-03 08:00", "2026-11-03 20:00", "bo")) == []


def test_one_shift_goes_to_somebody_else():
    assert diff(change(OVERRIDE, "2026-11-03 08:00", "2026-11-04 08:00", "david")) == [
        "- bo 03 08:00-04 08:00",
        "+ david 03 08:00-04 08:00",
    ]


def test_a_shift_is_left_vacant():
    assert diff(change(OVERRIDE, "2026-11-03 08:00", "2026-11-04 08:00", None)) == [
        "- bo 03 08:00-04 08:00"
    ]


def test_two_swap_and_each_loses_one_and_gains_one():
    assert diff(
        change(SWAP, "2026-11-03 08:00", "2026-11-04 08:00", "cecilia"),
        change(SWAP, "2026-11-04 08:00", "2026-11-05 08:00", "bo"),
    ) == [
        "- bo 03 08:00-04 08:00",
        "+ cecilia 03 08:00-04 08:00",
        "+ bo 04 08:00-05 08:00",
        "- cecilia 04 08:00-05 08:00",
    ]


def test_a_shift_next_to_ones_own_is_told_alone():
    assert diff(change(OVERRIDE, "2026-11-03 08:00", "2026-11-04 08:00", "anna")) == [
        "+ anna 03 08:00-04 08:00",
        "- bo 03 08:00-04 08:00",
    ]


def test_a_piece_out_of_the_middle():
    assert diff(change(OVERRIDE, "2026-11-03 12:00", "2026-11-03 14:00", "david")) == [
        "- bo 03 12:00-03 14:00",
        "+ david 03 12:00-03 14:00",
    ]


def test_longer_hours_move_nothing_but_other_hours_do():
    office = rota(patterns=OFFICE_SHIFT, people=("anna",))
    for hours, expected in (
        ("08:00-18:00", "+ anna 03 17:00-03 18:00"),
        ("09:00-17:00", "- anna 03 08:00-03 09:00"),
        ("09:00-18:00", "~ anna 03 09:00-03 18:00 was 03 08:00-03 17:00"),
        ("18:00-22:00", "~ anna 03 18:00-03 22:00 was 03 08:00-03 17:00"),
    ):
        other = replace(office, patterns=(pattern(DayGroup.WEEKDAYS, hours),))
        found = diff(
            before=RotaState(office),
            after=RotaState(other),
            since=local("2026-11-03 00:00"),
            until=local("2026-11-04 00:00"),
        )
        assert found == [expected]


def test_a_new_rota_and_one_that_is_gone():
    short = {"since": local("2026-11-02 00:00"), "until": local("2026-11-03 00:00")}
    assert diff(before=RotaState(None), after=RotaState(PLAIN), **short) == [
        "+ anna 02 08:00-03 08:00"
    ]
    assert diff(before=RotaState(PLAIN), after=RotaState(None), **short) == [
        "- anna 02 08:00-03 08:00"
    ]
    assert diff(before=RotaState(None), after=RotaState(None)) == []


def test_what_is_past_is_not_told():
    taken = change(OVERRIDE, "2026-11-03 08:00", "2026-11-04 08:00", "david")
    assert diff(taken, since=local("2026-11-04 08:00")) == []
    assert diff(taken, since=local("2026-11-03 20:00")) == [
        "- bo 03 20:00-04 08:00",
        "+ david 03 20:00-04 08:00",
    ]


def test_the_night_when_the_clock_goes_back_lasts_an_hour_more():
    october = rota(starts_on=SINCE.date().replace(month=10, day=1))
    taken = change(OVERRIDE, "2026-10-24 08:00", "2026-10-25 08:00", "david")
    found = differences(
        RotaState(october),
        RotaState(october, (taken,)),
        since=local("2026-10-20 00:00"),
        until=local("2026-10-30 00:00"),
    )
    assert {one.now.ends_at - one.now.starts_at for one in found} == {timedelta(hours=25)}


def test_vacancies_are_the_rotas_own_hours_that_nobody_has():
    gap = [
        change(OVERRIDE, "2026-11-03 08:00", "2026-11-04 08:00", None),
        change(SWAP, "2026-11-03 12:00", "2026-11-03 16:00", "david"),
    ]
    found = vacancies(PLAIN, gap, SINCE, UNTIL)
    assert [shown(span) for span in found] == ["03 08:00-03 12:00", "03 16:00-04 08:00"]
    assert vacancies(PLAIN, (), SINCE, UNTIL) == ()
    office = rota(patterns=OFFICE_SHIFT)  # closed nights are no vacancy
    assert vacancies(office, (), SINCE, UNTIL) == ()


def _who_at(state, moment):
    if state.rota is None:
        return None
    current = who_is_on_call(state.rota, state.changes, moment).current
    return current.person_id if current else None


states = st.builds(RotaState, st.one_of(strategies.rotas(), st.none()), strategies.changes())


@given(states, states, strategies.moments, st.integers(0, 71))
def test_what_is_told_is_exactly_what_has_changed(before, after, since, hour):
    found = differences(before, after, since=since, until=since + timedelta(days=3))
    at = since + timedelta(hours=hour, minutes=17)
    had, has = _who_at(before, at), _who_at(after, at)
    lost, gained = set(), set()
    for one in found:
        was = one.was or one.now
        if one.kind is not Difference.GAINED and was.starts_at <= at < was.ends_at:
            lost.add(one.person_id)
        if one.kind is not Difference.LOST and one.now.starts_at <= at < one.now.ends_at:
            gained.add(one.person_id)
    unchanged = lost & gained  # what was moved may still cover the moment
    assert lost - unchanged == ({had} if had and had != has else set())
    assert gained - unchanged == ({has} if has and had != has else set())


@given(strategies.rotas(), strategies.changes(), strategies.moments)
@settings.get_profile("rules")
def test_vacancy_or_somebody_but_never_both(any_rota, changes, since):
    until = since + timedelta(days=3)
    empty = vacancies(any_rota, changes, since, until)
    for hour in range(72):
        at = since + timedelta(hours=hour, minutes=11)
        is_planned = bool(shifts_between(any_rota, (), at, at + timedelta(minutes=1)))
        is_taken = _who_at(RotaState(any_rota, changes), at) is not None
        is_empty = any(span.starts_at <= at < span.ends_at for span in empty)
        assert is_empty == (is_planned and not is_taken)
