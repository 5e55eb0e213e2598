"""How many contacts may be sought at the same time: the rule alone."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.lifecycle import RequestStatus
from routing.live_limits import (
    ACUTE_TIMES,
    LONGEST_SEARCH,
    RINGS,
    Asked,
    LimitKind,
    LiveLimits,
    Living,
    is_living,
    limit_met,
)

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LIMITS = LiveLimits(per_account=5, per_number=3)
OTHER, ACUTE = Asked(is_acute=False), Asked(is_acute=True)
OF_ANOTHER = Asked(is_acute=True, may_repeat=True)

COUNTS = st.integers(0, 40)
LIVINGS = st.builds(Living, COUNTS, COUNTS, COUNTS)
ASKED = st.builds(Asked, st.booleans(), st.booleans())
ANY_LIMITS = st.builds(LiveLimits, st.integers(1, 10), st.integers(1, 10))


@pytest.mark.parametrize(
    ("asked", "living", "met"),
    [
        (OTHER, Living(), None),
        (OTHER, Living(of_account=4, on_number=2), None),
        (OTHER, Living(of_account=5), LimitKind.ACCOUNT),
        (OTHER, Living(of_account=6), LimitKind.ACCOUNT),
        (OTHER, Living(on_number=3), LimitKind.NUMBER),
        (OTHER, Living(of_account=5, on_number=3), LimitKind.ACCOUNT),
        (OTHER, Living(of_account=4, alike=4), None),  # nobody is asked whose patient it is
        (ACUTE, Living(), None),
        (ACUTE, Living(on_number=500), None),  # whatever others do to one's number
        (ACUTE, Living(of_account=1, alike=1), LimitKind.ACUTE_AGAIN),
        (OF_ANOTHER, Living(of_account=1, alike=1), None),
        (ACUTE, Living(of_account=9, on_number=5), None),
        (ACUTE, Living(of_account=10), LimitKind.ACCOUNT),
        (OF_ANOTHER, Living(of_account=10, alike=10), LimitKind.ACCOUNT),
        (ACUTE, Living(of_account=1, on_number=6), LimitKind.NUMBER),
    ],
)
def test_what_is_begun_and_what_is_not(asked, living, met):
    assert limit_met(asked, living, LIMITS) is met


@pytest.mark.parametrize("status", RequestStatus)
def test_only_what_rings_is_counted(status):
    """A talk, a promised call-back and numbers dialled by hand cost no call of ours."""
    rings = {"ringer_upp_remittenten", "soker_mottagare", "kopplas_ihop"}
    assert is_living(status, AT, AT) == (status.value in rings)


@pytest.mark.parametrize("status", sorted(RINGS))
def test_what_has_been_forgotten_locks_nobody_out(status):
    assert is_living(status, AT - LONGEST_SEARCH + timedelta(seconds=1), AT)
    assert not is_living(status, AT - LONGEST_SEARCH, AT)


@given(living=LIVINGS, limits=ANY_LIMITS, may_repeat=st.booleans())
def test_an_acute_contact_of_somebody_who_has_none_always_gets_through(living, limits, may_repeat):
    none_of_mine = Living(0, living.on_number, 0)
    assert limit_met(Asked(is_acute=True, may_repeat=may_repeat), none_of_mine, limits) is None


@given(asked=ASKED, living=LIVINGS, limits=ANY_LIMITS)
def test_however_it_is_asked_an_account_never_gets_more_than_so_many(asked, living, limits):
    times = ACUTE_TIMES if asked.is_acute else 1
    if living.of_account >= times * limits.per_account:
        assert limit_met(asked, living, limits) is not None


@given(asked=ASKED, living=LIVINGS, limits=ANY_LIMITS)
def test_more_that_live_never_let_more_in(asked, living, limits):
    if limit_met(asked, living, limits) is not None:
        more = Living(living.of_account + 1, living.on_number + 1, living.alike)
        assert limit_met(asked, more, limits) is not None


@given(living=LIVINGS, limits=ANY_LIMITS)
def test_who_says_that_it_is_another_patient_is_never_told_that_it_is_the_same(living, limits):
    assert limit_met(OF_ANOTHER, living, limits) is not LimitKind.ACUTE_AGAIN
