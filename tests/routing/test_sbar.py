"""SBAR: its order, and until when it may be told."""

import pytest

from routing.lifecycle import RequestStatus
from routing.sbar import SbarPart, may_be_told, next_untold

S, B, A, R = SbarPart


@pytest.mark.parametrize(
    ("told", "after", "wanted"),
    [
        ({}, None, S),
        ({S: "x"}, None, B),
        ({S: "x", B: "x", A: "x", R: "x"}, None, None),
        ({B: "x"}, S, A),
        ({}, S, B),
        ({}, R, None),
        ({S: ""}, None, S),
    ],
)
def test_what_is_asked_next(told, after, wanted):
    assert next_untold(told, after=after) is wanted


@pytest.mark.parametrize(
    ("status", "is_over", "wanted"),
    [
        (RequestStatus.CALLING_REQUESTER, False, True),
        (RequestStatus.HUNTING, False, True),
        (RequestStatus.SELF_DIALLING, False, True),
        (RequestStatus.CALL_BACK_PROMISED, False, True),
        (RequestStatus.ANSWERED, False, True),
        (RequestStatus.ANSWERED, True, False),
        (RequestStatus.EXHAUSTED, True, False),
        (RequestStatus.CANCELLED, True, False),
        (RequestStatus.CLOSED, True, False),
    ],
)
def test_it_may_be_told_until_the_talk_is_over(status, is_over, wanted):
    assert may_be_told(status, is_over=is_over) is wanted
