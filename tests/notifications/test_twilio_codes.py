"""The provider's words, one by one: what each means to a patient who waits."""

import pytest
from requests.exceptions import ConnectionError as NoConnection
from requests.exceptions import ReadTimeout
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException

from notifications.channels.base import PermanentFailure, TemporaryFailure
from notifications.channels.twilio_client import to_failure
from notifications.channels.twilio_codes import BAD_NUMBER, CALL_IS_OVER, CALL_STATUS, OTHER_END
from routing.lifecycle import (
    ATTEMPT_TRANSITIONS,
    AttemptOutcome,
    AttemptState,
    RequestEvent,
    apply_to_attempt,
    outcome_of,
)

# All that Twilio documents for CallStatus and for the events of a status callback.
STATUSES = {
    "queued": None,
    "initiated": None,
    "ringing": RequestEvent.RINGING,
    "in-progress": None,
    "answered": None,
    "completed": RequestEvent.CALL_ENDED,
    "busy": RequestEvent.BUSY,
    "no-answer": RequestEvent.NO_ANSWER,
    "failed": RequestEvent.CALL_FAILED,
    "canceled": RequestEvent.CALL_ENDED,
}


def test_what_each_status_says_of_whoever_a_phone_was_connected_to():
    assert set(OTHER_END) == set(CALL_STATUS)
    said = {word: end.value for word, end in OTHER_END.items() if end is not None}
    assert said == {
        "in-progress": "lyfte",
        "answered": "lyfte",
        "completed": "lyfte",  # of a call that was made for another: something picked up
        "busy": "upptaget",
        "no-answer": "inget_svar",
        "failed": "gick_inte_fram",
        "canceled": "lade_pa",
    }


@pytest.mark.parametrize(("word", "event"), STATUSES.items())
def test_each_call_status(word, event):
    assert CALL_STATUS[word] is event


def test_no_status_is_missing_and_none_is_made_up():
    assert set(CALL_STATUS) == set(STATUSES)


@pytest.mark.parametrize("word", STATUSES)
def test_no_status_is_ever_a_yes(word):
    event = CALL_STATUS[word]
    if event is None:
        return
    assert event in ATTEMPT_TRANSITIONS
    for state in (AttemptState.DIALLED, AttemptState.RINGING, AttemptState.PROMPT):
        assert outcome_of(apply_to_attempt(state, event)) is not AttemptOutcome.ACCEPTED


@pytest.mark.parametrize(
    "status", [401, 403, 408, 409, 425, 429, 500, 501, 502, 503, 504, 507, 520, 522, 524, 599]
)
@pytest.mark.parametrize("code", [20001, 0])
def test_statuses_worth_another_try(status, code):
    failure = to_failure(TwilioRestException(status, "/Calls.json", "no", code=code))
    assert isinstance(failure, TemporaryFailure)
    assert failure.code == str(code or status)


@pytest.mark.parametrize("status", [400, 404, 405, 410, 415, 422])
def test_statuses_after_which_another_try_is_useless(status):
    failure = to_failure(TwilioRestException(status, "/Calls.json", "no", code=21205))
    assert isinstance(failure, PermanentFailure)
    assert not failure.is_bad_number


@pytest.mark.parametrize("code", sorted(BAD_NUMBER))
def test_codes_that_say_the_number_is_bad(code):
    failure = to_failure(TwilioRestException(400, "/Calls.json", "no", code=code))
    assert isinstance(failure, PermanentFailure)
    assert failure.is_bad_number
    assert failure.code == str(code)


def test_the_number_twilio_names_first_of_all_is_among_them():
    assert {21211, 21214, 21217} <= BAD_NUMBER
    assert not BAD_NUMBER & CALL_IS_OVER


@pytest.mark.parametrize(
    "error",
    [NoConnection(), ReadTimeout(), TwilioException("odd"), ValueError("no JSON")],
)
def test_silence_and_nonsense_are_worth_another_try_and_named_without_details(error):
    failure = to_failure(error)
    assert isinstance(failure, TemporaryFailure)
    assert failure.code == type(error).__name__


@pytest.mark.parametrize(("status", "kind"), [(503, TemporaryFailure), (400, PermanentFailure)])
def test_problem_documents_are_read_as_well(status, kind):
    error = TwilioServiceException(type_uri="-", title="-", status=status, code=20500)
    failure = to_failure(error)
    assert isinstance(failure, kind)
    assert failure.code == "20500"
