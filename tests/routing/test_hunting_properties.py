"""What holds for every hunt, whatever comes of the phones that are rung."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import event, given, settings
from hypothesis import strategies as st

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
from routing.lifecycle import AttemptOutcome
from routing.rota import who_is_on_call
from routing.types import Hunting
from tests.routing import strategies as any_
from tests.routing.any_answer import a_plan

MINUTE = timedelta(minutes=1)
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
