"""Which wards are asked, in which order: the matrix decides, then what is known of their beds."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.matrix import Fallback
from routing.plan import Plan, PlanStep
from routing.reasons import Reason, ReasonCode
from routing.types import ContactPath, Errand, OnCallTier, RequesterRole, RequestFacts
from routing.ward_order import WardStanding, order_wards

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FULL, ROOM, UNKNOWN = WardStanding(0), WardStanding(2), WardStanding(None)
CLOSED = WardStanding(3, is_open=False)


def _plan(*groups: str) -> Plan:
    """Each group is a step of the matrix, with a letter for each ward."""
    wards = [(group, ward) for group, wards in enumerate(groups, start=1) for ward in wards]
    steps = tuple(
        PlanStep(
            order=order,
            line_id=f"{ward}-line",
            unit_id=ward,
            tier=OnCallTier.FIRST,
            person_id=None,
            number="+46846500400",
            ring_seconds=30,
            reason=Reason(ReasonCode.FUNCTION_PHONE),
            group=group,
        )
        for order, (group, ward) in enumerate(wards, start=1)
    )
    facts = RequestFacts(
        ContactPath.AKUT, RequesterRole.PRIMARVARDSLAKARE, "2062", "medicin", errand=Errand.BED
    )
    return Plan(facts, AT, "vardplats", "1", 300, steps, Fallback("x", "112", ""), ())


@pytest.mark.parametrize(
    ("groups", "standing", "options", "expected"),
    [
        (("ab", "cd"), {}, {}, "abcd"),
        (("ab", "cd"), {"a": FULL, "b": ROOM}, {}, "bacd"),
        (("ab", "cd"), {"a": FULL}, {}, "bacd"),  # unknown may have room
        (("ab", "cd"), {"a": FULL, "b": FULL, "c": ROOM}, {}, "abcd"),  # own hospital first
        (("ab", "cd"), {"a": WardStanding(-2), "b": UNKNOWN}, {}, "bacd"),
        (("ab", "cd"), {"b": CLOSED}, {}, "acd"),
        (("ab", "cd"), {}, {"first": "d"}, "dabc"),
        (("ab", "cd"), {"d": FULL}, {"first": "d"}, "dabc"),
        (("ab", "cd"), {"d": CLOSED}, {"first": "d"}, "abc"),
        (("ab", "cd"), {}, {"without": {"a", "c"}}, "bd"),
        (("ab", "cd"), {}, {"first": "a", "without": {"a", "b"}}, "acd"),
        (("ab", ""), {"a": CLOSED, "b": CLOSED}, {}, ""),
    ],
)
def test_order(groups, standing, options, expected):
    plan = order_wards(_plan(*groups), standing, **options)
    assert "".join(step.unit_id for step in plan.steps) == expected
    assert [step.order for step in plan.steps] == list(range(1, len(expected) + 1))


def test_who_is_left_out_is_said():
    plan = order_wards(_plan("abc"), {"a": CLOSED}, without={"b"})
    assert [(one.code, one.values["line"]) for one in plan.reasons] == [
        (ReasonCode.WARD_CLOSED, "a-line"),
        (ReasonCode.HAS_DECLINED, "b-line"),
    ]


def test_each_ward_is_rung_once_whatever_the_rule_says_of_rounds():
    plan = order_wards(replace(_plan("ab"), rounds=3), {})
    assert plan.rounds == 1


STANDINGS = st.builds(WardStanding, st.none() | st.integers(-3, 3), st.booleans())


@given(
    st.dictionaries(st.sampled_from("abcdef"), STANDINGS),
    st.none() | st.sampled_from("abcdef"),
    st.sets(st.sampled_from("abcdef")),
)
def test_no_ward_is_lost_or_asked_twice_and_hunting_keeps_the_order(standing, first, without):
    before = _plan("ab", "cd", "ef")
    plan = order_wards(before, standing, first=first, without=without)
    asked = [step.unit_id for step in plan.steps]
    assert len(asked) == len(set(asked))
    left_out = len(plan.reasons)
    assert len(asked) + left_out == len(before.steps)
    keys = [(step.group, step.order) for step in plan.steps]
    assert keys == sorted(keys)
    assert all(standing.get(ward, UNKNOWN).is_open for ward in asked)
