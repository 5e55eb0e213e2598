"""The Swedish calendar against the dates in the almanac."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from routing.calendar import (
    EVES,
    YEARS,
    MomentOutOfRange,
    UnknownZone,
    _holidays_in,
    eve_name,
    eve_on,
    holiday_name,
    in_utc,
    is_red_day,
    is_weekday,
    to_local,
    to_utc,
    whole_minute,
)
from tests.routing.county import EVES as THREE_EVES
from tests.routing.county import NO_EVES

MOVING = {
    # year: Good Friday, Easter, Ascension, Whitsun, midsummer's day, All Saints' day
    2025: ("04-18", "04-20", "05-29", "06-08", "06-21", "11-01"),
    2026: ("04-03", "04-05", "05-14", "05-24", "06-20", "10-31"),
    2027: ("03-26", "03-28", "05-06", "05-16", "06-26", "11-06"),
    2028: ("04-14", "04-16", "05-25", "06-04", "06-24", "11-04"),
    2029: ("03-30", "04-01", "05-10", "05-20", "06-23", "11-03"),
    2030: ("04-19", "04-21", "05-30", "06-09", "06-22", "11-02"),
}
MOVING_NAMES = (
    "Långfredagen",
    "Påskdagen",
    "Kristi himmelsfärdsdag",
    "Pingstdagen",
    "Midsommardagen",
    "Alla helgons dag",
)
FIXED = {
    "01-01": "Nyårsdagen",
    "01-06": "Trettondedag jul",
    "05-01": "Första maj",
    "06-06": "Nationaldagen",
    "12-25": "Juldagen",
    "12-26": "Annandag jul",
}


@pytest.mark.parametrize("year", MOVING)
def test_the_holidays_of_a_year_are_those_of_the_law(year):
    expected = {date.fromisoformat(f"{year}-{day}"): name for day, name in FIXED.items()}
    for day, name in zip(MOVING[year], MOVING_NAMES, strict=True):
        expected[date.fromisoformat(f"{year}-{day}")] = name
    easter = date.fromisoformat(f"{year}-{MOVING[year][1]}")
    expected[easter + timedelta(days=1)] = "Annandag påsk"
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(366))
    found = {on: holiday_name(on) for on in days if on.year == year and holiday_name(on)}
    assert found == expected


@pytest.mark.parametrize(
    ("on", "eve", "name"),
    [
        ("2026-01-05", "trettondagsafton", "Trettondagsafton"),
        ("2026-04-02", "skartorsdagen", "Skärtorsdagen"),
        ("2026-04-04", "paskafton", "Påskafton"),
        ("2026-04-30", "valborgsmassoafton", "Valborgsmässoafton"),
        ("2026-05-23", "pingstafton", "Pingstafton"),
        ("2026-06-19", "midsommarafton", "Midsommarafton"),
        ("2026-10-30", "allhelgonaafton", "Allhelgonaafton"),
        ("2026-12-24", "julafton", "Julafton"),
        ("2026-12-31", "nyarsafton", "Nyårsafton"),
        ("2027-06-25", "midsommarafton", "Midsommarafton"),
    ],
)
def test_eves_have_names(on, eve, name):
    assert eve_on(date.fromisoformat(on)) == eve
    assert eve_name(date.fromisoformat(on)) == name
    assert eve in EVES


def test_an_ordinary_day_has_no_name():
    assert holiday_name(date(2026, 11, 24)) is None
    assert eve_name(date(2026, 11, 24)) is None


def test_names_are_swedish_whatever_language_the_machine_speaks(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "en_US")
    _holidays_in.cache_clear()
    assert holiday_name(date(2026, 4, 3)) == "Långfredagen"


def test_every_eve_comes_once_a_year():
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    assert sorted(filter(None, map(eve_on, days))) == sorted(EVES)


@pytest.mark.parametrize(
    ("on", "eves", "red"),
    [
        ("2026-06-19", THREE_EVES, True),
        ("2026-06-19", NO_EVES, False),
        ("2026-12-24", THREE_EVES, True),
        ("2026-12-31", THREE_EVES, True),
        ("2026-10-30", THREE_EVES, False),
        ("2026-10-30", frozenset({"allhelgonaafton"}), True),
        ("2026-11-22", NO_EVES, True),  # a Sunday
        ("2026-11-21", NO_EVES, False),  # a Saturday
        ("2026-05-15", THREE_EVES, False),  # the squeeze day after Ascension
        ("2026-06-06", NO_EVES, True),
    ],
)
def test_red_days(on, eves, red):
    assert is_red_day(date.fromisoformat(on), eves_as_red=eves) is red


@pytest.mark.parametrize(
    ("on", "weekday"),
    [("2026-11-20", True), ("2026-11-21", False), ("2026-11-22", False), ("2026-05-14", False)],
)
def test_weekdays(on, weekday):
    assert is_weekday(date.fromisoformat(on), eves_as_red=NO_EVES) is weekday


@pytest.mark.parametrize(
    ("on", "clock", "utc"),
    [
        ("2026-01-15", "08:00", "2026-01-15T07:00"),
        ("2026-07-15", "08:00", "2026-07-15T06:00"),
        # Spring: 02:00 becomes 03:00, so 02:xx means the jump.
        ("2026-03-29", "01:59", "2026-03-29T00:59"),
        ("2026-03-29", "02:00", "2026-03-29T01:00"),
        ("2026-03-29", "02:59", "2026-03-29T01:00"),
        ("2026-03-29", "03:00", "2026-03-29T01:00"),
        ("2026-03-29", "03:01", "2026-03-29T01:01"),
        # Autumn: 02:xx comes twice, the first is meant.
        ("2026-10-25", "01:59", "2026-10-24T23:59"),
        ("2026-10-25", "02:00", "2026-10-25T00:00"),
        ("2026-10-25", "02:59", "2026-10-25T00:59"),
        ("2026-10-25", "03:00", "2026-10-25T02:00"),
        ("2026-01-15", "08:00:59", "2026-01-15T07:00"),
    ],
)
def test_local_times_become_moments(on, clock, utc):
    expected = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert to_utc(date.fromisoformat(on), time.fromisoformat(clock)) == expected


@pytest.mark.parametrize("on", [date(2026, 3, 29), date(2026, 10, 25), date(2026, 11, 24)])
def test_a_later_clock_is_never_an_earlier_moment(on):
    clocks = [time(hour, minute) for hour in range(24) for minute in range(60)]
    moments = [to_utc(on, clock) for clock in clocks]
    assert moments == sorted(moments)


def test_moments_need_a_zone():
    naive = datetime(2026, 11, 24, 10)  # noqa: DTZ001 - a moment without zone is the point
    for ask in (in_utc, to_local, whole_minute):
        with pytest.raises(UnknownZone):
            ask(naive)


def test_a_moment_is_cut_to_its_minute_in_utc():
    at = datetime(2026, 11, 24, 10, 0, 59, 7, tzinfo=timezone(timedelta(hours=1)))
    assert whole_minute(at) == datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert whole_minute(at).tzinfo is UTC


@pytest.mark.parametrize("year", [1, YEARS[0] - 1, YEARS[-1] + 1, 9999])
def test_the_calendar_says_so_when_it_knows_nothing(year):
    with pytest.raises(MomentOutOfRange):
        whole_minute(datetime(year, 6, 1, tzinfo=UTC))
