"""Avoidance is computed from the plan before and the result after."""

import pytest

from routing.outcome import PlanBefore, ResultAfter, is_avoided

B, R = PlanBefore, ResultAfter
AT_HOME = {R.HANDLED, R.TEST_OR_RADIOLOGY, R.MOBILE_TEAM, R.MUNICIPAL_NURSE}


@pytest.mark.parametrize(
    ("before", "avoided"),
    [
        (B.REFER, AT_HOME),
        (
            B.SEND_TO_ED,
            AT_HOME | {R.OUTPATIENT_VISIT, R.REFERRAL, R.DIRECT_ADMISSION, R.CONFERENCE},
        ),
        (B.ADMIT, AT_HOME | {R.OUTPATIENT_VISIT, R.REFERRAL}),
        (B.KEEP, set()),
        (B.UNSURE, set()),
        (None, set()),
    ],
)
def test_what_counts_as_avoided(before, avoided):
    assert {after for after in ResultAfter if is_avoided(before, after)} == avoided


@pytest.mark.parametrize("before", PlanBefore)
@pytest.mark.parametrize("after", [R.NOT_ANSWERED, R.OTHER, R.ED_AMBULANCE, R.ED_OWN_MEANS])
def test_no_answer_and_the_ed_avoid_nothing(before, after):
    assert not is_avoided(before, after)
