"""The frozen plan: through JSON and back, nothing is lost and nothing is added."""

import json
from datetime import UTC

from hypothesis import given
from hypothesis import strategies as st

from models.frozen_plan import plan_from_json, plan_to_json
from routing.matrix import Fallback
from routing.plan import Plan, PlanStep
from routing.reasons import Reason, ReasonCode
from routing.types import ContactPath, OnCallTier, RequesterRole, RequestFacts

SLUGS = st.text("abcdefghijklmnopqrstuvwxyzåäö-0123456789", min_size=1, max_size=12)
NUMBERS = st.sampled_from(["+46701740605", "+46313900600", "+46980319200"])
REASONS = st.builds(
    Reason, st.sampled_from(ReasonCode), st.dictionaries(SLUGS, st.text(max_size=20), max_size=4)
)
STEPS = st.builds(
    PlanStep,
    order=st.integers(1, 9),
    line_id=SLUGS,
    unit_id=SLUGS,
    tier=st.sampled_from(OnCallTier),
    person_id=st.none() | SLUGS,
    number=NUMBERS,
    ring_seconds=st.integers(5, 60),
    reason=REASONS,
)
PLANS = st.builds(
    Plan,
    facts=st.builds(
        RequestFacts,
        path=st.sampled_from(ContactPath),
        requester_role=st.sampled_from(RequesterRole),
        municipality=st.sampled_from(["2062", "2080"]),
        specialty=st.none() | SLUGS,
        unit_id=st.none() | SLUGS,
    ),
    at=st.datetimes(timezones=st.just(UTC)),
    rule_id=SLUGS,
    matrix_version=SLUGS,
    promise_seconds=st.integers(1, 86_400),
    steps=st.lists(STEPS, min_size=1, max_size=5).map(tuple),
    fallback=st.builds(Fallback, SLUGS, NUMBERS, st.text(max_size=40)),
    reasons=st.lists(REASONS, max_size=4).map(tuple),
)


@given(PLANS)
def test_a_plan_comes_back_as_it_was(plan):
    document = json.loads(json.dumps(plan_to_json(plan), ensure_ascii=False))
    assert plan_from_json(document) == plan
    assert plan_to_json(plan_from_json(document)) == document
