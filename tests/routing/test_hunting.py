"""Hunting (jakten): one after the other, all at once, by turns; and once more when nobody could."""

from dataclasses import replace
from datetime import timedelta

import pytest

from routing.decide import decide
from routing.escalate import ROUND_PAUSE, AttemptView, Exhausted, HuntSoFar, Ring, Wait, next_step
from routing.hunting_order import in_hunting_order
from routing.lifecycle import AttemptOutcome as Outcome
from routing.matrix import Scope
from routing.reasons import ReasonCode
from routing.types import Hunting, PhoneKind
from tests.routing.county import (
    GP_IN_MORA,
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
SECOND = timedelta(seconds=1)
ANYWHERE = rung(1, Scope.COUNTY)


class Hunt:
    """A hunt played through: each answer says what came of a phone."""

    def __init__(self, directory, *, rested=None, at=AT):
        self.directory = directory
        self.plan = decide(GP_IN_MORA, directory, at)
        self.at = at
        self.attempts: list[AttemptView] = []
        self.rested = rested or {}
        self.skipped = []

    def next(self):
        so_far = HuntSoFar(self.attempts, rested=self.rested)
        found = next_step(self.plan, so_far, self.directory, self.at)
        if isinstance(found, Ring | Exhausted):
            self.skipped.extend(found.skipped)
        return found

    def rings(self, *, then: Outcome | None = Outcome.NO_ANSWER) -> list[str]:
        """Who is rung next; afterwards each of them gives the same answer."""
        found = self.next()
        assert isinstance(found, Ring), found
        for step in found.steps:
            self.attempts.append(
                AttemptView(
                    step.order,
                    step.person_id,
                    then,
                    self.at + 20 * SECOND,
                    step.number,
                    found.round,
                    None if then is None else self.at,
                )
            )
        return [step.person_id or step.number for step in found.steps]

    def hears(self, person_id: str, outcome: Outcome) -> None:
        """Something came of a phone that rang."""
        self.attempts = [
            replace(one, outcome=outcome, ended_at=self.at) if one.person_id == person_id else one
            for one in self.attempts
        ]


def hunting(how: Hunting, *, rounds: int = 1):
    """Mia, Fia and Lo in one step of the matrix."""
    steps = (rung(1, Scope.COUNTY, hunting=how),)
    made = three_hospitals()
    matrix = replace(made.matrix, rules=(rule(steps=steps, rounds=rounds),))
    return replace(made, matrix=matrix)


# --- All at once ----------------------------------------------------------------------------------
def test_all_of_a_simultaneous_step_ring_at_once():
    hunt = Hunt(hunting(Hunting.SIMULTANEOUS))
    assert sorted(hunt.rings(then=None)) == ["fia", "lo", "mia"]


def test_while_one_of_them_still_rings_nobody_else_is_rung():
    hunt = Hunt(hunting(Hunting.SIMULTANEOUS))
    hunt.rings(then=None)
    hunt.hears("mia", Outcome.DECLINED)
    hunt.hears("fia", Outcome.BUSY)
    assert hunt.next() == Wait(AT + 20 * SECOND)
    hunt.hears("lo", Outcome.NO_ANSWER)
    assert isinstance(hunt.next(), Exhausted)


def test_after_a_simultaneous_step_the_next_one_is_rung():
    steps = (
        rung(1, Scope.OTHER_HOSPITALS, hunting=Hunting.SIMULTANEOUS),
        rung(2, Scope.OWN_HOSPITAL),
    )
    made = three_hospitals()
    hunt = Hunt(replace(made, matrix=replace(made.matrix, rules=(rule(steps=steps),))))
    assert hunt.rings() == ["fia", "lo"]
    assert hunt.rings() == ["mia"]


def test_two_lines_with_one_phone_ring_it_once():
    phone = "+46701740699"
    made = hunting(Hunting.SIMULTANEOUS)
    same = {each: person(each, phone) for each in ("mia", "fia")}
    hunt = Hunt(replace(made, people={**made.people, **same}))
    assert len(hunt.rings()) == 2
    assert [one.reason.code for one in hunt.skipped] == [ReasonCode.DUPLICATE_PERSON]


# --- By turns -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("rested", "order"),
    [
        ({}, ["fia", "lo", "mia"]),
        ({"falun-kardiologi": -1}, ["lo", "mia", "fia"]),
        ({"falun-kardiologi": -5, "mora-kardiologi": -1}, ["lo", "fia", "mia"]),
        ({"falun-kardiologi": -1, "ludvika-kardiologi": -3, "mora-kardiologi": -2},
         ["lo", "mia", "fia"]),
    ],
)  # fmt: skip
def test_the_line_that_has_rested_longest_comes_first(rested, order):
    moments = {line: AT + minutes * timedelta(minutes=1) for line, minutes in rested.items()}
    hunt = Hunt(hunting(Hunting.ROUND_ROBIN), rested=moments)
    assert [hunt.rings()[0] for _ in range(3)] == order
    assert isinstance(hunt.next(), Exhausted)


def test_only_steps_that_take_turns_are_ordered_by_rest():
    rested = {"falun-kardiologi": AT}
    hunt = Hunt(hunting(Hunting.SEQUENTIAL), rested=rested)
    assert in_hunting_order(hunt.plan.steps, rested) == hunt.plan.steps


# --- Broken off -----------------------------------------------------------------------------------
def test_a_call_that_was_broken_off_is_made_again():
    hunt = Hunt(hunting(Hunting.SEQUENTIAL))
    assert hunt.rings() == ["fia"]
    assert hunt.rings(then=Outcome.CANCELLED) == ["lo"]
    assert hunt.rings() == ["lo"]
    assert hunt.rings() == ["mia"]


def test_those_whose_ringing_was_broken_off_by_a_promise_are_rung_when_it_is_broken():
    steps = (rung(1, Scope.COUNTY, hunting=Hunting.SIMULTANEOUS), rung(2, Scope.OWN_HOSPITAL))
    made = three_hospitals()
    hunt = Hunt(replace(made, matrix=replace(made.matrix, rules=(rule(steps=steps),))))
    hunt.rings(then=Outcome.CANCELLED)
    hunt.hears("lo", Outcome.CALL_BACK)
    assert sorted(hunt.rings()) == ["fia", "mia"]
    assert isinstance(hunt.next(), Exhausted)


# --- Rounds ---------------------------------------------------------------------------------------
def test_a_second_round_begins_after_a_pause_and_rings_the_same_again():
    hunt = Hunt(hunting(Hunting.SEQUENTIAL, rounds=2))
    first = [hunt.rings(then=Outcome.BUSY) for _ in range(3)]
    assert hunt.next() == Wait(AT + ROUND_PAUSE)
    hunt.at += ROUND_PAUSE
    assert [hunt.rings() for _ in range(3)] == first
    hunt.at += ROUND_PAUSE
    assert isinstance(hunt.next(), Exhausted)


@pytest.mark.parametrize("outcome", [Outcome.DECLINED, Outcome.NUMBER_BAD])
def test_who_said_no_or_cannot_be_rung_is_left_out_of_the_next_round(outcome):
    hunt = Hunt(hunting(Hunting.SIMULTANEOUS, rounds=2))
    hunt.rings(then=None)
    for person_id in ("fia", "lo", "mia"):
        hunt.hears(person_id, outcome if person_id == "lo" else Outcome.NO_ANSWER)
    hunt.at += ROUND_PAUSE
    assert sorted(hunt.rings()) == ["fia", "mia"]
    assert [one.reason.code for one in hunt.skipped] == [ReasonCode.HAS_DECLINED]


def test_when_all_said_no_there_is_no_pause_for_a_round_of_nobody():
    hunt = Hunt(hunting(Hunting.SEQUENTIAL, rounds=5))
    for _ in range(3):
        hunt.rings(then=Outcome.DECLINED)
    assert isinstance(hunt.next(), Exhausted)


def test_rounds_end():
    hunt = Hunt(hunting(Hunting.SIMULTANEOUS, rounds=3))
    rounds = 0
    while not isinstance(hunt.next(), Exhausted):
        hunt.rings()
        hunt.at += ROUND_PAUSE
        rounds += 1
    assert rounds == 3
    assert {one.round for one in hunt.attempts} == {1, 2, 3}


# --- The function phone first ---------------------------------------------------------------------
FUNCTION = "+46980319201"


def with_function_phone():
    return county(
        rule(steps=(rung(1, Scope.OWN_HOSPITAL),)),
        lines=(consult("mora", number=FUNCTION),),
        rotas=(rota("mora-kardiologi", people=("mia",)),),
    )


@pytest.mark.parametrize(
    "outcome",
    sorted(
        set(Outcome) - {Outcome.ACCEPTED, Outcome.DECLINED, Outcome.CANCELLED, Outcome.NOT_JOINED}
    ),
)
def test_whoever_is_not_reached_by_the_function_phone_is_rung_on_their_own(outcome):
    hunt = Hunt(with_function_phone())
    assert [step.phone for step in hunt.plan.steps] == [PhoneKind.FUNCTION, PhoneKind.OWN]
    hunt.rings(then=outcome)
    assert hunt.attempts[0].number == FUNCTION
    hunt.rings()
    assert hunt.attempts[1].number == hunt.directory.people["mia"].number
    assert isinstance(hunt.next(), Exhausted)


def test_a_no_on_the_function_phone_is_a_no_on_ones_own():
    hunt = Hunt(with_function_phone())
    hunt.rings(then=Outcome.DECLINED)
    assert isinstance(hunt.next(), Exhausted)
    assert [one.reason.code for one in hunt.skipped] == [ReasonCode.HAS_DECLINED]


def test_the_function_phone_stays_where_it_is_when_the_shift_changes():
    directory = county(
        rule(steps=(rung(1, Scope.OWN_HOSPITAL),), hours=None),
        lines=(consult("mora", number=FUNCTION),),
        rotas=(rota("mora-kardiologi", people=("mia", "moa")),),
    )
    hunt = Hunt(directory, at=local("2026-11-24 07:59"))
    before = hunt.plan.steps[0].person_id
    hunt.at = local("2026-11-24 08:00")
    (found,) = hunt.rings()
    assert found != before
    assert hunt.attempts[0].number == FUNCTION
    (again,) = hunt.rings()
    assert again == found
    assert hunt.attempts[1].number == directory.people[found].number
