"""The log in short: what counts as an attempt, an answer, a kept promise."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.statistics.contact_log import LoggedEvent, kept_promise, read_log
from routing.lifecycle import AttemptOutcome, RequestEvent

E = RequestEvent
STARTS = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


GP = 7


def after(seconds: float, event: RequestEvent, attempt: str | None = None, **more: Any):
    return LoggedEvent(event, STARTS + timedelta(seconds=seconds), attempt, **more)


def log_of(*events: LoggedEvent):
    return read_log(events, responder_attempts={"first", "second"})


def promise(log, seconds: int = 60):
    return kept_promise(log, created_at=STARTS, promise_seconds=seconds)


@pytest.mark.parametrize(
    ("event", "column"),
    [
        (E.NO_ANSWER, "no_answer"),
        (E.SELF_DIAL_UNANSWERED, "no_answer"),
        (E.DECLINED, "declined"),
        (E.BUSY, "busy"),
        (E.NO_DIGIT, "no_digit"),
        (E.CALL_ENDED, "no_digit"),
        (E.VOICEMAIL, "voicemail"),
        (E.NUMBER_BAD, "number_bad"),
        (E.CALL_FAILED, "call_failed"),
        (E.CALL_BACK_PROMISED, "call_back_promised"),
    ],
)
def test_an_attempt_is_counted_by_how_it_ended(event, column):
    log = log_of(after(1, E.DIALLED, "first"), after(20, event, "first"))
    assert log.attempts == 1
    assert log.failed == {column: 1}


def test_every_way_a_call_can_fail_is_counted_somewhere():
    not_failures = {AttemptOutcome.ACCEPTED, AttemptOutcome.CANCELLED, AttemptOutcome.TOO_LATE}
    for outcome in set(AttemptOutcome) - not_failures:
        log = log_of(after(1, E.DIALLED, "first"), after(9, E(outcome.value), "first"))
        assert log.failed.total() == 1, outcome


def test_the_first_outcome_of_an_attempt_stands():
    log = log_of(after(20, E.DECLINED, "first"), after(21, E.NO_ANSWER, "first"))
    assert log.failed == {"declined": 1}


def test_a_call_that_broke_after_they_were_joined_is_no_failed_attempt():
    log = log_of(
        after(9, E.ACCEPTED, "first"),
        after(12, E.CONNECTED, "first"),
        after(40, E.CALL_FAILED, "first"),
    )
    assert log.answer == after(12, E.CONNECTED, "first")
    assert log.failed.total() == 0


def test_a_yes_that_came_to_nothing_is_no_answer_unless_they_are_joined_later():
    broken = (after(9, E.ACCEPTED, "first"), after(12, E.NOT_JOINED, "first"))
    log = log_of(*broken)
    assert log.answer is None
    assert log.failed == {"not_joined": 1}
    late = log_of(*broken, after(15, E.CONNECTED, "first"))
    assert late.answer == after(15, E.CONNECTED, "first")
    assert late.failed.total() == 0


def test_a_cancelled_contact_whose_talk_was_told_of_late_is_answered():
    log = log_of(after(9, E.REQUESTER_HUNG_UP), after(12, E.CONNECTED, "first"))
    assert log.answer is not None
    assert log.cancelled is None


def test_an_attempt_taken_back_before_it_was_made_was_never_made():
    assert log_of(after(3, E.CANCELLED, "first")).attempts == 0


def test_the_requesters_own_phone_is_not_an_attempt():
    log = log_of(after(1, E.REQUESTER_DIALLED, "own"), after(30, E.NO_ANSWER, "own"))
    assert log.attempts == 0
    assert log.failed.total() == 0


def test_a_phone_that_stops_ringing_is_not_a_cancelled_contact():
    log = log_of(after(9, E.ACCEPTED, "first"), after(9, E.CANCELLED, "second"))
    assert log.cancelled is None


def test_a_contact_nobody_reports_on_is_neither_answered_nor_cancelled():
    log = log_of(after(0, E.DIALLED, "first"), after(3600, E.CANCELLED))
    assert log.is_unreported
    assert log.answer is log.cancelled is None
    assert log.failed.total() == 0


def test_a_step_skipped_twice_is_one_step():
    skipped = (after(1, E.STEP_SKIPPED, step=1), after(20, E.STEP_SKIPPED, step=1))
    assert log_of(*skipped, after(20, E.STEP_SKIPPED, step=2)).steps_skipped == 2


def test_the_talk_ends_when_the_contact_says_so():
    log = log_of(
        after(10, E.CALL_ENDED, "first"),
        after(30, E.CONNECTED, "second"),
        after(90, E.CALL_ENDED),
    )
    assert log.talk_ended_at == STARTS + timedelta(seconds=90)
    assert log.connected_at == STARTS + timedelta(seconds=30)


@pytest.mark.parametrize(
    ("last", "kept"),
    [
        (after(60, E.CONNECTED, "first"), True),
        (after(60.001, E.CONNECTED, "first"), False),
        (after(12, E.ACCEPTED, "first"), None),
        (after(12, E.SELF_DIAL_ANSWERED, "first"), True),
        (after(20, E.EXHAUSTED), False),
        (after(20, E.CANCELLED, account_id=GP), None),
        (after(61, E.CANCELLED, account_id=GP), False),
        (after(3600, E.CANCELLED), None),  # the machine's: nobody said how it went
        (after(61, E.REQUESTER_HUNG_UP), False),
        (after(30, E.REQUESTER_UNREACHABLE), None),
        (after(600, E.DIALLED, "first"), None),
    ],
)
def test_the_promise(last, kept):
    assert promise(log_of(last)) is kept


def test_reasons_are_listed_once_each():
    log = log_of(
        after(5, E.DECLINED, "first"),
        after(7, E.DECLINE_REASON_GIVEN, "first", reason="fel_specialitet"),
        after(15, E.DECLINED, "second"),
        after(17, E.DECLINE_REASON_GIVEN, "second", reason="fel_specialitet"),
        after(18, E.STEP_SKIPPED, step=3, reason="inte_nu"),
    )
    assert log.decline_reasons == ("fel_specialitet",)
    assert log.failed == {"declined": 2}


def test_a_third_party_is_neither_an_attempt_nor_an_answer():
    log = log_of(
        after(9, E.CONNECTED, "first"),
        after(60, E.THIRD_PARTY_ASKED, "radiology"),
        after(61, E.DIALLED, "radiology"),
        after(69, E.ACCEPTED, "radiology"),
        after(70, E.THIRD_PARTY_JOINED, "radiology"),
        after(90, E.CALL_ENDED, "radiology"),
    )
    assert log.attempts == 1
    assert log.talk_ended_at is None
    assert log.answer == after(9, E.CONNECTED, "first")
