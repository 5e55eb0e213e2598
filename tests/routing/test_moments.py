"""What somebody writes becomes a point in time, or is refused: never another one than was meant."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.calendar import STOCKHOLM, to_local
from routing.moments import DAY_FORM, FORM, ZONE, BadMoment, moments_of, read_day, read_moment


def utc(year: int, month: int, day: int, *clock: int) -> datetime:
    hour, minute, second = (*clock, 0, 0, 0)[:3]
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


AFTERNOON = utc(2026, 11, 30, 15, 45)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-30T16:45",
        "2026-11-30 16:45",
        " 2026-11-30T16:45 ",
        "2026-11-30T16:45:00",
        "2026-11-30T16:45:00.000",
        "2026-11-30T16:45:00.000000000",
        "2026-11-30T15:45Z",
        "2026-11-30 15:45Z",
        "2026-11-30T15:45:00.000Z",
        "2026-11-30T16:45+01:00",
        "2026-11-30T16:45+0100",
        "2026-11-30 16:45:00+01",
        "2026-11-30 16:45:00+01:00",
        "2026-11-30T16:45 01:00",  # an unescaped plus in an address
        "2026-11-30T16:45:00 0100",
        "2026-11-30T10:45-05:00",
        "2026-12-01T05:45+14:00",
    ],
)
def test_a_moment_in_every_documented_form(text):
    assert read_moment(text) == AFTERNOON
    assert read_moment(text).tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-30T16.45",  # half past four, to Python
        "2026-11-30 16.45",
        "2026-11-30T16",
        "2026-11-30T1645",
        "20261130T1645",
        "20261130T164500Z",
        "2026-W49-1T16:45",
        "2026-334T16:45",
        "2026-11-30",
        "2026-11-30T",
        "2026-11-30x16:45",
        "2026-11-30t16:45",
        "2026-11-30T15:45z",
        "2026-11-30_16:45",
        "2026-11-30  16:45",
        "2026-11-30T16:45:0",
        "2026-11-30T16:45:00.",
        "2026-11-30T16:45:00,5",
        "2026-11-30T16:5",
        "2026-11-30T4:45",
        "2026-11-30T24:00",
        "2026-11-30T16:60",
        "2026-11-30T23:59:60",
        "2026-11-31T16:45",
        "2026-02-29T16:45",
        "2026-13-01T16:45",
        "2026-1-1T16:45",
        "26-11-30T16:45",
        "0000-01-01T00:00",
        "0001-01-01T00:00",
        "9999-12-31T23:59-01:00",
        "2026-11-30T16:45+1",
        "2026-11-30T16:45+15:00",
        "2026-11-30T16:45+24:00",
        "2026-11-30T16:45+01:60",
        "2026-11-30T16:45+01:00:00",
        "2026-11-30T16:45Z+01:00",
        "2026-11-30T16:45 CET",
        "2026-11-30T16:45[Europe/Stockholm]",
        "2026-11-30 16:45 01:00",
        "-2026-11-30T16:45",
        "+2026-11-30T16:45",
        "2026/11/30 16:45",
        "30/11 16:45",
        "30.11.2026 16:45",
        "16:45",
        "i morgon",
        "1796053500",
        "\uff12026-11-30T16:45",
        "2026-11-30T1\u06666:45",
        "2026-11-30T16:45\n2026-11-30T16:45",
        "2026-11-30T16:45\x00",
        "",
        " ",
        "T",
        "Z",
    ],
)
def test_any_other_form_is_refused_with_the_right_one(text):
    with pytest.raises(BadMoment) as refused:
        read_moment(text)
    assert str(refused.value) == FORM


def test_a_promise_between_two_needs_a_zone():
    assert read_moment("2026-11-30T16:45+01:00", needs_zone=True) == AFTERNOON
    with pytest.raises(BadMoment) as refused:
        read_moment("2026-11-30T16:45", needs_zone=True)
    assert str(refused.value) == ZONE


# --- The two nights when the clock is moved -------------------------------------------------------
SUMMER, WINTER = utc(2026, 10, 25, 0, 30), utc(2026, 10, 25, 1, 30)


@pytest.mark.parametrize("clock", ["02:00", "02:30", "02:59", "02:30:15"])
def test_the_hour_that_comes_twice_needs_its_zone(clock):
    with pytest.raises(BadMoment, match=r"två gånger.*\+02:00 \(som.*\+01:00 \(vin"):
        read_moment(f"2026-10-25T{clock}")


def test_with_its_zone_it_is_one_moment():
    assert read_moment("2026-10-25T02:30+02:00") == SUMMER
    assert read_moment("2026-10-25T02:30+01:00") == WINTER
    assert read_moment("2026-10-25T00:30Z") == SUMMER


def test_of_what_has_been_counted_the_later_one_has_not_been_yet():
    assert read_moment("2026-10-25T02:30", latest=SUMMER + timedelta(minutes=5)) == SUMMER
    with pytest.raises(BadMoment, match="två gånger"):
        read_moment("2026-10-25T02:30", latest=WINTER)


@pytest.mark.parametrize("text", ["2026-10-25T01:59", "2026-10-25T03:00"])
def test_beside_that_hour_all_is_as_usual(text):
    assert to_local(read_moment(text)).isoformat()[:16] == text


@pytest.mark.parametrize("clock", ["02:00", "02:30", "02:59:59"])
def test_the_hour_that_is_missing_is_refused(clock):
    with pytest.raises(BadMoment, match=r"finns inte.*2026-03-29T03:"):
        read_moment(f"2026-03-29T{clock}")


def test_beside_the_missing_hour_all_is_as_usual():
    assert read_moment("2026-03-29T01:59") == utc(2026, 3, 29, 0, 59)
    assert read_moment("2026-03-29T03:00") == utc(2026, 3, 29, 1, 0)
    assert read_moment("2026-03-29T02:30+01:00") == utc(2026, 3, 29, 1, 30)


def test_a_time_on_the_wall_is_shown_never_once_or_twice():
    assert moments_of(datetime.fromisoformat("2026-03-29T02:30")) == ()
    assert moments_of(datetime.fromisoformat("2026-10-25T02:30")) == (SUMMER, WINTER)
    assert moments_of(datetime.fromisoformat("2026-11-30T16:45")) == (AFTERNOON,)


@given(st.integers(0, 4_000_000_000))
def test_what_is_written_with_its_zone_is_read_as_it_was(seconds):
    whole = datetime.fromtimestamp(seconds, UTC)
    assert read_moment(whole.isoformat()) == whole
    assert read_moment(whole.astimezone(STOCKHOLM).isoformat(), needs_zone=True) == whole


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text):
    try:
        assert read_moment(text).tzinfo is UTC
    except BadMoment as bad:
        assert str(bad).endswith(".")  # noqa: PT017 - most texts are refused, some are read


# --- Days -----------------------------------------------------------------------------------------
def test_a_day():
    assert read_day(" 2026-11-30 ") == date(2026, 11, 30)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "20261130",
        "2026-W49-1",
        "2026-W49",
        "2026-334",
        "2026-11",
        "2026-1-1",
        "2026-11-31",
        "2026-02-29",
        "0000-01-01",
        "30/11 2026",
        "2026-11-30T00:00",
        "2026-11-3\u0660",
        "i dag",
    ],
)
def test_what_is_no_day_is_refused_with_the_right_form(text):
    with pytest.raises(BadMoment) as refused:
        read_day(text)
    assert str(refused.value) == DAY_FORM
