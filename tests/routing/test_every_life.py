"""Every life, as the rules have it: all sequences of events, followed by machine.

The tables are read, not repeated, so that a status that is added is held to the same promises
(docs/guides/livscykler.md). A status is all that a life remembers: to follow each distinct one is
to follow every sequence; ``test_to_follow_each_status_is_to_follow_every_sequence`` shows it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from routing import admission, decisions, lifecycle, radiology
from routing.admission import Standing
from routing.errors import InvalidTransition
from tests.lives import every_sequence, explore

DEPTH = 6
R, E = lifecycle.RequestStatus, lifecycle.RequestEvent
A, AE = admission.AdmissionStatus, admission.AdmissionEvent


@dataclass(frozen=True)
class Life:
    """``presses`` are what people say: each has its effect, is true already, or is refused."""

    name: str
    begins: tuple[Any, ...]
    events: tuple[Any, ...]
    apply: Callable[[Any, Any], Any]
    over: frozenset[Any]
    leads_to: Callable[[Any], frozenset[Any]]
    presses: frozenset[Any] = field(default_factory=frozenset)
    noted: frozenset[Any] = field(default_factory=frozenset)

    def take(self, state, event):
        """Where it leads; None where it is refused."""
        try:
            return self.apply(state, event)
        except InvalidTransition:
            return None

    def steps(self):
        for begins in self.begins:
            yield from explore(begins, self.events, self.take, depth=DEPTH)

    def reached(self):
        found = set(self.begins)
        return found | {step.after for step in self.steps() if step.after is not None}


def of_table(name, table, begins, over):
    """A life whose table stands in ``routing``."""
    return Life(
        name,
        tuple(begins),
        tuple(table.table),
        table.apply,
        frozenset(over),
        leads_to=lambda event: frozenset(table.table[event].values()),
        presses=frozenset(table.table),
    )


CONTACT = Life(
    "contact",
    (R.CALLING_REQUESTER, R.SELF_DIALLING),
    tuple(E),
    lifecycle.apply,
    lifecycle.FINAL,
    leads_to=lambda event: frozenset(lifecycle.TRANSITIONS.get(event, {}).values()),
    presses=frozenset({E.ACCEPTED, E.SELF_DIAL_ANSWERED, E.CALL_BACK_PROMISED, E.CANCELLED}),
    noted=frozenset(set(E) - set(lifecycle.TRANSITIONS)),
)
CALL = Life(
    "call",
    (lifecycle.AttemptState.QUEUED,),
    tuple(lifecycle.ATTEMPT_TRANSITIONS),
    lifecycle.apply_to_attempt,
    frozenset(set(lifecycle.AttemptState) - lifecycle.OPEN_STATES),
    leads_to=lambda event: frozenset({lifecycle.ATTEMPT_TRANSITIONS[event]}),
)
DECISION = of_table(
    "decision",
    decisions.DECISION,
    (decisions.DecisionStatus.PROPOSED, decisions.DecisionStatus.DECIDED),
    (
        decisions.DecisionStatus.DONE,
        decisions.DecisionStatus.REPLACED,
        decisions.DecisionStatus.WITHDRAWN,
    ),
)
BOOKING = of_table(
    "booking",
    radiology.BOOKING,
    (radiology.BookingStatus.BOOKED,),
    (radiology.BookingStatus.REPORTED,),
)
ADMISSION = Life(
    "admission",
    (Standing(A.PROPOSED),),
    tuple(AE),
    lambda standing, event: standing.after(event),
    frozenset(Standing(one, left) for one in admission.OVER for left in (False, True)),
    leads_to=lambda event: frozenset(
        Standing(status, left)
        for life in (admission.ADMISSION, admission.ON_THE_ROAD)
        for status in life.table.get(event, {}).values()
        for left in (False, True)
    ),
    presses=frozenset(admission.ADMISSION.table),
    noted=frozenset(set(AE) - set(admission.ADMISSION.table)),
)
LIVES = (CONTACT, CALL, DECISION, BOOKING, ADMISSION)
each_life = pytest.mark.parametrize("life", LIVES, ids=lambda life: life.name)


@each_life
def test_what_is_over_stays_over(life):
    for step in life.steps():
        if step.before in life.over and not is_late_word_of_a_talk(life, step):
            assert step.after in (None, step.before), step.story


def is_late_word_of_a_talk(life, step):
    """The only thing that is true of a contact that was stopped: the two talked all the same."""
    return life is CONTACT and (step.before, step.event) == (R.CANCELLED, E.CONNECTED)


@each_life
def test_a_repeated_event_changes_nothing_and_is_not_refused(life):
    for step in life.steps():
        if step.after is not None:
            assert life.take(step.after, step.event) == step.after, step.story


@each_life
def test_from_everywhere_there_is_a_way_to_an_end(life):
    reached = life.reached()
    ends = set(life.over)
    while True:
        more = {
            state
            for state in reached - ends
            if any(life.take(state, event) in ends for event in life.events)
        }
        if not more:
            break
        ends |= more
    assert reached <= ends, f"no way on from {reached - ends}"


@each_life
def test_no_press_is_accepted_without_effect(life):
    """Accepted and without a change it is true already: the event leads to where one stands, or the
    table says so."""
    for step in life.steps():
        # Somebody else has said yes: whoever presses is told so (app.actions.calls.answer_words).
        is_late = life is CONTACT and step.before not in lifecycle.LIVE - {R.JOINING}
        if step.event not in life.presses or step.after != step.before or is_late:
            continue
        assert step.before in life.leads_to(step.event), step.story


@each_life
def test_what_is_only_noted_changes_nothing(life):
    for step in life.steps():
        if step.event in life.noted and step.after is not None:
            assert step.after == step.before, step.story


@each_life
def test_to_follow_each_status_is_to_follow_every_sequence(life):
    """Of as many events as a test has time for."""
    for begins in life.begins:
        deep = 3 if len(life.events) < 25 else 2
        ends = set(every_sequence(begins, life.events, life.take, depth=deep))
        steps = explore(begins, life.events, life.take, depth=deep)
        assert ends <= {begins} | {step.after for step in steps}


def test_nobody_is_sought_and_forgotten():
    """A contact in which somebody is sought can be answered, given up and cancelled."""
    for status in CONTACT.reached() & lifecycle.LIVE:
        later = {step.after for step in explore(status, CONTACT.events, CONTACT.take, depth=DEPTH)}
        assert {R.ANSWERED, R.EXHAUSTED, R.CANCELLED} <= later, status


def test_an_unanswered_contact_is_never_silently_closed():
    """Only what somebody says closes a contact."""
    closes = {step.event for step in CONTACT.steps() if step.after is R.CLOSED != step.before}
    assert closes == {E.OUTCOME_RECORDED}


def test_the_first_outcome_of_a_call_stands():
    for step in CALL.steps():
        if lifecycle.outcome_of(step.before) is not None:
            assert step.after is step.before, step.story


def test_a_patient_on_the_road_stays_on_the_road_until_somebody_has_them():
    for step in ADMISSION.steps():
        if step.after is None:
            continue
        before, after = step.before, step.after
        if before.is_on_the_road and not after.is_on_the_road:
            assert after.status in admission.IN_WARD | admission.OVER, step.story
        assert after != Standing(A.RESERVED, has_left=True), step.story
        assert after.status is not A.ON_THE_WAY or after.has_left, step.story


def test_no_time_runs_out_for_a_patient_on_the_road():
    for step in ADMISSION.steps():
        if step.event is AE.EXPIRED and step.before.is_on_the_road:
            assert step.after is None, step.story


def test_whoever_came_can_be_said_to_have_come():
    """Wherever wards have been asked and it is not over."""
    for standing in ADMISSION.reached():
        if standing.status in admission.OVER | {A.PROPOSED}:
            continue
        for event in (AE.ARRIVED, AE.PLACED_ELSEWHERE):
            after = ADMISSION.take(standing, event)
            assert after is not None, (standing, event)
            assert after.status in admission.IN_WARD


def test_what_radiology_has_done_it_can_say():
    for status in radiology.BookingStatus:
        done = BOOKING.take(status, radiology.BookingEvent.PERFORMED)
        assert done in (radiology.BookingStatus.PERFORMED, radiology.BookingStatus.REPORTED)


def test_what_takes_a_bed_and_what_does_not():
    """A bed is kept or lain in, or it is free: no status is of two sorts."""
    sorts = (admission.HAS_BED, admission.IN_WARD, admission.BACK, admission.OVER)
    assert sum(len(one) for one in sorts) == len(frozenset().union(*sorts))
    for step in ADMISSION.steps():
        if step.after is not None and step.before.status in admission.OVER:
            assert step.after.status not in admission.HAS_BED | admission.IN_WARD, step.story
