"""Whether the clock has gone back: seen once, whatever the threads."""

from datetime import UTC, datetime, timedelta

from app.actions.operation.clock_went_back import TOLERANCE, ClockWatch

AT = datetime(2026, 11, 28, 10, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def looks(watch, *moments):
    return [watch.has_gone_back(lambda at=at: at) for at in moments]


def test_before_the_first_look_nobody_knows():
    assert looks(ClockWatch(), AT, AT, AT + SECOND) == [True, False, False]


def test_it_is_said_once_each_time():
    back = AT - 30 * 60 * SECOND
    assert looks(ClockWatch(), AT, back, back + SECOND, back - 2 * SECOND) == [
        True,
        True,
        False,
        True,
    ]


def test_small_steps_back_are_added_up():
    steps = [AT - number * TOLERANCE / 2 for number in range(1, 4)]
    assert looks(ClockWatch(), AT, *steps) == [True, False, False, True]


def test_what_could_not_be_done_is_said_again():
    watch = ClockWatch()
    assert looks(watch, AT, AT) == [True, False]
    watch.forget()
    assert looks(watch, AT) == [True]
