"""Inte nu: whoever may not be disturbed is not rung, and the colleague named is."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.away import Away
from routing.decide import decide
from routing.errors import NoContactPath
from routing.escalate import Exhausted, HuntSoFar, Ring, next_step
from routing.plan import Plan
from routing.reasons import ReasonCode
from tests.routing.any_answer import attempt_to_decide
from tests.routing.county import GP_IN_MORA, local, person, three_hospitals

AT = local("2026-11-24 10:00")
UNTIL = local("2026-11-24 11:00")
MINUTE = timedelta(minutes=1)
COUNTY = three_hospitals()


def away(person_id="mia", forward_to=None, starts_at=AT, ends_at=UNTIL):
    return Away(person_id, starts_at, ends_at, forward_to)


def with_away(*those, directory=COUNTY):
    everybody = {**directory.people, "tage": person("tage")}
    grouped = {one.person_id: tuple(x for x in those if x.person_id == one.person_id)
               for one in those}  # fmt: skip
    return replace(directory, people=everybody, away=grouped)


def rung(directory, at=AT, excluding=frozenset()):
    return [step.person_id for step in decide(GP_IN_MORA, directory, at, excluding=excluding).steps]


@pytest.mark.parametrize(
    ("at", "first"),
    [(AT - MINUTE, "mia"), (AT, "fia"), (UNTIL - MINUTE, "fia"), (UNTIL, "mia")],
)
def test_it_holds_from_its_first_minute_to_its_last(at, first):
    assert rung(with_away(away()), at)[0] == first


def test_it_is_said_why_and_until_when():
    plan = decide(GP_IN_MORA, with_away(away()), AT)
    reason = next(one for one in plan.reasons if one.code is ReasonCode.DO_NOT_DISTURB)
    assert reason.values["person"] == "mia"
    assert reason.values["until"] == UNTIL.isoformat()


def test_the_colleague_answers_instead_on_their_own_phone():
    directory = with_away(away(forward_to="tage"))
    step = decide(GP_IN_MORA, directory, AT).steps[0]
    assert (step.person_id, step.number) == ("tage", directory.people["tage"].number)
    assert step.reason.code is ReasonCode.FORWARDED
    assert (step.reason.values["person"], step.reason.values["to"]) == ("mia", "tage")


@pytest.mark.parametrize(
    "those",
    [
        (away(forward_to="tage"), away("tage")),
        (away(forward_to="tage"), away("tage", forward_to="mia")),
        (away(forward_to="nobody-we-know"),),
        (away(forward_to="mia"),),
    ],
)
def test_calls_are_forwarded_one_step_and_never_in_circles(those):
    assert rung(with_away(*those)) == ["fia", "lo"]


def test_a_colleague_without_a_number_is_passed_over():
    directory = with_away(away(forward_to="tage"))
    directory = replace(directory, people={**directory.people, "tage": person("tage", None)})
    assert rung(directory) == ["fia", "lo"]


def test_the_requester_is_not_rung_as_somebody_elses_stand_in():
    assert rung(with_away(away(forward_to="tage")), excluding={"tage"}) == ["fia", "lo"]


def test_a_colleague_who_is_next_anyhow_is_rung_once():
    assert rung(with_away(away(forward_to="fia"))) == ["fia", "lo"]


def test_when_all_are_away_the_first_who_comes_back_opens_the_path():
    those = [away(one, ends_at=UNTIL + late * MINUTE) for late, one in
             enumerate(("lo", "fia", "mia"))]  # fmt: skip
    with pytest.raises(NoContactPath) as closed:
        decide(GP_IN_MORA, with_away(*those), AT)
    assert closed.value.next_opening == UNTIL


def test_somebody_who_asks_for_peace_while_the_hunt_goes_on_is_not_rung():
    plan = decide(GP_IN_MORA, COUNTY, AT)
    later = next_step(plan, HuntSoFar(), with_away(away(forward_to="tage")), AT)
    assert isinstance(later, Ring)
    assert later.step.person_id == "tage"
    none = next_step(plan, HuntSoFar(), with_away(*map(away, ("mia", "fia", "lo"))), AT)
    assert isinstance(none, Exhausted)
    assert {one.reason.code for one in none.skipped} == {ReasonCode.DO_NOT_DISTURB}


# --- When it opens next ---------------------------------------------------------------------------
def opens_at(*those):
    """When somebody can be reached, with Fia and Lo away until the afternoon."""
    late = local("2026-11-24 15:00")
    silent = (away("fia", ends_at=late), away("lo", ends_at=late))
    with pytest.raises(NoContactPath) as closed:
        decide(GP_IN_MORA, with_away(*silent, *those), AT)
    return closed.value.next_opening


QUARTER = timedelta(minutes=15)
HALF_PAST = local("2026-11-24 10:30")


@pytest.mark.parametrize(
    "those",
    [
        # the stand-in's own peace ends first
        (away(forward_to="tage"), away("tage", ends_at=HALF_PAST)),
        # a second "inte nu" takes over, and names somebody who answers
        (away(ends_at=HALF_PAST), away(starts_at=HALF_PAST, forward_to="tage")),
        # the stand-in asks for peace again, but in between answers
        (away(forward_to="tage"), away("tage", ends_at=HALF_PAST),
         away("tage", starts_at=local("2026-11-24 10:45"))),
    ],
)  # fmt: skip
def test_it_opens_as_soon_as_anybody_is_back(those):
    assert opens_at(*those) == HALF_PAST


@given(
    those=st.lists(
        st.builds(
            lambda who, to, begins, lasts: away(
                who, to, AT + begins * QUARTER, AT + (begins + lasts) * QUARTER
            ),
            st.sampled_from(["mia", "fia", "lo", "tage"]),
            st.sampled_from([None, "mia", "fia", "tage", "moa"]),
            st.integers(-2, 8),
            st.integers(1, 8),
        ),
        max_size=7,
    ),
    excluding=st.sets(st.sampled_from(["mia", "tage"]), max_size=1),
)
@settings.get_profile("rules")
def test_nobody_could_have_been_reached_before_it_opens(those, excluding):
    directory = with_away(
        away("fia", ends_at=local("2026-11-24 14:00")),
        away("lo", ends_at=local("2026-11-24 14:00")),
        *those,
        away("mia", "tage", ends_at=local("2026-11-24 13:00")),
    )
    answer = attempt_to_decide(GP_IN_MORA, directory, AT, excluding)
    if isinstance(answer, Plan):
        return
    assert answer.next_opening is not None
    moment = AT
    while moment < answer.next_opening:
        with pytest.raises(NoContactPath):
            decide(GP_IN_MORA, directory, moment, excluding=excluding)
        moment += QUARTER
    decide(GP_IN_MORA, directory, moment, excluding=excluding)
