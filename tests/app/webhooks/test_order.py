"""Webhooks come twice, late and in any order: a yes is never undone, and never made up."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notifications import callbacks as paths
from routing.lifecycle import LIVE, AttemptState, RequestEvent, RequestStatus
from tests.app.webhooks.line import CALL

ANOTHER = "CA" + "e" * 32

STEPS = {
    "ringing": lambda line, attempt: line.status(attempt, "ringing"),
    "picked up": lambda line, attempt: line.picked_up(attempt),
    "in-progress": lambda line, attempt: line.status(attempt, "in-progress"),
    "presses 1": lambda line, attempt: line.pressed(attempt, "1"),
    "presses 2": lambda line, attempt: line.pressed(attempt, "2"),
    "presses 7": lambda line, attempt: line.pressed(attempt, "7"),
    "is silent": lambda line, attempt: line.pressed(attempt, "", prompt=2),
    "completed": lambda line, attempt: line.status(attempt, "completed"),
    "no-answer": lambda line, attempt: line.status(attempt, "no-answer"),
    "busy": lambda line, attempt: line.status(attempt, "busy"),
    "failed": lambda line, attempt: line.status(attempt, "failed"),
    "another's end": lambda line, attempt: line.status(attempt, "completed", ANOTHER),
}
YES = {AttemptState.ACCEPTED, AttemptState.NOT_JOINED}
ENDS = {"completed", "no-answer", "busy", "failed"}


def play(clinic, line, story):
    """One call told in this order; each webhook comes twice, and the second changes nothing."""
    clinic.reset()
    ticket = clinic.hunt()
    attempt = ticket.ringing
    clinic.attempt_row(attempt.id).provider_call_id = CALL
    clinic.session.commit()
    was_accepted = False
    for step in story:
        first = STEPS[step](line, attempt.id)
        assert first.status_code in (200, 204), step
        before = clinic.everything()
        again = STEPS[step](line, attempt.id)
        assert (again.status_code, again.text) == (first.status_code, first.text), step
        assert clinic.everything() == before, step
        state = ticket.responders[0].state
        assert not was_accepted or state in YES, step
        was_accepted = state is AttemptState.ACCEPTED
    if ENDS & set(story):
        clinic.escalate(seconds=3)  # a yes that came to nothing
    return ticket


def is_sane(ticket, story):
    view = ticket.view
    first = view.responder_attempts[0]
    if "presses 1" not in story:
        assert view.status is RequestStatus.HUNTING
        assert RequestEvent.ACCEPTED not in ticket.events
    assert view.status is not RequestStatus.ANSWERED  # nobody was seen in the room
    if view.status is RequestStatus.JOINING:
        assert first.state is AttemptState.ACCEPTED
        assert len(view.responder_attempts) == 1
    elif ENDS & set(story) or "presses 2" in story:
        assert not first.is_open
        assert view.ringing is not None
        assert view.ringing.step_order == 2
    assert ticket.events.count(RequestEvent.ACCEPTED) <= 1
    assert (view.ended_at is None) or view.status not in LIVE


@pytest.mark.parametrize(
    "story",
    [
        ("ringing", "picked up", "presses 1", "completed"),
        ("picked up", "presses 1", "ringing", "completed"),
        ("presses 1", "picked up", "ringing", "completed"),
        ("completed", "presses 1", "picked up", "ringing"),
        ("completed", "ringing", "picked up", "presses 2"),
        ("ringing", "completed", "picked up", "presses 1"),
    ],
)
def test_orders_that_really_happen(clinic, line, story):
    is_sane(play(clinic, line, story), story)


@pytest.mark.slow
@pytest.mark.parametrize(
    "story", list(itertools.permutations(("ringing", "picked up", "presses 1", "completed")))
)
def test_every_order_of_an_answered_call(clinic, line, story):
    is_sane(play(clinic, line, story), story)


@given(story=st.lists(st.sampled_from(sorted(STEPS)), min_size=1, max_size=6))
@settings(
    max_examples=10,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@pytest.mark.slow
@pytest.mark.postgresql
def test_any_order_of_anything(clinic, line, story):
    is_sane(play(clinic, line, story), story)


def test_a_requesters_webhooks_in_any_order_disturb_nobody_in_vain(clinic, line):
    for story in itertools.permutations(("ringing", "picked up", "completed")):
        clinic.reset()
        ticket = clinic.ask()
        clinic.send()
        attempt = ticket.requester
        call = clinic.call_id(attempt.id)
        for step in story:
            if step == "picked up":
                line.picked_up(attempt.id, call)
            else:
                line.status(attempt.id, step, call)
        # One that was over before we knew that it was picked up is made once more.
        assert ticket.status in (RequestStatus.CANCELLED, RequestStatus.CALLING_REQUESTER)
        assert [one for one in ticket.responders if one.is_open] == []


@pytest.mark.postgresql
def test_a_call_id_of_another_attempt_is_not_taken_over(clinic, line):
    one, two = clinic.hunt(), clinic.hunt()
    call_id = clinic.call_id(one.ringing.id)
    line.picked_up(two.ringing.id, call_id)
    line.status(two.ringing.id, "ringing", call_id)
    assert clinic.call_id(one.ringing.id) == call_id
    assert clinic.call_id(two.ringing.id) != call_id


# -- in the talk -----------------------------------------------------------------------------------
@pytest.mark.postgresql
def test_both_in_the_room_are_connected_once(clinic, line):
    ticket = clinic.said_yes()
    both = [clinic.call_id(one.id) for one in ticket.view.attempts]
    line.joined(ticket.id, both[0])
    assert RequestEvent.CONNECTED not in ticket.events
    assert ticket.view.answered_at is None
    for call_id in (both[1], both[1], both[0]):
        assert line.joined(ticket.id, call_id).status_code == 204
    assert ticket.events.count(RequestEvent.CONNECTED) == 1
    assert ticket.status is RequestStatus.ANSWERED


@pytest.mark.parametrize("event", ["conference-start", "participant-leave", "conference-end", ""])
def test_what_else_happens_in_the_room_changes_nothing(clinic, line, event):
    ticket = clinic.answered()
    before = clinic.everything()
    url = line.url(paths.CONFERENCE, request_id=ticket.id)
    form = {"StatusCallbackEvent": event, "CallSid": clinic.call_id(ticket.requester.id)}
    before = clinic.everything()
    assert line.post(url, form).status_code == 204
    without_call = line.post(url, {"StatusCallbackEvent": event})
    assert without_call.status_code == (400 if event == "participant-leave" else 204)
    assert clinic.everything() == before


def test_a_join_without_a_call_is_broken_and_of_a_stranger_harmless(clinic, line):
    ticket = clinic.answered()
    before = clinic.everything()
    url = line.url(paths.CONFERENCE, request_id=ticket.id)
    assert line.post(url, {"StatusCallbackEvent": "participant-join"}).status_code == 400
    assert line.joined(ticket.id, "CA" + "9" * 32).status_code == 204
    assert clinic.everything() == before


def test_the_one_who_waits_hears_whom_we_look_for(clinic, line):
    ticket = clinic.hunt()
    before = clinic.everything()
    url = line.url(paths.HOLD, attempt_id=ticket.requester.id)
    response = line.post(url, {"CallSid": CALL})
    assert "kardiologi" in response.text
    assert response.mimetype == "text/xml"
    assert clinic.everything() == before


def test_the_one_who_is_told_hears_the_fallback_and_the_log_knows(clinic, line):
    ticket = clinic.hunt()
    for _step in ticket.view.plan.steps:
        clinic.escalate(seconds=31)
    url = line.url(paths.TOLD, attempt_id=ticket.requester.id)
    first = line.post(url, {"CallSid": CALL})
    assert "Tyvärr kunde ingen svara" in first.text
    before = clinic.everything()
    assert line.post(url, {"CallSid": CALL}).text == first.text
    assert clinic.everything() == before
    assert ticket.events.count(RequestEvent.REQUESTER_TOLD) == 1


def test_after_the_talk_one_hears_that_it_is_over(clinic, line):
    ticket = clinic.answered()
    before = clinic.everything()
    url = line.url(paths.AFTER, attempt_id=ticket.requester.id)
    assert "Samtalet är slut" in line.post(url, {"CallSid": CALL}).text
    assert clinic.everything() == before
