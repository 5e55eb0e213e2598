"""When a failed try is made again: close together at first, never after the message has expired."""

from datetime import UTC, datetime, timedelta

import pytest

from notifications.channels.email import TIMEOUT_SECONDS as MAIL_TIMEOUT_SECONDS
from notifications.channels.twilio_voice import TIMEOUT_SECONDS
from notifications.outbox import LIFETIME
from notifications.retry import (
    DELAYS,
    MAIL_DELAYS,
    SENDING_DEADLINE,
    TEXT_DELAYS,
    next_attempt_at,
)

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATER = AT + timedelta(hours=1)


@pytest.mark.parametrize(
    ("tries", "seconds"),
    [(1, 1), (2, 1), (3, 2), (4, 4), (5, 8), (6, 10), (9, 15), (12, 30), (13, 30), (500, 30)],
)
def test_the_wait_after_each_failed_try(tries, seconds):
    assert next_attempt_at(tries, at=AT, expires_at=LATER) == AT + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("delays", "tries", "seconds"),
    [
        (TEXT_DELAYS, 1, 1),
        (TEXT_DELAYS, 2, 2),
        (TEXT_DELAYS, 4, 10),
        (TEXT_DELAYS, 10, 300),
        (TEXT_DELAYS, 11, 300),
        (MAIL_DELAYS, 1, 5),
        (MAIL_DELAYS, 2, 30),
        (MAIL_DELAYS, 6, 600),
        (MAIL_DELAYS, 9, 3600),
        (MAIL_DELAYS, 50, 3600),
    ],
)
def test_text_messages_and_mail_have_lists_of_their_own(delays, tries, seconds):
    again = next_attempt_at(tries, at=AT, expires_at=AT + timedelta(days=1), delays=delays)
    assert again == AT + timedelta(seconds=seconds)


def test_no_try_is_planned_for_when_the_message_has_expired():
    assert next_attempt_at(3, at=AT, expires_at=AT + timedelta(seconds=2)) is None
    assert next_attempt_at(3, at=AT, expires_at=AT + timedelta(seconds=3)) is not None


@pytest.mark.parametrize("delays", [DELAYS, TEXT_DELAYS, MAIL_DELAYS])
def test_waits_never_grow_shorter(delays):
    assert list(delays) == sorted(delays)


def test_three_tries_to_ring_fit_in_five_seconds_and_three_to_write_in_ten():
    assert sum(DELAYS[:3]) <= 5
    assert sum(TEXT_DELAYS[:3]) <= 10


def test_every_kind_of_message_outlives_a_minute_without_provider():
    assert min(LIFETIME.values()) >= 60


def test_a_try_is_over_before_its_row_counts_as_unknown():
    questions_and_call = 2
    assert questions_and_call * TIMEOUT_SECONDS < SENDING_DEADLINE
    assert MAIL_TIMEOUT_SECONDS < SENDING_DEADLINE
