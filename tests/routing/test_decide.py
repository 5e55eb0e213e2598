"""The decision: who is rung, in which order and why."""

from dataclasses import replace
from datetime import timedelta

import pytest

from routing.decide import decide
from routing.matrix import Scope
from routing.plan import stands_in
from routing.reasons import ReasonCode
from routing.rota import ShiftSource
from routing.types import ContactPath, PhoneKind
from tests.routing.county import (
    FALLBACK,
    GP_IN_MORA,
    OFFICE_SHIFT,
    ROUND_THE_CLOCK,
    change,
    consult,
    county,
    local,
    person,
    rota,
    rule,
    rung,
    three_hospitals,
    weekly,
)

TUESDAY = local("2026-11-24 10:00")
OWN = (rung(1, Scope.OWN_HOSPITAL),)


def people(plan):
    return [step.person_id for step in plan.steps]


def mora(*rotas, steps=OWN, hours=None, people=None, **line):
    """A county with one line, at Mora, open round the clock unless changed."""
    only = consult("mora", **line)
    return county(rule(steps=steps, hours=hours), lines=(only,), rotas=rotas, people=people)


def mora_rota(*names, **changed):
    return rota("mora-kardiologi", people=names, **changed)


# --- A plan ---------------------------------------------------------------------------------------
def test_own_hospital_first_then_the_others_by_nearness():
    plan = decide(GP_IN_MORA, three_hospitals(), TUESDAY)
    assert people(plan) == ["mia", "fia", "lo"]
    assert [step.order for step in plan.steps] == [1, 2, 3]
    assert plan.steps[0].line_id == "mora-kardiologi"
    assert plan.steps[0].unit_id == "mora-medicin"


def test_the_plan_says_by_which_rule_and_version_and_what_is_promised():
    plan = decide(GP_IN_MORA, three_hospitals(), TUESDAY)
    assert (plan.rule_id, plan.matrix_version) == ("halvakut", "2026-1")
    assert (plan.promise_seconds, plan.fallback) == (60, FALLBACK)
    assert (plan.facts, plan.at) == (GP_IN_MORA, TUESDAY)
    assert plan.reasons[0].code is ReasonCode.RULE_CHOSEN
    assert plan.reasons[0].values == {"rule": "halvakut", "version": "2026-1"}


def test_each_step_says_why_and_until_when():
    step = decide(GP_IN_MORA, three_hospitals(), TUESDAY).steps[0]
    assert step.reason.code is ReasonCode.ON_CALL_NOW
    assert step.reason.values == {
        "line": "mora-kardiologi",
        "tier": "primarjour",
        "person": "mia",
        "until": "2026-11-25T07:00:00+00:00",
    }


def test_steps_are_climbed_in_their_order_not_as_listed():
    steps = (rung(2, Scope.OWN_HOSPITAL), rung(1, Scope.OTHER_HOSPITALS))
    directory = three_hospitals()
    swapped = replace(directory, matrix=replace(directory.matrix, rules=(rule(steps=steps),)))
    assert people(decide(GP_IN_MORA, swapped, TUESDAY)) == ["fia", "lo", "mia"]


def test_the_answer_is_the_same_within_a_minute():
    directory = three_hospitals()
    first = decide(GP_IN_MORA, directory, TUESDAY)
    assert decide(GP_IN_MORA, directory, TUESDAY + timedelta(seconds=59)) == first


def test_an_edited_directory_gives_another_answer():
    directory = three_hospitals()
    decide(GP_IN_MORA, directory, TUESDAY)
    taken = replace(
        change(ShiftSource.TAKE_OVER, "2026-11-24 08:00", "2026-11-25 08:00", "tage"),
        rota_id="mora-kardiologi-primarjour",
    )
    edited = replace(
        directory,
        changes={taken.rota_id: (taken,)},
        people={**directory.people, "tage": person("tage")},
    )
    assert people(decide(GP_IN_MORA, edited, TUESDAY)) == ["tage", "fia", "lo"]
    assert people(decide(GP_IN_MORA, directory, TUESDAY)) == ["mia", "fia", "lo"]


# --- Who is left out, and why ---------------------------------------------------------------------
def test_a_weekday_rota_is_skipped_at_once_and_it_is_said_when_it_goes_on():
    rotas = (
        rota("mora-kardiologi", people=("mia",), patterns=OFFICE_SHIFT),
        rota("falun-kardiologi", people=("fia",)),
    )
    lines = (consult("mora"), consult("falun"))
    directory = county(rule(hours=None), lines=lines, rotas=rotas)
    plan = decide(GP_IN_MORA, directory, local("2026-12-24 12:00"))
    assert people(plan) == ["fia"]
    assert plan.steps[0].order == 1
    skipped = plan.reasons[1]
    assert skipped.code is ReasonCode.NOBODY_ON_CALL
    assert skipped.values == {
        "line": "mora-kardiologi",
        "tier": "primarjour",
        "from": local("2026-12-28 08:00").isoformat(),
    }


def test_the_same_person_is_rung_once():
    rotas = tuple(rota(f"{each}-kardiologi", people=("mia",)) for each in ("mora", "falun"))
    directory = county(rule(), lines=(consult("mora"), consult("falun")), rotas=rotas)
    plan = decide(GP_IN_MORA, directory, TUESDAY)
    assert people(plan) == ["mia"]
    assert plan.reasons[1].code is ReasonCode.DUPLICATE_PERSON
    assert plan.reasons[1].values["line"] == "falun-kardiologi"
    assert plan.reasons[1].values["person"] == "mia"


def test_the_same_function_phone_is_rung_once():
    directory = mora(steps=(*OWN, rung(2, Scope.OWN_HOSPITAL)), number="+46980319201")
    plan = decide(GP_IN_MORA, directory, TUESDAY)
    assert [step.number for step in plan.steps] == ["+46980319201"]
    assert "person" not in plan.reasons[1].values


def test_the_requester_is_never_rung():
    plan = decide(GP_IN_MORA, three_hospitals(), TUESDAY, excluding={"mia"})
    assert people(plan) == ["fia", "lo"]
    assert plan.reasons[1].code is ReasonCode.REQUESTER_THEMSELVES
    assert people(decide(GP_IN_MORA, three_hospitals(), TUESDAY)) == ["mia", "fia", "lo"]


def test_a_closed_line_is_left_out():
    lines = (consult("mora", hours=weekly("12:00-13:00")), consult("falun"))
    rotas = tuple(rota(line.id, people=(line.id,)) for line in lines)
    directory = county(rule(), lines=lines, rotas=rotas)
    plan = decide(GP_IN_MORA, directory, TUESDAY)
    assert people(plan) == ["falun-kardiologi"]
    assert plan.reasons[1].code is ReasonCode.LINE_CLOSED
    assert plan.reasons[1].values["from"] == local("2026-11-24 12:00").isoformat()
    assert len(decide(GP_IN_MORA, directory, local("2026-11-24 12:00")).steps) == 2


MINE, THE_LINES = "+46701740606", "+46980319201"


@pytest.mark.parametrize(
    ("own", "lines", "rung"),
    [
        (MINE, None, [(PhoneKind.OWN, MINE)]),
        (None, THE_LINES, [(PhoneKind.FUNCTION, THE_LINES)]),
        (MINE, THE_LINES, [(PhoneKind.FUNCTION, THE_LINES), (PhoneKind.OWN, MINE)]),
        (THE_LINES, THE_LINES, [(PhoneKind.FUNCTION, THE_LINES)]),
    ],
)
def test_the_function_phone_comes_before_ones_own(own, lines, rung):
    directory = mora(mora_rota("mia"), people={"mia": person("mia", own)}, number=lines)
    steps = decide(GP_IN_MORA, directory, TUESDAY).steps
    assert [(step.phone, step.number) for step in steps] == rung
    assert {step.person_id for step in steps} == {"mia"}
    assert [step.order for step in steps] == list(range(1, len(rung) + 1))


def test_somebody_who_is_not_in_the_directory_is_rung_on_the_lines_number():
    directory = replace(mora(mora_rota("mia"), number="+46980319201"), people={})
    assert decide(GP_IN_MORA, directory, TUESDAY).steps[0].number == "+46980319201"


def test_a_line_without_rota_is_answered_by_its_function_phone():
    step = decide(GP_IN_MORA, mora(number="+46980319201"), TUESDAY).steps[0]
    assert (step.person_id, step.number) == (None, "+46980319201")
    assert step.reason.code is ReasonCode.FUNCTION_PHONE


@pytest.mark.parametrize("path", ContactPath)
def test_every_path_is_decided_by_the_same_rules(path):
    directory = mora(mora_rota("mia", patterns=ROUND_THE_CLOCK))
    one = replace(directory, matrix=replace(directory.matrix, rules=(rule(path=path, steps=OWN),)))
    assert people(decide(replace(GP_IN_MORA, path=path), one, TUESDAY)) == ["mia"]


# --- Who answers where there is no line -----------------------------------------------------------
def test_nobody_stands_in_where_a_line_of_the_specialty_is_rung():
    directory = three_hospitals()
    assert stands_in(decide(GP_IN_MORA, directory, TUESDAY), directory.lines) is None


def test_the_first_line_rung_stands_in_for_a_specialty_without_one():
    directory = three_hospitals()
    plan = decide(GP_IN_MORA, directory, TUESDAY)
    others = {name: replace(line, specialty="medicin") for name, line in directory.lines.items()}
    assert stands_in(plan, others) == others["mora-kardiologi"]
    one = others | {"falun-kardiologi": directory.lines["falun-kardiologi"]}
    assert stands_in(plan, one) is None
    unasked = replace(plan, facts=replace(plan.facts, specialty=None))
    assert stands_in(unasked, others) is None
    assert stands_in(plan, {}) is None
