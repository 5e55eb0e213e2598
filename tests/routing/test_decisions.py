"""Decisions: what becomes of them, who makes which, and what result they suggest."""

from itertools import product

import pytest

from routing.decisions import (
    DECISION,
    DOCTORS,
    RESULT_OF,
    DecisionEvent,
    DecisionKind,
    DecisionStatus,
    may_decide,
    suggested_result,
)
from routing.errors import InvalidTransition
from routing.outcome import ResultAfter
from routing.types import RequesterRole

S, E, K = DecisionStatus, DecisionEvent, DecisionKind

TABLE = {
    (S.PROPOSED, E.DECIDED): S.DECIDED,
    (S.PROPOSED, E.FELL_THROUGH): S.FELL_THROUGH,
    (S.PROPOSED, E.REPLACED): S.REPLACED,
    (S.PROPOSED, E.WITHDRAWN): S.WITHDRAWN,
    (S.DECIDED, E.DONE): S.DONE,
    (S.DECIDED, E.FELL_THROUGH): S.FELL_THROUGH,
    (S.DECIDED, E.REPLACED): S.REPLACED,
    (S.DECIDED, E.WITHDRAWN): S.WITHDRAWN,
    (S.FELL_THROUGH, E.REPLACED): S.REPLACED,
}
NOTED = frozenset({E.PROPOSED, E.NOTED})
LEADS_TO = {event: {after for (_, one), after in TABLE.items() if one is event} for event in E}


@pytest.mark.parametrize(("status", "event"), list(product(S, E)))
def test_each_event_in_each_status(status, event):
    if (status, event) in TABLE:
        assert DECISION.apply(status, event) is TABLE[status, event]
    elif event in NOTED or status in LEADS_TO[event]:
        assert DECISION.apply(status, event) is status
    else:
        with pytest.raises(InvalidTransition):
            DECISION.apply(status, event)


@pytest.mark.parametrize(("kind", "role", "is_answered"), list(product(K, RequesterRole, (0, 1))))
def test_who_decides_what(kind, role, is_answered):
    expected = {
        K.DIRECT_ADMISSION: role in DOCTORS and is_answered,
        K.RADIOLOGY: role in DOCTORS,
    }.get(kind, True)
    assert may_decide(kind, role, is_answered=bool(is_answered)) is bool(expected)


def test_every_kind_has_its_own_result():
    assert set(RESULT_OF) == set(K)
    assert len(set(RESULT_OF.values())) == len(K)


@pytest.mark.parametrize(
    ("kinds", "result"),
    [
        ((), None),
        ((K.ADVICE,), ResultAfter.HANDLED),
        ((K.RADIOLOGY, K.DIRECT_ADMISSION), ResultAfter.DIRECT_ADMISSION),
        ((K.DIRECT_ADMISSION, K.ED_AMBULANCE), ResultAfter.ED_AMBULANCE),
        ((K.ADVICE, K.MOBILE_TEAM), ResultAfter.MOBILE_TEAM),
    ],
)
def test_the_weightiest_decision_suggests_the_result(kinds, result):
    assert suggested_result(kinds) is result
    assert suggested_result(reversed(kinds)) is result
