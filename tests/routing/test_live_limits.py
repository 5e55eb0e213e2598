"""How many contacts may be sought at the same time: the rule alone."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.live_limits import (
    ACUTE_TIMES,
    RINGS,
    LimitKind,
    LiveLimits,
    Living,
    limit_met,
)

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LIMITS = LiveLimits(per_account=5, per_number=3)
OTHER, ACUTE = False, True

COUNTS = st.integers(0, 40)
LIVINGS = st.builds(Living, COUNTS, COUNTS)
ANY_LIMITS = st.builds(LiveLimits, st.integers(1, 10), st.integers(1, 10))


@pytest.mark.parametrize(
    ("is_acute", "living", "met"),
    [
        (OTHER, Living(), None),
        (OTHER, Living(of_account=4, on_number=2), None),
        (OTHER, Living(of_account=5), LimitKind.ACCOUNT),
        (OTHER, Living(of_account=6), LimitKind.ACCOUNT),
        (OTHER, Living(on_number=3), LimitKind.NUMBER),
        (OTHER, Living(of_account=5, on_number=3), LimitKind.ACCOUNT),
        (ACUTE, Living(), None),
        (ACUTE, Living(on_number=500), None),  # whatever others do to one's number
        (ACUTE, Living(of_account=9, on_number=5), None),
        (ACUTE, Living(of_account=10), LimitKind.ACCOUNT),
        (ACUTE, Living(of_account=1, on_number=6), LimitKind.NUMBER),
    ],
)
def test_what_is_begun_and_what_is_not(is_acute, living, met):
    assert limit_met(living, LIMITS, is_acute=is_acute) is met


def test_only_what_rings_is_counted():
    """A talk, a promised call-back and numbers dialled by hand cost no call of ours."""
    assert {status.value for status in RINGS} == {
        "ringer_upp_remittenten",
        "soker_mottagare",
        "kopplas_ihop",
    }


@given(living=LIVINGS, limits=ANY_LIMITS)
def test_an_acute_contact_of_somebody_who_has_none_always_gets_through(living, limits):
    assert limit_met(Living(0, living.on_number), limits, is_acute=True) is None


@given(is_acute=st.booleans(), living=LIVINGS, limits=ANY_LIMITS)
def test_an_account_never_gets_more_than_so_many(is_acute, living, limits):
    times = ACUTE_TIMES if is_acute else 1
    if living.of_account >= times * limits.per_account:
        assert limit_met(living, limits, is_acute=is_acute) is not None


@given(is_acute=st.booleans(), living=LIVINGS, limits=ANY_LIMITS)
def test_more_that_live_never_let_more_in(is_acute, living, limits):
    if limit_met(living, limits, is_acute=is_acute) is not None:
        more = Living(living.of_account + 1, living.on_number + 1)
        assert limit_met(more, limits, is_acute=is_acute) is not None


@given(living=LIVINGS, limits=ANY_LIMITS)
def test_akut_is_never_refused_where_another_would_be_let_in(living, limits):
    if limit_met(living, limits, is_acute=False) is None:
        assert limit_met(living, limits, is_acute=True) is None
