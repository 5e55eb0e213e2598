"""The contact's life and the call's: what changes, what is refused, what changes nothing."""

from itertools import permutations, product

import pytest

from routing.errors import InvalidTransition
from routing.lifecycle import (
    ATTEMPT_CORRECTIONS,
    ATTEMPT_TRANSITIONS,
    FINAL,
    LIVE,
    TOO_EARLY,
    TRANSITIONS,
    AttemptOutcome,
    AttemptState,
    apply,
    apply_to_attempt,
    outcome_of,
)
from routing.lifecycle import RequestEvent as E
from routing.lifecycle import RequestStatus as S


def life(status, *events):
    for event in events:
        status = apply(status, event)
    return status


@pytest.mark.parametrize(
    ("start", "events", "end"),
    [
        (S.CALLING_REQUESTER, (E.REQUESTER_DIALLED, E.REQUESTER_READY), S.HUNTING),
        (S.CALLING_REQUESTER, (E.REQUESTER_READY, E.DIALLED, E.ACCEPTED), S.JOINING),
        (S.HUNTING, (E.ACCEPTED, E.CONNECTED, E.CONNECTED), S.ANSWERED),
        (S.HUNTING, (E.ACCEPTED, E.NOT_JOINED), S.HUNTING),
        (S.HUNTING, (E.ACCEPTED, E.NOT_JOINED, E.NOT_JOINED, E.ACCEPTED, E.CONNECTED), S.ANSWERED),
        (S.HUNTING, (E.ACCEPTED, E.NOT_JOINED, E.EXHAUSTED), S.EXHAUSTED),
        (S.HUNTING, (E.ACCEPTED, E.NOT_JOINED, E.CONNECTED), S.ANSWERED),  # told of late
        (S.HUNTING, (E.ACCEPTED, E.NOT_JOINED, E.EXHAUSTED, E.CONNECTED), S.ANSWERED),
        (S.HUNTING, (E.ACCEPTED, E.REQUESTER_HUNG_UP, E.CONNECTED), S.ANSWERED),
        (S.HUNTING, (E.ACCEPTED, E.CANCELLED), S.CANCELLED),
        (S.HUNTING, (E.ACCEPTED, E.CONNECTED, E.NOT_JOINED), S.ANSWERED),
        (
            S.CALLING_REQUESTER,
            (
                *(E.REQUESTER_READY, E.NO_ANSWER, E.ACCEPTED, E.CONNECTED),
                *(E.CALL_ENDED, E.OUTCOME_RECORDED),
            ),
            S.CLOSED,
        ),
        (S.CALLING_REQUESTER, (E.REQUESTER_UNREACHABLE,), S.CANCELLED),
        (S.HUNTING, (E.NO_ANSWER, E.EXHAUSTED, E.REQUESTER_TOLD), S.EXHAUSTED),
        (S.HUNTING, (E.EXHAUSTED, E.OUTCOME_RECORDED, E.UNANSWERED_HANDLED), S.CLOSED),
        (S.HUNTING, (E.REQUESTER_HUNG_UP,), S.CANCELLED),
        (S.HUNTING, (E.ACCEPTED, E.CONNECTED, E.REQUESTER_HUNG_UP), S.ANSWERED),
        (S.HUNTING, (E.ACCEPTED, E.REQUESTER_HUNG_UP), S.CANCELLED),
        (S.HUNTING, (E.ACCEPTED, E.CONNECTED, E.EXHAUSTED, E.ACCEPTED), S.ANSWERED),
        (S.HUNTING, (E.EXHAUSTED, E.ACCEPTED), S.EXHAUSTED),
        (S.HUNTING, (E.CANCELLED, E.ACCEPTED), S.CANCELLED),
        (S.SELF_DIALLING, (E.SELF_DIAL_UNANSWERED, E.SELF_DIAL_ANSWERED), S.ANSWERED),
        (S.SELF_DIALLING, (E.SELF_DIAL_UNANSWERED, E.EXHAUSTED), S.EXHAUSTED),
        (S.SELF_DIALLING, (E.CANCELLED,), S.CANCELLED),
        (S.ANSWERED, (E.OUTCOME_RECORDED, E.OUTCOME_RECORDED, E.VALUE_RECORDED), S.CLOSED),
        (S.CANCELLED, (E.OUTCOME_RECORDED,), S.CANCELLED),
    ],
)
def test_lives(start, events, end):
    assert life(start, *events) is end


@pytest.mark.parametrize(
    ("status", "event"),
    [
        (S.SELF_DIALLING, E.REQUESTER_READY),
        (S.CALLING_REQUESTER, E.ACCEPTED),
        (S.SELF_DIALLING, E.ACCEPTED),
        (S.CALLING_REQUESTER, E.EXHAUSTED),
        (S.CALLING_REQUESTER, E.SELF_DIAL_ANSWERED),
        (S.HUNTING, E.SELF_DIAL_UNANSWERED),
        (S.HUNTING, E.OUTCOME_RECORDED),
        (S.JOINING, E.OUTCOME_RECORDED),
        (S.JOINING, E.EXHAUSTED),
        (S.SELF_DIALLING, E.CONNECTED),
        (S.ANSWERED, E.UNANSWERED_HANDLED),
    ],
)
def test_what_cannot_be_true_yet_is_refused(status, event):
    with pytest.raises(InvalidTransition):
        apply(status, event)


@pytest.mark.parametrize("event", [E.PLAN_BEFORE_SET, E.VALUE_RECORDED, E.PROVIDER_FAILED])
def test_notes_never_change_the_status(event):
    assert [apply(status, event) for status in S] == list(S)


def may(status, event):
    return status not in TOO_EARLY.get(event, ())


def reachable(start):
    """Every status some sequence of events leads to."""
    found, queue = {start}, [start]
    while queue:
        status = queue.pop()
        for event in E:
            if status in TOO_EARLY.get(event, ()):
                continue
            after = apply(status, event)
            if after not in found:
                found.add(after)
                queue.append(after)
    return found


@pytest.mark.parametrize("status", S)
def test_no_sequence_of_events_leads_back(status):
    assert {
        S.CALLING_REQUESTER: set(S),
        S.HUNTING: set(S) - {S.CALLING_REQUESTER},
        S.CALL_BACK_PROMISED: set(S) - {S.CALLING_REQUESTER},
        S.JOINING: set(S) - {S.CALLING_REQUESTER},
        S.SELF_DIALLING: {S.SELF_DIALLING, S.ANSWERED, S.EXHAUSTED, S.CANCELLED, S.CLOSED},
        S.ANSWERED: {S.ANSWERED, S.CLOSED},
        # That the two had talked may be told of late.
        S.EXHAUSTED: {S.EXHAUSTED, S.ANSWERED, S.CLOSED},
        S.CANCELLED: {S.CANCELLED, S.ANSWERED, S.CLOSED},
        S.CLOSED: {S.CLOSED},
    }[status] == reachable(status)
    without_late_words = {
        apply(status, event) for event in set(E) - {E.CONNECTED} if may(status, event)
    }
    assert (without_late_words == {status}) is (status in FINAL)


def test_a_repeated_event_changes_nothing_more():
    allowed = [(s, e) for s, e in product(S, E) if s not in TOO_EARLY.get(e, ())]
    for status, event in allowed:
        once = apply(status, event)
        assert once in {status, TRANSITIONS.get(event, {}).get(status)}
        assert apply(once, event) is once


def test_live_is_where_a_cancellation_has_effect():
    assert {status for status in S if apply(status, E.CANCELLED) is not status} == LIVE


# --- One call -------------------------------------------------------------------------------------
A = AttemptState
OVER = [state for state in A if outcome_of(state)]


def call(*events, state=A.QUEUED):
    for event in events:
        state = apply_to_attempt(state, event)
    return state


@pytest.mark.parametrize(
    ("events", "end"),
    [
        ((E.DIALLED, E.RINGING, E.PROMPT_HEARD, E.ACCEPTED, E.CALL_ENDED), A.ACCEPTED),
        ((E.DIALLED, E.RINGING, E.NO_ANSWER), A.NO_ANSWER),
        ((E.DIALLED, E.NO_ANSWER, E.RINGING), A.NO_ANSWER),
        ((E.DIALLED, E.RINGING, E.CALL_ENDED), A.NO_DIGIT),
        ((E.PROMPT_HEARD, E.CALL_ENDED), A.NO_DIGIT),
        ((E.PROMPT_HEARD, E.DECLINED, E.CALL_ENDED), A.DECLINED),
        ((E.PROMPT_HEARD, E.RINGING, E.DIALLED), A.PROMPT),
        ((E.DIALLED, E.VOICEMAIL, E.CALL_ENDED), A.VOICEMAIL),
        ((E.DIALLED, E.BUSY), A.BUSY),
        ((E.NUMBER_BAD,), A.NUMBER_BAD),
        ((E.CALL_FAILED,), A.FAILED),
        ((E.ACCEPTED,), A.ACCEPTED),
        ((E.PROMPT_HEARD, E.ALREADY_ANSWERED), A.TOO_LATE),
        ((E.RINGING, E.REQUESTER_HUNG_UP), A.CANCELLED),
        ((E.RINGING, E.CANCELLED), A.CANCELLED),
        ((E.PROMPT_HEARD, E.NO_DIGIT), A.NO_DIGIT),
        ((E.CALL_ENDED, E.ACCEPTED), A.NO_DIGIT),  # the call is gone
        ((E.ACCEPTED, E.NOT_JOINED, E.CALL_ENDED), A.NOT_JOINED),
        ((E.PROMPT_HEARD, E.NOT_JOINED), A.PROMPT),  # there was no yes
    ],
)
def test_calls(events, end):
    assert call(*events) is end


def test_a_call_that_is_over_stays_as_it_ended_but_for_a_yes_that_comes_to_nothing():
    for state, event in product(OVER, ATTEMPT_TRANSITIONS):
        if state is not A.NOT_JOINED:
            assert apply_to_attempt(state, event) is state
    changed = {
        (state, event): after
        for state, event in product(A, {*ATTEMPT_TRANSITIONS, *ATTEMPT_CORRECTIONS})
        if (after := apply_to_attempt(state, event)) is not state and state in OVER
    }
    assert changed == {
        (A.ACCEPTED, E.NOT_JOINED): A.NOT_JOINED,
        (A.NOT_JOINED, E.ACCEPTED): A.ACCEPTED,
        (A.NOT_JOINED, E.CONNECTED): A.ACCEPTED,
        (A.NOT_JOINED, E.DECLINED): A.DECLINED,
    }


def test_progress_comes_to_the_same_in_any_order():
    for events in permutations((E.DIALLED, E.RINGING, E.PROMPT_HEARD)):
        assert call(*events) is A.PROMPT


def test_only_a_yes_is_an_answer():
    into_accepted = {event for event, state in ATTEMPT_TRANSITIONS.items() if state is A.ACCEPTED}
    yes = {E.ACCEPTED, E.REQUESTER_READY, E.SELF_DIAL_ANSWERED, E.THIRD_PARTY_JOINED}
    assert into_accepted == yes
    assert E.CALL_ENDED not in into_accepted


@pytest.mark.parametrize(
    "event",
    [event for event in E if event not in ATTEMPT_TRANSITIONS and event not in ATTEMPT_CORRECTIONS],
)
def test_events_about_something_else_are_refused(event):
    with pytest.raises(InvalidTransition):
        apply_to_attempt(A.RINGING, event)


def test_every_outcome_is_a_state_a_call_ends_in():
    assert {outcome_of(state) for state in OVER} == set(AttemptOutcome)
    assert set(ATTEMPT_TRANSITIONS.values()) == set(A) - {A.QUEUED, A.NOT_JOINED}
