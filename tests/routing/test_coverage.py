"""The hours a line promises and nobody has."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import event, given, settings

from routing.calendar import to_local
from routing.coverage import uncovered
from routing.opening_hours import is_open
from routing.rota import DayGroup, who_is_on_call
from tests.routing import strategies as any_
from tests.routing.county import OFFICE, local, pattern, rota, weekly

RULES = settings.get_profile("rules")
WEEKDAYS, ALL = DayGroup.WEEKDAYS, DayGroup.ALL_DAYS
ALWAYS = replace(weekly("00:00-00:00", range(7)), on_red_days=None)
MORNINGS = rota(patterns=(pattern(WEEKDAYS, "08:00-12:00"),))
AFTERNOONS = rota(patterns=(pattern(WEEKDAYS, "13:00-17:00"),))
DAY_AND_NIGHT = rota(patterns=(pattern(ALL, "08:00-08:00"),))


def gaps(hours, *rotas, since="2026-11-30 00:00", until="2026-12-02 00:00"):
    found = uncovered(hours, rotas, local(since), local(until))
    return [
        f"{to_local(each.starts_at):%d %H:%M}-{to_local(each.ends_at):%d %H:%M}" for each in found
    ]


@pytest.mark.parametrize(
    ("hours", "rotas", "expected"),
    [
        (OFFICE, [rota(patterns=(pattern(WEEKDAYS, "08:00-17:00"),))], []),
        (OFFICE, [DAY_AND_NIGHT], []),
        (ALWAYS, [DAY_AND_NIGHT], []),
        (OFFICE, [MORNINGS], ["30 12:00-30 17:00", "01 12:00-01 17:00"]),
        (OFFICE, [MORNINGS, AFTERNOONS], ["30 12:00-30 13:00", "01 12:00-01 13:00"]),
        (OFFICE, [], ["30 08:00-30 17:00", "01 08:00-01 17:00"]),
        (OFFICE, [replace(DAY_AND_NIGHT, people=())], ["30 08:00-30 17:00", "01 08:00-01 17:00"]),
        (ALWAYS, [replace(DAY_AND_NIGHT, ends_on=date(2026, 11, 30))], ["01 08:00-02 00:00"]),
        (ALWAYS, [AFTERNOONS], ["30 00:00-30 13:00", "30 17:00-01 13:00", "01 17:00-02 00:00"]),
    ],
)
def test_gaps(hours, rotas, expected):
    assert gaps(hours, *rotas) == expected


def test_red_days_are_promised_only_where_it_is_open_on_them():
    week = {"since": "2026-12-24 00:00", "until": "2026-12-28 00:00"}
    office = rota(patterns=(pattern(WEEKDAYS, "08:00-17:00"),))
    assert gaps(OFFICE, office, **week) == []
    every_day = replace(OFFICE, on_red_days=None)
    assert gaps(every_day, office, **week) == ["24 08:00-24 17:00", "25 08:00-25 17:00"]


@given(hours=any_.schedules(), rota=any_.rotas(), at=any_.moments)
@RULES
def test_every_minute_open_and_without_anybody_is_in_a_gap_and_no_other(hours, rota, at):
    found = uncovered(hours, (rota,), at, at + timedelta(days=2))
    event("gaps" if found else "none")
    for number in range(2 * 48):
        moment = at + number * timedelta(minutes=30)
        nobody = is_open(hours, moment) and who_is_on_call(rota, (), moment).current is None
        assert nobody is any(gap.starts_at <= moment < gap.ends_at for gap in found)
