"""Svarslöftet per specialty: what a rule promises for one, and what a plan then says."""

from dataclasses import replace

import pytest

from routing.decide import decide
from routing.matrix import Scope
from tests.routing.county import GP_IN_MORA, consult, county, local, rota, rule, rung

TUESDAY = local("2026-11-24 10:00")


@pytest.mark.parametrize(
    ("promises", "specialty", "seconds"),
    [
        ({}, "kardiologi", 60),
        ({}, None, 60),
        ({"kardiologi": 30}, "kardiologi", 30),
        ({"kardiologi": 30}, "kirurgi", 60),
        ({"kardiologi": 30}, None, 60),
        ({"kardiologi": 300, "kirurgi": 45}, "kardiologi", 300),
        ({"": 5}, "kirurgi", 60),
    ],
)
def test_what_a_rule_promises(promises, specialty, seconds):
    assert rule(promises=promises).promise_for(specialty) == seconds


@pytest.mark.parametrize(
    ("promises", "seconds"), [({}, 60), ({"kardiologi": 30}, 30), ({"kirurgi": 30}, 60)]
)
def test_the_plan_promises_what_the_rule_does_for_its_specialty(promises, seconds):
    only = rule(steps=(rung(1, Scope.OWN_HOSPITAL),), promises=promises)
    directory = county(
        only, lines=(consult("mora"),), rotas=(rota("mora-kardiologi", people=("mia",)),)
    )
    assert decide(GP_IN_MORA, directory, TUESDAY).promise_seconds == seconds


def test_who_asks_for_another_specialty_is_promised_something_else():
    only = rule(steps=(rung(1, Scope.OWN_HOSPITAL),), promises={"kardiologi": 30})
    lines = (consult("mora"), consult("mora", id="mora-kirurgi", specialty="kirurgi"))
    rotas = (
        rota("mora-kardiologi", people=("mia",)),
        rota("mora-kirurgi", people=("fia",)),
    )
    directory = county(only, lines=lines, rotas=rotas)
    surgery = replace(GP_IN_MORA, specialty="kirurgi")
    assert decide(GP_IN_MORA, directory, TUESDAY).promise_seconds == 30
    assert decide(surgery, directory, TUESDAY).promise_seconds == 60
