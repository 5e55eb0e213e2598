"""Escalation: whom to ring next on a plan that stands."""

from dataclasses import replace
from datetime import timedelta

import pytest

from routing.decide import decide
from routing.escalate import (
    AttemptView,
    Exhausted,
    HuntSoFar,
    Ring,
    Settled,
    Wait,
    next_step,
)
from routing.lifecycle import AttemptOutcome
from routing.matrix import Scope
from routing.reasons import ReasonCode
from routing.rota import ShiftSource
from tests.routing.county import (
    GP_IN_MORA,
    OFFICE,
    OFFICE_SHIFT,
    change,
    consult,
    county,
    local,
    person,
    rota,
    rule,
    rung,
    three_hospitals,
)

AT = local("2026-11-24 10:00")
LATER = AT + timedelta(seconds=30)
COUNTY = three_hospitals()
PLAN = decide(GP_IN_MORA, COUNTY, AT)


def tried(order, person_id, outcome=AttemptOutcome.NO_ANSWER, hunting_round=1):
    return AttemptView(
        order,
        person_id,
        outcome,
        gives_up_at=AT + timedelta(seconds=20),
        number=PLAN.steps[order - 1].number,
        round=hunting_round,
    )


def ask(*attempts, plan=PLAN, directory=COUNTY, at=LATER, excluding=frozenset()):
    return next_step(plan, HuntSoFar(attempts, excluding), directory, at)


def taken(person_id, source=ShiftSource.TAKE_OVER, line="mora-kardiologi"):
    """The county with Mora's shift of the day changed."""
    one = change(source, "2026-11-24 08:00", "2026-11-25 08:00", person_id)
    one = replace(one, rota_id=f"{line}-primarjour")
    everybody = {**COUNTY.people, "tage": person("tage", "+46701740607")}
    return replace(COUNTY, changes={one.rota_id: (one,)}, people=everybody)


def test_first_the_first():
    assert ask(at=AT) == Ring((PLAN.steps[0],), ())


@pytest.mark.parametrize(
    "outcome", sorted(set(AttemptOutcome) - {AttemptOutcome.ACCEPTED, AttemptOutcome.CANCELLED})
)
def test_every_outcome_but_a_yes_leads_on(outcome):
    assert ask(tried(1, "mia", outcome)) == Ring((PLAN.steps[1],), ())


def test_a_yes_settles_it_whatever_else_is_under_way():
    attempts = (tried(1, "mia", None), tried(2, "fia", AttemptOutcome.ACCEPTED))
    assert ask(*attempts, at=AT) == Settled(2, "fia")


def test_while_it_rings_we_wait_but_not_longer_than_promised():
    ringing = tried(1, "mia", None)
    assert ask(ringing, at=AT) == Wait(ringing.gives_up_at)
    assert ask(ringing, at=ringing.gives_up_at) == Ring((PLAN.steps[1],), ())


def test_of_several_that_ring_the_first_to_give_up_wakes_us():
    late = replace(tried(2, "fia", None), gives_up_at=AT + timedelta(seconds=40))
    assert ask(tried(1, "mia", None), late, at=AT) == Wait(AT + timedelta(seconds=20))


def test_when_all_are_tried_nobody_is_left():
    assert ask(tried(1, "mia"), tried(2, "fia"), tried(3, "lo")) == Exhausted(())


def test_attempts_may_come_in_any_order():
    assert ask(tried(2, "fia"), tried(1, "mia")) == Ring((PLAN.steps[2],), ())


def test_who_went_off_duty_is_not_rung_but_the_one_on_duty_now():
    found = ask(directory=taken("tage"), at=AT)
    assert isinstance(found, Ring)
    assert (found.step.person_id, found.step.number) == ("tage", "+46701740607")
    assert found.step.reason.values["person"] == "tage"
    assert found.step.order == 1


def test_a_change_of_shift_during_the_call_is_followed():
    directory = county(
        rule(hours=None, steps=(rung(1, Scope.OWN_HOSPITAL),)),
        lines=(consult("mora"),),
        rotas=(rota("mora-kardiologi", people=("mia", "moa")),),
    )
    plan = decide(GP_IN_MORA, directory, local("2026-11-24 07:59"))
    found = ask(plan=plan, directory=directory, at=local("2026-11-24 08:00"))
    assert isinstance(found, Ring)
    assert found.step.person_id != plan.steps[0].person_id


def test_a_rota_without_anybody_now_is_passed_over_at_once():
    directory = county(
        rule(hours=None),
        lines=(consult("mora"), consult("falun")),
        rotas=(
            rota("mora-kardiologi", people=("mia",), patterns=OFFICE_SHIFT),
            rota("falun-kardiologi", people=("fia",)),
        ),
    )
    plan = decide(GP_IN_MORA, directory, local("2026-11-24 16:59"))
    found = ask(plan=plan, directory=directory, at=local("2026-11-24 17:00"))
    assert isinstance(found, Ring)
    assert found.step == plan.steps[1]
    ((order, reason),) = found.skipped
    assert (order, reason.code) == (1, ReasonCode.NOBODY_ON_CALL)


def test_a_vacancy_is_passed_over():
    found = ask(tried(2, "fia"), directory=taken(None, ShiftSource.OVERRIDE, "ludvika-kardiologi"))
    assert isinstance(found, Exhausted)
    assert found.skipped[0].reason.code is ReasonCode.NOBODY_ON_CALL


def test_somebody_already_tried_is_not_rung_again():
    found = ask(tried(1, "mia"), directory=taken("mia", line="falun-kardiologi"))
    assert isinstance(found, Ring)
    assert found.step == PLAN.steps[2]
    assert found.skipped[0].reason.code is ReasonCode.DUPLICATE_PERSON
    assert found.skipped[0].reason.values["person"] == "mia"


def test_the_requester_is_not_rung_also_when_they_took_the_shift_over_just_now():
    found = ask(directory=taken("tage"), at=AT, excluding={"tage"})
    assert isinstance(found, Ring)
    assert found.step == PLAN.steps[1]
    assert found.skipped[0].reason.code is ReasonCode.REQUESTER_THEMSELVES


def test_a_successor_without_number_is_passed_over():
    directory = taken("tage")
    mute = replace(directory, people={**directory.people, "tage": person("tage", None)})
    found = ask(directory=mute, at=AT)
    assert isinstance(found, Ring)
    assert found.skipped[0].reason.code is ReasonCode.NO_NUMBER


# --- The directory is edited during the call: the plan stands -----------------------------------
def test_a_new_number_or_closed_line_does_not_change_the_running_plan():
    edited = replace(
        COUNTY,
        people={each: person(each, "+46701740699") for each in COUNTY.people},
        lines={
            line_id: replace(line, hours=replace(OFFICE, weekly=()))
            for line_id, line in COUNTY.lines.items()
        },
    )
    assert ask(directory=edited, at=AT) == Ring((PLAN.steps[0],), ())


@pytest.mark.parametrize("emptied", [replace(COUNTY, lines={}), replace(COUNTY, rotas={})])
def test_a_line_or_rota_that_is_removed_stands_until_its_shift_ends(emptied):
    assert ask(directory=emptied, at=AT) == Ring((PLAN.steps[0],), ())
    found = ask(directory=emptied, at=local("2026-11-25 08:00"))
    assert isinstance(found, Exhausted)
    assert {reason.code for _, reason in found.skipped} == {ReasonCode.NOBODY_ON_CALL}


def test_the_requester_is_not_rung_either_when_the_rota_is_removed():
    found = ask(directory=replace(COUNTY, rotas={}), at=AT, excluding={"mia"})
    assert isinstance(found, Ring)
    assert found.skipped[0].reason.code is ReasonCode.REQUESTER_THEMSELVES


def test_a_function_phone_stands_as_decided():
    directory = county(rule(hours=None), lines=(consult("mora", number="+46980319201"),), rotas=())
    plan = decide(GP_IN_MORA, directory, AT)
    assert ask(plan=plan, directory=COUNTY, at=AT) == Ring((plan.steps[0],), ())
