"""When the patient will be there: one tap or a clock time, also the nights the clock is moved."""

from datetime import UTC, datetime, timedelta

import pytest

from app.actions.admission.errors import BadEta, EtaMissing, EtaTwice
from app.web.admission.eta import AHEAD, eta_choices, parse_eta
from app.web.shared.moments import day


def utc(year: int, month: int, day: int, *clock: int) -> datetime:
    hour, minute, second = (*clock, 0, 0, 0)[:3]
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


NIGHT = utc(2026, 10, 24, 22, 0)  # midnight before the clock is put back
SPRING = utc(2026, 3, 28, 23, 0)


@pytest.mark.parametrize("begins", [NIGHT, SPRING, utc(2026, 11, 30, 11, 3), utc(2026, 12, 31, 22)])
def test_every_button_is_the_moment_it_shows_whenever_the_page_was_loaded(begins):
    for later in range(0, 5 * 60, 5):
        now = begins + minutes(later)
        start = now - minutes(now.minute % 5)
        choices = eta_choices(now)
        meant = [start + minutes(ahead) for ahead in AHEAD]
        assert [parse_eta(one.value, now) for one in choices] == meant
        assert len({one.clock for one in choices}) == len(choices)


@pytest.mark.parametrize("begins", [NIGHT, SPRING])
def test_what_a_button_shows_can_be_typed_and_is_the_same(begins):
    for later in range(0, 5 * 60, 5):
        now = begins + minutes(later)
        for one in eta_choices(now):
            assert parse_eta(one.clock, now) == parse_eta(one.value, now)


def test_the_buttons_say_which_of_the_two_hours_they_mean():
    shown = [one.clock for one in eta_choices(utc(2026, 10, 25, 0, 5))]
    assert shown[0] == "02:20 sommartid"
    assert shown[3] == "02:05 vintertid"
    assert eta_choices(utc(2026, 10, 24, 0, 5))[0].clock == "02:20"


@pytest.mark.parametrize(
    ("text", "now", "moment"),
    [
        ("14:30", utc(2026, 11, 30, 12), utc(2026, 11, 30, 13, 30)),
        ("14.30", utc(2026, 11, 30, 12), utc(2026, 11, 30, 13, 30)),
        (" 8:05 ", utc(2026, 11, 30, 6), utc(2026, 11, 30, 7, 5)),
        ("00:30", utc(2026, 11, 30, 22), utc(2026, 11, 30, 23, 30)),  # past midnight
        ("13:00", utc(2026, 11, 30, 12, 0, 40), utc(2026, 11, 30, 12)),  # this very minute
        ("2026-11-30T13:30Z", utc(2026, 11, 30, 12), utc(2026, 11, 30, 13, 30)),
        # the clock is put back at 01:00 UTC
        ("02:30 sommartid", utc(2026, 10, 25, 0), utc(2026, 10, 25, 0, 30)),
        ("02:30 vintertid", utc(2026, 10, 25, 0), utc(2026, 10, 25, 1, 30)),
        ("02:30 Vintertid", utc(2026, 10, 24, 23), utc(2026, 10, 25, 1, 30)),
        ("02:15", utc(2026, 10, 25, 0, 40), utc(2026, 10, 25, 1, 15)),  # only one lies ahead
        ("02:50", utc(2026, 10, 25, 1, 10), utc(2026, 10, 25, 1, 50)),
        ("03:10", utc(2026, 10, 25, 0, 40), utc(2026, 10, 25, 2, 10)),
        ("01:30", utc(2026, 10, 24, 22), utc(2026, 10, 24, 23, 30)),
        # the clock is put forward at 01:00 UTC
        ("03:10", utc(2026, 3, 29, 0, 50), utc(2026, 3, 29, 1, 10)),
        ("01:55", utc(2026, 3, 29, 0, 50), utc(2026, 3, 29, 0, 55)),
    ],
)
def test_a_clock_time_is_the_next_moment_that_shows_it(text, now, moment):
    assert parse_eta(text, now) == moment


@pytest.mark.parametrize("text", ["", "  "])
def test_nothing_is_nothing(text):
    assert parse_eta(text, NIGHT) is None


@pytest.mark.parametrize(
    ("text", "now", "error"),
    [
        ("02:30", utc(2026, 10, 25, 0, 10), EtaTwice),
        ("02:15", utc(2026, 10, 24, 20), EtaTwice),
        ("02:30", utc(2026, 3, 29, 0, 10), EtaMissing),
        ("02:00", utc(2026, 3, 28, 20), EtaMissing),
        ("02:30 sommartid", utc(2026, 10, 25, 1, 10), BadEta),
        ("14:30 sommartid", utc(2026, 11, 30, 12), BadEta),
        ("12:30", utc(2026, 11, 30, 12), BadEta),  # half an hour ago
        ("24:00", utc(2026, 11, 30, 12), BadEta),
        ("12:60", utc(2026, 11, 30, 12), BadEta),
        ("1430", utc(2026, 11, 30, 12), BadEta),
        ("14", utc(2026, 11, 30, 12), BadEta),
        ("14:30:00", utc(2026, 11, 30, 12), BadEta),
        ("2026-11-30T14:30", utc(2026, 11, 30, 12), BadEta),
        ("1\u06634:30", utc(2026, 11, 30, 12), BadEta),
        ("snart", utc(2026, 11, 30, 12), BadEta),
        ("\x00", utc(2026, 11, 30, 12), BadEta),
    ],
)
def test_what_cannot_be_meant_is_refused(text, now, error):
    with pytest.raises(BadEta) as refused:
        parse_eta(text, now)
    assert type(refused.value) is error


@pytest.mark.parametrize("at", [utc(2026, 10, 25, 0, 15), utc(2026, 10, 25, 1, 15)])
def test_the_day_alone_has_no_clock_time_also_in_that_hour(at):
    assert day(at, utc(2026, 10, 24, 12)) == "i morgon"
