"""What holds for every directory, contact and moment."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import event, given, settings
from hypothesis import strategies as st

from routing.calendar import MIDNIGHT, to_local, to_utc
from routing.decide import HORIZON, decide
from routing.errors import InvalidTransition, NoContactPath
from routing.lifecycle import (
    ATTEMPT_CORRECTIONS,
    FINAL,
    TRANSITIONS,
    AttemptState,
    RequestEvent,
    RequestStatus,
    apply,
    apply_to_attempt,
    outcome_of,
)
from routing.matrix import choose_among, serves
from routing.opening_hours import closes_at, is_open, next_opening, stretch_at
from routing.plan import Plan
from routing.rota import shifts_between, who_is_on_call
from tests.routing import any_county
from tests.routing import strategies as any_
from tests.routing.any_answer import a_plan, attempt_to_decide
from tests.routing.county import local

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
RULES = settings.get_profile("rules")
HALF_HOUR = timedelta(minutes=30)  # every clock time drawn is a whole or half hour
excluded = st.frozensets(st.sampled_from(any_county.PEOPLE), max_size=1)


def steps_of_half_an_hour(start, end):
    """Moments from start to end at which something may change, both left out."""
    moment = to_utc(to_local(start).date(), MIDNIGHT)
    while moment < end:
        if moment > start:
            yield moment
        moment += HALF_HOUR


# --- Opening hours --------------------------------------------------------------------------------
@given(hours=any_.schedules(), at=any_.moments)
@RULES
def test_the_next_opening_is_open_and_nothing_before_it_is(hours, at):
    opens_at = next_opening(hours, at)
    end = opens_at or at + 4 * DAY
    event("opens" if opens_at else "never")
    assert opens_at is None or (opens_at >= at and is_open(hours, opens_at))
    if opens_at != at:
        assert not is_open(hours, at)
    assert not any(is_open(hours, moment) for moment in steps_of_half_an_hour(at, end))


@given(hours=any_.schedules(), at=any_.moments)
@RULES
def test_what_is_open_stays_open_until_it_closes(hours, at):
    opening = next_opening(hours, at)
    closing = closes_at(hours, opening) if opening else None
    if opening and closing:
        event("closes")
        assert not is_open(hours, closing)
        open_at = (opening, closing - MINUTE, *steps_of_half_an_hour(opening, closing))
        assert all(is_open(hours, moment) for moment in open_at)


@given(hours=any_.schedules(), at=any_.moments)
@RULES
def test_a_stretch_is_sure_until_its_end(hours, at):
    stretch = stretch_at(hours, at)
    assert stretch.until > at
    for moment in (*steps_of_half_an_hour(at, stretch.until), stretch.until - MINUTE):
        if at <= moment < stretch.until:
            assert stretch_at(hours, moment).openness is stretch.openness


# --- Rotas ----------------------------------------------------------------------------------------
@given(rota=any_.rotas(), changes=any_.changes(), at=any_.moments)
@RULES
def test_shifts_of_a_rota_follow_each_other_without_overlap(rota, changes, at):
    shifts = shifts_between(rota, changes, at - 3 * DAY, at + 10 * DAY)
    for shift, following in pairwise(shifts):
        assert shift.starts_at < shift.ends_at <= following.starts_at


@given(rota=any_.rotas(), changes=any_.changes(), at=any_.moments)
@RULES
def test_who_is_on_call_agrees_with_the_list_of_shifts(rota, changes, at):
    shifts = shifts_between(rota, changes, at - 2 * DAY, at + 8 * DAY)
    answer = who_is_on_call(rota, changes, at)
    now = [shift for shift in shifts if shift.starts_at <= at < shift.ends_at]
    later = [shift for shift in shifts if shift.starts_at > at]
    event("somebody" if now else "nobody")
    assert now == ([answer.current] if answer.current else [])
    if later:
        assert answer.following == later[0]
    elif answer.following:
        assert answer.following.starts_at >= at + 8 * DAY


@given(rota=any_.rotas(), changes=any_.changes(), at=any_.moments)
@RULES
def test_the_answer_is_the_same_throughout_a_shift(rota, changes, at):
    first = who_is_on_call(rota, changes, at)
    shift = first.current or first.following
    if shift:
        start = who_is_on_call(rota, changes, shift.starts_at)
        assert start.current == shift
        assert who_is_on_call(rota, changes, shift.ends_at - MINUTE) == start


@given(rota=any_.rotas(), changes=any_.changes(), at=any_.moments)
@RULES
def test_changes_move_shifts_but_never_make_new_time(rota, changes, at):
    if who_is_on_call(rota, changes, at).current:
        assert who_is_on_call(rota, (), at).current


# --- The decision ---------------------------------------------------------------------------------
@given(directory=any_.directories, facts=any_.facts, at=any_.moments, excluding=excluded)
@settings(RULES, max_examples=100)
def test_a_plan_or_a_refusal_with_the_next_opening(directory, facts, at, excluding):
    answer = attempt_to_decide(facts, directory, at, excluding)
    serving = (rule for rule in directory.matrix.rules if serves(rule, facts))
    rule = choose_among(serving, at)
    if isinstance(answer, Plan):
        event("plan")
        assert rule
        assert answer.rule_id == rule.id
        assert [step.order for step in answer.steps] == list(range(1, len(answer.steps) + 1))
        assert answer.steps
        return
    event("refused, opens" if answer.next_opening else "refused")
    assert (answer.fallback is None) == (rule is None)
    assert answer.reasons
    if answer.next_opening:
        assert at < answer.next_opening <= at + HORIZON
        assert decide(facts, directory, answer.next_opening, excluding=excluding).steps


@given(directory=any_.directories, facts=any_.facts, at=any_.moments, excluding=excluded)
@RULES
def test_there_is_no_plan_before_the_next_opening(directory, facts, at, excluding):
    answer = attempt_to_decide(facts, directory, at, excluding)
    if isinstance(answer, Plan):
        return
    end = min(filter(None, (answer.next_opening, at + DAY)))
    for moment in steps_of_half_an_hour(at, end):
        found = attempt_to_decide(facts, directory, moment, excluding)
        assert isinstance(found, NoContactPath)
        if answer.next_opening:
            assert found.next_opening == answer.next_opening


@given(directory=any_.directories, facts=any_.facts, at=any_.moments, excluding=excluded)
@RULES
def test_a_plan_never_contains_somebody_off_duty_or_anybody_twice(directory, facts, at, excluding):
    plan = a_plan(facts, directory, at, excluding)
    at = plan.at
    named = {(step.person_id, step.line_id) for step in plan.steps if step.person_id}
    assert len(named) == len({person_id for person_id, _line in named})
    assert not {person_id for person_id, _line in named} & excluding
    for step in plan.steps:
        assert step.number
        of_tier = [each for each in directory.rotas[step.line_id] if each.tier is step.tier]
        on_duty = [who_is_on_call(each, directory.changes[each.id], at).current for each in of_tier]
        assert [shift.person_id for shift in on_duty if shift] == (
            [step.person_id] if step.person_id else []
        )


@given(directory=any_.directories, facts=any_.facts, moments=st.lists(any_.moments, max_size=4))
@RULES
def test_what_the_directory_remembers_changes_no_answer(directory, facts, moments):
    for at in (*moments, *reversed(moments)):
        fresh = attempt_to_decide(facts, replace(directory), at)
        again = attempt_to_decide(facts, directory, at)
        if isinstance(fresh, Plan):
            assert again == fresh
        else:
            assert vars(again) == vars(fresh)


# --- The lives ------------------------------------------------------------------------------------
RANK = {
    RequestStatus.CALLING_REQUESTER: 0,
    RequestStatus.HUNTING: 1,
    RequestStatus.JOINING: 1,  # and back, when the yes comes to nothing
    RequestStatus.CALL_BACK_PROMISED: 1,  # to and fro: who promised is rung, then the next
    RequestStatus.SELF_DIALLING: 2,
    RequestStatus.ANSWERED: 3,
    RequestStatus.EXHAUSTED: 3,
    RequestStatus.CANCELLED: 4,
    RequestStatus.CLOSED: 4,
}
# Most events change no status: those that do are drawn more often.
moving = st.sampled_from([each for each in RequestEvent if each in TRANSITIONS])


@given(
    status=st.sampled_from([RequestStatus.CALLING_REQUESTER, RequestStatus.SELF_DIALLING]),
    events=st.lists(st.one_of(moving, st.sampled_from(RequestEvent)), max_size=20),
)
@settings(RULES, max_examples=100)
def test_whatever_comes_in_whatever_order_a_contact_only_goes_forward(status, events):
    for each in events:
        try:
            after = apply(status, each)
        except InvalidTransition:
            assert status not in {*FINAL, RequestStatus.EXHAUSTED}
            continue
        is_told_late = each is RequestEvent.CONNECTED and after is RequestStatus.ANSWERED
        assert (
            *(after is status, is_told_late),
            *(RANK[after] > RANK[status], RANK[status] == RANK[after] == 1),
        ) != (False, False, False, False)
        event(f"from {status.value} to {after.value}")
        status = after


@given(events=st.lists(st.sampled_from(RequestEvent), max_size=20))
@settings(RULES, max_examples=100)
def test_whatever_comes_in_whatever_order_the_first_outcome_of_a_call_stands(events):
    state, outcome = AttemptState.QUEUED, None
    for each in events:
        try:
            state = apply_to_attempt(state, each)
        except InvalidTransition:
            continue
        is_corrected = each in ATTEMPT_CORRECTIONS
        assert outcome is None or is_corrected or outcome_of(state) is outcome
        outcome = outcome_of(state)


def test_the_counties_made_by_chance_give_every_kind_of_answer():
    seen = set()
    for seed in range(100):
        answer = attempt_to_decide(
            any_county.facts(seed), any_county.directory(seed), local("2026-10-24 10:00")
        )
        if isinstance(answer, Plan):
            seen.add(f"plan of {min(len(answer.steps), 2)}")
        else:
            seen.add("opens later" if answer.next_opening else "never opens")
    assert seen == {"plan of 1", "plan of 2", "opens later", "never opens"}
