"""A digit on the phone: one yes wins, a repeated one changes nothing, a late one is thanked."""

import pytest

from app.actions.calls.record_answer import Pressed, record_answer
from app.actions.contact.cancel_request import cancel_request
from notifications.dialogue import AskToAccept, JoinTalk, SayGoodbye
from routing.lifecycle import AttemptState, RequestEvent, RequestStatus
from tests.app.actions.two_phones import ring_the_second_too
from tests.at_once import at_once

pytestmark = pytest.mark.postgresql


def test_one_is_yes_and_two_is_no(clinic):
    ticket = clinic.hunt()
    first = ticket.ringing
    assert isinstance(clinic.pick_up(first.id), AskToAccept)
    why = clinic.press(first.id, "2")
    second = ticket.ringing  # at once, while the first is asked why
    assert isinstance(why, AskToAccept)
    clinic.send()
    clinic.pick_up(second.id)
    assert isinstance(clinic.press(second.id, "1"), JoinTalk)
    assert ticket.status is RequestStatus.JOINING
    assert [one.state for one in ticket.responders] == [
        AttemptState.DECLINED,
        AttemptState.ACCEPTED,
    ]


@pytest.mark.parametrize("digits", ["", "7", "#", "11", "\u0661", "1\x00"])
def test_anything_else_is_asked_once_more_and_is_never_a_yes(clinic, digits):
    ticket = clinic.hunt()
    first = ticket.ringing
    clinic.pick_up(first.id)
    again = clinic.press(first.id, digits)
    assert isinstance(again, AskToAccept)
    assert again.prompt == 2
    assert isinstance(clinic.press(first.id, digits, prompt=2), SayGoodbye)
    assert ticket.responders[0].state is AttemptState.NO_DIGIT
    assert ticket.ringing.step_order == 2
    assert RequestEvent.ACCEPTED not in ticket.events


@pytest.mark.parametrize("digits", ["1", "2", "3", "7"])
def test_the_same_digit_twice_gets_the_same_reply_and_changes_nothing(clinic, digits):
    ticket = clinic.hunt()
    first = ticket.ringing
    assert clinic.pick_up(first.id) == clinic.pick_up(first.id)
    for prompt in (1, 2):
        reply = clinic.press(first.id, digits, prompt=prompt)
        before = clinic.everything()
        assert clinic.press(first.id, digits, prompt=prompt) == reply
        assert clinic.everything() == before


def test_two_who_press_one_at_the_same_instant_are_one_yes_and_one_polite_no(clinic):
    ticket = clinic.hunt()
    ring_the_second_too(clinic, ticket)
    one, two = ticket.responders
    directory = clinic.directory
    for attempt in (one, two):
        clinic.pick_up(attempt.id)

    def press(attempt_id: str):
        with clinic.sessions() as session:
            pressed = Pressed("1")
            return record_answer(
                session, attempt_id, pressed, directory=directory, at=clinic.clock()
            )

    replies = at_once(lambda: press(one.id), lambda: press(two.id))
    (joined,) = [reply for reply in replies if isinstance(reply, JoinTalk)]
    (told,) = [reply for reply in replies if isinstance(reply, SayGoodbye)]
    assert "En kollega hann strax före" in told.text
    assert ticket.events.count(RequestEvent.ACCEPTED) == 1
    assert ticket.view.accepted.id == joined.attempt_id
    assert sorted(attempt.state for attempt in ticket.responders) == sorted(
        [AttemptState.ACCEPTED, AttemptState.CANCELLED]
    )


def test_a_late_yes_is_thanked_and_told_that_a_colleague_was_first(clinic):
    ticket = clinic.hunt()
    first = ticket.ringing
    clinic.escalate(seconds=31)
    second = ticket.ringing
    clinic.pick_up(second.id)
    clinic.press(second.id, "1")
    before = clinic.everything()
    for reply in (clinic.pick_up(first.id), clinic.press(first.id, "1")):
        assert isinstance(reply, SayGoodbye)
        assert "kollega" in reply.text
    assert clinic.everything() == before


def test_a_yes_to_a_contact_that_was_cancelled_is_thanked(clinic):
    ticket = clinic.hunt()
    first = ticket.ringing
    clinic.pick_up(first.id)
    cancel_request(clinic.fresh(), ticket.id, by=clinic.gp, at=clinic.clock())
    reply = clinic.press(first.id, "1")
    assert isinstance(reply, SayGoodbye)
    assert "behövs inte längre" in reply.text
    assert ticket.status is RequestStatus.CANCELLED
    assert RequestEvent.ACCEPTED not in ticket.events


def test_a_digit_of_a_requester_who_waits_leaves_them_waiting(clinic):
    ticket = clinic.hunt()
    before = clinic.everything()
    for digits in ("1", "2", ""):
        assert isinstance(clinic.press(ticket.requester.id, digits), JoinTalk)
    assert clinic.everything() == before
