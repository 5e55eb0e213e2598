"""Rotas: whose turn, from when to when, and what changes it."""

from dataclasses import replace
from datetime import UTC, date, timedelta

import pytest

from routing.calendar import UnknownZone, to_local
from routing.rota import DayGroup, Rotation, ShiftSource, shifts_between, who_is_on_call
from tests.routing.county import (
    NO_EVES,
    OFFICE_SHIFT,
    ON_CALL_HOURS,
    change,
    local,
    pattern,
    rota,
)

ROTA, OVERRIDE = ShiftSource.ROTA, ShiftSource.OVERRIDE
SWAP, TAKE_OVER = ShiftSource.SWAP, ShiftSource.TAKE_OVER
OFFICE_ROTA = rota(patterns=OFFICE_SHIFT)
JOUR = rota(patterns=ON_CALL_HOURS)


def who(rota, changes, at):
    return who_is_on_call(rota, changes, at)


def table(rota, start, end, changes=()):
    """``person 08:00-17:00`` for each shift, in local time."""
    return [
        f"{shift.person_id} {shown(shift.starts_at)}-{shown(shift.ends_at)}"
        for shift in shifts_between(rota, changes, local(start), local(end))
    ]


def shown(at):
    return to_local(at).strftime("%d %H:%M")


def name(shift):
    return shift.person_id if shift else None


# --- Made by rule ---------------------------------------------------------------------------------
def test_a_shift_over_midnight_belongs_to_the_day_it_starts():
    assert table(rota(), "2026-11-03 00:00", "2026-11-04 09:00") == [
        "anna 02 08:00-03 08:00",
        "bo 03 08:00-04 08:00",
        "cecilia 04 08:00-05 08:00",
    ]
    assert name(who(rota(), (), local("2026-11-03 07:59")).current) == "anna"
    assert name(who(rota(), (), local("2026-11-03 08:00")).current) == "bo"


def test_weekly_turns_change_on_mondays_wherever_the_rota_starts():
    weekly = rota(rotation=Rotation.WEEKLY, starts_on=date(2026, 11, 4))  # a Wednesday
    names = [
        name(who(weekly, (), local(f"2026-11-{day:02} 12:00")).current)
        for day in (3, 4, 8, 9, 15, 16, 23)
    ]
    assert names == [None, "anna", "anna", "bo", "bo", "cecilia", "anna"]


def test_a_rota_lasts_from_its_first_day_to_its_last():
    short = rota(ends_on=date(2026, 11, 3))
    assert table(short, "2026-10-30 00:00", "2026-11-09 00:00") == [
        "anna 02 08:00-03 08:00",
        "bo 03 08:00-04 08:00",
    ]
    before = who(short, (), local("2026-06-01 12:00"))
    assert (before.current, name(before.following)) == (None, "anna")
    last = who(short, (), local("2026-11-04 07:00"))
    assert (name(last.current), last.following) == ("bo", None)
    after = who(short, (), local("2026-11-04 08:00"))
    assert (after.current, after.following) == (None, None)


def test_nobody_in_the_rota_is_nobody_on_call():
    answer = who(rota(people=()), (), local("2026-11-10 12:00"))
    assert (answer.current, answer.following) == (None, None)


def test_following_is_the_next_shift_also_when_it_is_the_same_persons():
    alone = rota(people=("anna",))
    answer = who(alone, (), local("2026-11-10 12:00"))
    assert (name(answer.current), name(answer.following)) == ("anna", "anna")
    assert answer.following.starts_at == answer.current.ends_at


@pytest.mark.parametrize(
    ("at", "current", "next_start"),
    [
        ("2026-11-24 07:59", None, "2026-11-24 08:00"),
        ("2026-11-24 08:00", "bo", "2026-11-25 08:00"),
        ("2026-11-24 17:00", None, "2026-11-25 08:00"),
        ("2026-11-27 17:00", None, "2026-11-30 08:00"),
        ("2026-12-23 17:00", None, "2026-12-28 08:00"),  # over Christmas
        ("2026-12-31 12:00", None, "2027-01-04 08:00"),  # New Year's Eve counts as red
        ("2027-06-24 17:00", None, "2027-06-28 08:00"),  # midsummer
    ],
)
def test_a_weekday_rota_is_empty_on_red_days_and_says_when_it_goes_on(at, current, next_start):
    answer = who(OFFICE_ROTA, (), local(at))
    assert name(answer.current) == current
    assert answer.following.starts_at == local(next_start)


def test_which_eves_are_red_is_the_rotas_own_choice():
    at = local("2026-12-24 12:00")
    assert who(OFFICE_ROTA, (), at).current is None
    plain = rota(patterns=OFFICE_SHIFT, eves_as_red=NO_EVES)
    assert who(plain, (), at).current is not None


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ("2026-11-24 16:59", None),
        ("2026-11-24 17:00", "2026-11-25 08:00"),
        ("2026-11-27 20:00", "2026-11-28 08:00"),  # Friday night
        ("2026-11-28 08:00", "2026-11-29 08:00"),  # Saturday
        ("2026-11-30 07:00", "2026-11-30 08:00"),  # Sunday's shift ends on Monday
        ("2026-12-24 08:00", "2026-12-25 08:00"),
        ("2026-12-24 07:59", "2026-12-24 08:00"),
    ],
)
def test_on_call_hours_are_nights_and_red_days(at, until):
    current = who(JOUR, (), local(at)).current
    assert (current and current.ends_at) == (until and local(until))


@pytest.mark.parametrize(
    ("start", "hours"),
    [("2026-03-27 08:00", 24), ("2026-03-28 08:00", 23), ("2026-10-24 08:00", 25)],
)
def test_a_day_and_night_shift_follows_the_clock_on_the_wall(start, hours):
    steady = rota(starts_on=date(2026, 1, 1))
    current = who(steady, (), local(start)).current
    assert current.starts_at == local(start)
    assert current.ends_at - current.starts_at == timedelta(hours=hours)


@pytest.mark.parametrize("night", [date(2026, 3, 29), date(2026, 10, 25)])
def test_shifts_that_change_in_the_odd_hour_still_join(night):
    nights = rota(
        starts_on=date(2026, 1, 1),
        patterns=(
            pattern(DayGroup.ALL_DAYS, "20:00-02:30"),
            pattern(DayGroup.ALL_DAYS, "02:30-08:00"),
        ),
    )
    evening, morning = shifts_between(
        nights, (), local(f"{night - timedelta(days=1)} 21:00"), local(f"{night} 07:00")
    )
    assert evening.ends_at == morning.starts_at


def test_a_shift_inside_the_missing_hour_lasts_no_time():
    missing = rota(
        starts_on=date(2026, 1, 1), patterns=(pattern(DayGroup.ALL_DAYS, "02:10-02:50"),)
    )
    assert table(missing, "2026-03-28 12:00", "2026-03-29 12:00") == []


def test_of_overlapping_patterns_the_later_start_has_the_line_while_it_lasts():
    overlapping = rota(
        people=("anna",),
        patterns=(
            pattern(DayGroup.WEEKDAYS, "08:00-08:00"),
            pattern(DayGroup.WEEKDAYS, "17:00-20:00"),
            pattern(DayGroup.WEEKENDS_AND_RED_DAYS, "00:00-00:00"),
            pattern(DayGroup.WEEKENDS_AND_RED_DAYS, "00:00-12:00"),
            pattern(DayGroup.WEEKENDS_AND_RED_DAYS, "17:00-09:00"),
        ),
    )
    assert table(overlapping, "2026-11-06 09:00", "2026-11-08 00:00") == [
        "anna 06 08:00-06 17:00",
        "anna 06 17:00-06 20:00",
        "anna 06 20:00-07 00:00",
        "anna 07 00:00-07 17:00",
        "anna 07 17:00-08 00:00",
    ]


# --- Changed --------------------------------------------------------------------------------------
SHIFT = ("2026-11-03 08:00", "2026-11-04 08:00")  # bo's


@pytest.mark.parametrize(
    ("sources", "winner"),
    [
        ((), "bo"),
        ((OVERRIDE,), OVERRIDE),
        ((OVERRIDE, SWAP), SWAP),
        ((TAKE_OVER, SWAP, OVERRIDE), TAKE_OVER),
        ((SWAP, TAKE_OVER), TAKE_OVER),
    ],
)
def test_take_over_beats_swap_beats_override_beats_rota(sources, winner):
    changes = tuple(change(source, *SHIFT, str(source)) for source in sources)
    current = who(rota(), changes, local("2026-11-03 12:00")).current
    assert current.person_id == winner
    assert current.source is (winner if sources else ROTA)


def test_of_two_alike_the_latest_made_wins():
    first = change(SWAP, *SHIFT, "first")
    second = replace(first, id="a", person_id="second", made_at=local("2026-11-02 12:00"))
    for changes in ((first, second), (second, first)):
        assert name(who(rota(), changes, local(SHIFT[0])).current) == "second"


def test_made_at_the_same_moment_the_order_of_rows_does_not_matter():
    one, two = (change(SWAP, *SHIFT, each) for each in ("one", "two"))
    answers = {
        name(who(rota(), changes, local(SHIFT[0])).current) for changes in ((one, two), (two, one))
    }
    assert len(answers) == 1


def test_a_change_of_a_part_splits_the_shift():
    dentist = change(OVERRIDE, "2026-11-03 12:00", "2026-11-03 14:00", "dora")
    assert table(rota(), "2026-11-03 09:00", "2026-11-04 07:00", (dentist,)) == [
        "bo 03 08:00-03 12:00",
        "dora 03 12:00-03 14:00",
        "bo 03 14:00-04 08:00",
    ]
    afternoon = who(rota(), (dentist,), local("2026-11-03 15:00"))
    assert afternoon.current.starts_at == local("2026-11-03 14:00")


def test_a_weaker_change_inside_a_stronger_does_not_split_it():
    strong = change(TAKE_OVER, *SHIFT, "tage")
    weak = change(SWAP, "2026-11-03 12:00", "2026-11-03 14:00", "siv")
    assert table(rota(), "2026-11-03 09:00", "2026-11-04 07:00", (weak, strong)) == [
        "tage 03 08:00-04 08:00"
    ]


def test_a_change_without_person_is_a_vacancy_and_can_be_taken_over():
    ill = change(OVERRIDE, *SHIFT, None)
    vacant = who(rota(), (ill,), local("2026-11-03 12:00"))
    assert (vacant.current, name(vacant.following)) == (None, "cecilia")
    taken = change(TAKE_OVER, "2026-11-03 12:00", SHIFT[1], "tage")
    assert name(who(rota(), (ill, taken), local("2026-11-03 12:00")).current) == "tage"


def test_a_change_over_many_shifts_makes_nobody_on_call_between_them():
    week = change(OVERRIDE, "2026-11-02 00:00", "2026-11-09 00:00", "vik")
    assert who(OFFICE_ROTA, (week,), local("2026-11-03 20:00")).current is None
    shifts = shifts_between(OFFICE_ROTA, (week,), local("2026-11-02"), local("2026-11-09"))
    assert [(shift.person_id, shift.source) for shift in shifts] == [("vik", OVERRIDE)] * 5


def test_a_change_holds_from_the_whole_minute():
    hasty = replace(
        change(TAKE_OVER, *SHIFT, "tage"), starts_at=local("2026-11-03 12:00:40").astimezone(UTC)
    )
    assert name(who(rota(), (hasty,), local("2026-11-03 12:00")).current) == "tage"
    assert name(who(rota(), (hasty,), local("2026-11-03 11:59")).current) == "bo"


def test_changes_of_other_rotas_and_backward_ones_change_nothing():
    other = replace(change(TAKE_OVER, *SHIFT, "other"), rota_id="another")
    backward = change(TAKE_OVER, SHIFT[1], SHIFT[0], "backward")
    at = local("2026-11-03 12:00")
    assert who(rota(), (other, backward), at) == who(rota(), (), at)


def test_the_next_shift_is_searched_beyond_a_long_vacancy_but_not_for_ever():
    summer = change(OVERRIDE, "2026-11-02 00:00", "2026-12-01 08:00", None)
    answer = who(rota(), (summer,), local("2026-11-03 12:00"))
    assert answer.following.starts_at == local("2026-12-01 08:00")
    year = change(OVERRIDE, "2026-11-02 00:00", "2027-11-02 00:00", None)
    assert who(rota(), (year,), local("2026-11-03 12:00")).following is None


def test_before_and_after_midnight_the_next_shift_is_searched_for_equally_far():
    nights = rota(patterns=(pattern(DayGroup.ALL_DAYS, "17:00-08:00"),))
    vacancy = change(OVERRIDE, "2026-11-04 08:00", "2026-12-09 08:00", None)  # 36 days on
    evening = who(nights, (vacancy,), local("2026-11-03 20:00"))
    assert evening.following is None
    assert who(nights, (vacancy,), local("2026-11-04 07:00")) == evening


# --- Asked wrongly --------------------------------------------------------------------------------
def test_an_empty_stretch_of_time_has_no_shifts():
    assert table(rota(), "2026-11-05 00:00", "2026-11-04 00:00") == []


def test_a_moment_without_zone_is_refused():
    with pytest.raises(UnknownZone):
        who(rota(), (), local("2026-11-03 12:00").replace(tzinfo=None))
