"""When a failed try is made again: close together at first, never after the message has expired."""

from datetime import UTC, datetime, timedelta

import pytest

from notifications.channels.twilio_voice import TIMEOUT_SECONDS
from notifications.outbox import LIFETIME
from notifications.retry import DELAYS, SENDING_DEADLINE, next_attempt_at

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATER = AT + timedelta(hours=1)


@pytest.mark.parametrize(
    ("tries", "seconds"),
    [(1, 1), (2, 1), (3, 2), (4, 4), (5, 8), (6, 10), (9, 15), (12, 30), (13, 30), (500, 30)],
)
def test_the_wait_after_each_failed_try(tries, seconds):
    assert next_attempt_at(tries, at=AT, expires_at=LATER) == AT + timedelta(seconds=seconds)


def test_no_try_is_planned_for_when_the_message_has_expired():
    assert next_attempt_at(3, at=AT, expires_at=AT + timedelta(seconds=2)) is None
    assert next_attempt_at(3, at=AT, expires_at=AT + timedelta(seconds=3)) is not None


def test_waits_never_grow_shorter_and_three_tries_fit_in_the_first_five_seconds():
    assert list(DELAYS) == sorted(DELAYS)
    assert sum(DELAYS[:3]) <= 5


def test_every_kind_of_message_outlives_a_minute_without_provider():
    assert min(LIFETIME.values()) >= 60


def test_a_try_is_over_before_its_row_counts_as_unknown():
    questions_and_call = 2
    assert questions_and_call * TIMEOUT_SECONDS < SENDING_DEADLINE
