"""What holds for every hunt, whatever comes of the phones that are rung."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import event, given, settings
from hypothesis import strategies as st

from routing.decide import decide
from routing.escalate import (
    ROUND_PAUSE,
    AttemptView,
    Exhausted,
    HuntSoFar,
    Ring,
    Settled,
    Wait,
    next_step,
)
from routing.hunting_order import settled_turns
from routing.lifecycle import AttemptOutcome
from routing.matrix import Scope
from routing.rota import who_is_on_call
from routing.types import Hunting
from tests.routing import strategies as any_
from tests.routing.any_answer import a_plan
from tests.routing.county import GP_IN_MORA, consult, county, local, rota, rule, rung

MINUTE = timedelta(minutes=1)
NOW = local("2026-11-24 10:00")
RULES = settings.get_profile("rules")
outcomes = st.sampled_from(
    [each for each in AttemptOutcome if each not in ("accepterade", "avbruten")]
)


@given(
    directory=any_.directories,
    facts=any_.facts,
    at=any_.moments,
    later=st.integers(0, 24 * 60),
    heard=st.lists(outcomes, min_size=100, max_size=100),
)
@RULES
def test_hunting_ends_and_rings_nobody_off_duty_nor_twice_in_a_round(
    directory, facts, at, later, heard
):
    plan = a_plan(facts, directory, at)
    now = plan.at + later * MINUTE
    attempts: list[AttemptView] = []
    for outcome in heard:
        found = next_step(plan, HuntSoFar(attempts), directory, now)
        if isinstance(found, Wait):
            assert now < found.until <= now + ROUND_PAUSE
            now = found.until
            found = next_step(plan, HuntSoFar(attempts), directory, now)
        if isinstance(found, Exhausted):
            break
        assert isinstance(found, Ring)
        broken = sum(one.outcome is AttemptOutcome.NOT_JOINED for one in attempts)
        assert found.round <= plan.rounds + broken  # whoever said yes is rung once more at last
        assert len({step.group for step in found.steps}) == 1
        assert len(found.steps) == 1 or found.step.hunting is Hunting.SIMULTANEOUS
        event(f"round {found.round}, {min(len(found.steps), 2)} at once")
        rung = [on_the_phone(step, directory, now, found.round) for step in found.steps]
        so_far = HuntSoFar([*attempts, *rung])
        assert next_step(plan, so_far, directory, now) == Wait(now + MINUTE)
        attempts += [replace(one, outcome=outcome, ended_at=now) for one in rung]
    assert isinstance(next_step(plan, HuntSoFar(attempts), directory, now), Exhausted)
    phones = [(each.round, each.number) for each in attempts]
    assert len(phones) == len(set(phones))
    accepted = AttemptView(1, None, AttemptOutcome.ACCEPTED, now)
    assert next_step(plan, HuntSoFar([*attempts, accepted]), directory, now) == Settled(1, None)


def on_the_phone(step, directory, now, hunting_round):
    """A call just placed; whoever is rung is on duty."""
    on_duty = {
        shift.person_id
        for each in directory.rotas[step.line_id]
        if (shift := who_is_on_call(each, directory.changes[each.id], now).current)
    }
    assert step.person_id is None or step.person_id in on_duty
    return AttemptView(step.order, step.person_id, None, now + MINUTE, step.number, hunting_round)


# --- Turns ----------------------------------------------------------------------------------------
@given(
    number_of_lines=st.integers(2, 6),
    hunting=st.sampled_from(Hunting),
    others=st.lists(st.lists(st.integers(0, 5), max_size=6), min_size=12, max_size=12),
    forgets=st.booleans(),
)
@RULES
def test_whatever_others_ring_meanwhile_every_line_on_duty_is_rung_before_nobody_is_left(
    number_of_lines, hunting, others, forgets
):
    """``forgets``: the order was not kept, as on contacts made by an earlier version."""
    hospitals = [f"sjukhus-{number}" for number in range(number_of_lines)]
    directory = county(
        rule(steps=(rung(1, Scope.COUNTY, hunting=hunting),), hours=None),
        lines=tuple(consult(each, hospital_id=None) for each in hospitals),
        rotas=tuple(rota(f"{each}-kardiologi", people=(f"konsult-{each}",)) for each in hospitals),
    )
    plan = decide(GP_IN_MORA, directory, NOW)
    rested: dict[str, datetime] = {}
    attempts: list[AttemptView] = []
    for second, rung_by_others in enumerate(others):
        at = NOW + timedelta(seconds=second)
        found = next_step(plan, HuntSoFar(attempts, rested=dict(rested)), directory, at)
        if isinstance(found, Exhausted):
            break
        assert isinstance(found, Ring)
        if not forgets:
            plan = replace(plan, turns=settled_turns(plan, found.step, rested))
        for step in found.steps:
            attempts.append(heard_nothing(step, at))
            rested[step.line_id] = at
        for number in rung_by_others:
            rested[f"{hospitals[number % number_of_lines]}-kardiologi"] = at
    assert sorted(one.number for one in attempts) == sorted(step.number for step in plan.steps)
    if hunting is Hunting.ROUND_ROBIN and not forgets:
        lines = {step.order: step.line_id for step in plan.steps}
        assert tuple(lines[one.step_order] for one in attempts) == plan.turns[1]


def heard_nothing(step, at):
    """A call that nobody answered."""
    return AttemptView(
        step.order, step.person_id, AttemptOutcome.NO_ANSWER, at, step.number, ended_at=at
    )
