"""Ett svar gäller när de två är ihopkopplade: the line is cut at every moment between a yes and
a talk, and what was promised still takes place."""

import pytest

from app.actions.answers.answer_by_text import IncomingText, answer_by_text
from app.actions.answers.answer_in_browser import answer_in_browser
from models.reads.unanswered import load_unanswered
from routing.lifecycle import AttemptState, RequestEvent, RequestStatus
from routing.types import Hunting
from tests.stories.hunting_rules import act, anywhere, doctor_of, edit_matrix
from tests.stories.joining import (
    BROKEN_WITHIN,
    MOMENTS,
    SLOW,
    UNLIFTED_WITHIN,
    assert_they_talk,
    cut,
    hunted,
    notices_to,
    row_of,
    said_yes,
)


def test_a_yes_is_an_answer_when_the_two_are_joined_and_not_before(county):
    contact = hunted(county)
    phone = said_yes(county, contact)
    assert contact.status() is RequestStatus.JOINING
    assert contact.view.answered_at is None
    assert row_of(county, contact)["answered"] == 0
    assert_they_talk(county, contact, phone)
    answered_at = contact.view.answered_at
    assert answered_at is not None
    assert answered_at > contact.view.accepted.accepted_at
    assert row_of(county, contact)["answered"] == 1


@pytest.mark.parametrize("seconds", [0, *(pytest.param(one, marks=SLOW) for one in MOMENTS[1:])])
def test_the_responders_line_breaks_at_any_moment_after_the_yes(county, seconds):
    contact = hunted(county)
    first, second = contact.consultants[:2]
    said_yes(county, contact)
    county.advance(seconds=seconds)
    was_joined = RequestEvent.CONNECTED in contact.events
    cut(county, first)
    if was_joined:
        county.advance(seconds=BROKEN_WITHIN)
        assert contact.status() is RequestStatus.ANSWERED
        assert contact.view.ended_at is not None
        assert not second.rings
        return
    assert county.advance_until(lambda: second.rings, at_most_seconds=BROKEN_WITHIN)
    assert contact.status() is RequestStatus.HUNTING
    assert contact.view.answered_at is None
    assert contact.attempt(1).state is AttemptState.NOT_JOINED
    assert notices_to(county, contact.attempt(1).person_id) == 1
    county.advance(seconds=18)
    assert "kom inte fram" in county.gp_phone.heard
    said_yes(county, contact, 2)
    assert_they_talk(county, contact, second)
    assert row_of(county, contact)["not_joined"] == 1
    assert row_of(county, contact)["answering_line_id"] == contact.attempt(2).line_id


@pytest.mark.parametrize("seconds", [0, *(pytest.param(one, marks=SLOW) for one in MOMENTS[1:])])
def test_the_requesters_line_breaks_at_any_moment_after_the_yes(county, seconds):
    contact = hunted(county)
    first, second = contact.consultants[:2]
    said_yes(county, contact)
    county.advance(seconds=seconds)
    was_joined = RequestEvent.CONNECTED in contact.events
    cut(county, county.gp_phone)
    county.advance(seconds=BROKEN_WITHIN)
    expected = RequestStatus.ANSWERED if was_joined else RequestStatus.CANCELLED
    assert contact.status() is expected
    assert contact.view.ended_at is not None
    county.advance(seconds=20)
    assert county.exchange.current_call(first.number) is None  # nobody waits in an empty room
    assert not second.rings
    if not was_joined:
        assert "behövs inte längre" in first.heard
        assert row_of(county, contact)["answered"] == 0


@pytest.mark.parametrize("rings", [0, *(pytest.param(one, marks=SLOW) for one in (5, 12, 18))])
def test_a_yes_in_the_browser_whose_phone_is_never_lifted(county, rings):
    contact = hunted(county)
    first, second = contact.consultants[:2]
    county.advance(seconds=rings)
    attempt = contact.attempt(1)
    act(county, answer_in_browser, attempt.id, by=doctor_of(county, attempt))
    assert contact.status() is RequestStatus.JOINING
    assert not second.rings  # a colleague has said yes
    assert county.advance_until(lambda: second.rings, at_most_seconds=UNLIFTED_WITHIN)
    county.advance(seconds=1)
    assert not first.rings
    assert contact.status() is RequestStatus.HUNTING
    assert contact.attempt(1).state is AttemptState.NOT_JOINED
    assert notices_to(county, attempt.person_id) == 1


@SLOW
@pytest.mark.parametrize("seconds", [1, 4, 9])
def test_a_yes_in_the_browser_whose_phone_is_lifted_and_hung_up(county, seconds):
    contact = hunted(county)
    first, second = contact.consultants[:2]
    attempt = contact.attempt(1)
    act(county, answer_in_browser, attempt.id, by=doctor_of(county, attempt))
    first.answers()
    county.advance(seconds=seconds)
    cut(county, first)
    assert county.advance_until(lambda: second.rings, at_most_seconds=BROKEN_WITHIN)


@SLOW
def test_a_yes_in_the_browser_and_the_line_breaks_after_the_digit(county):
    contact = hunted(county)
    first, second = contact.consultants[:2]
    attempt = contact.attempt(1)
    act(county, answer_in_browser, attempt.id, by=doctor_of(county, attempt))
    first.answers()
    county.exchange.press(first.number, "1")
    county.settle()
    cut(county, first)
    assert county.advance_until(lambda: second.rings, at_most_seconds=BROKEN_WITHIN)


@SLOW
def test_a_yes_in_the_browser_and_a_no_on_the_phone_is_a_no(county):
    contact = hunted(county)
    first, second = contact.consultants[:2]
    attempt = contact.attempt(1)
    act(county, answer_in_browser, attempt.id, by=doctor_of(county, attempt))
    first.answers()
    first.presses("2")
    assert second.rings
    assert contact.attempt(1).state is AttemptState.DECLINED
    first.presses("1")
    assert contact.attempt(1).decline_reason is not None


@SLOW
def test_a_yes_by_text_whose_phone_is_never_lifted(county):
    contact = hunted(county)
    second = contact.consultant(2)
    text = IncomingText("SM" + "1" * 32, contact.consultant(1).number, "JA")
    answer_by_text(county.fresh_session(), text, directory=county.directory, at=county.clock())
    county.settle()
    assert contact.status() is RequestStatus.JOINING
    assert county.advance_until(lambda: second.rings, at_most_seconds=UNLIFTED_WITHIN)


@SLOW
def test_whoever_still_hears_the_question_may_say_yes_after_the_search_went_on(county):
    contact = hunted(county)
    first, second = contact.consultants[:2]
    attempt = contact.attempt(1)
    act(county, answer_in_browser, attempt.id, by=doctor_of(county, attempt))
    county.advance(seconds=3)
    county.exchange.answer(first.number)
    assert county.advance_until(lambda: second.rings, at_most_seconds=20)
    assert contact.attempt(1).state is AttemptState.NOT_JOINED
    first.presses("1")
    assert contact.status() is RequestStatus.JOINING
    assert not second.rings
    assert_they_talk(county, contact, first)
    assert contact.attempt(1).state is AttemptState.ACCEPTED


@SLOW
def test_the_second_yes_is_not_lost_when_the_first_breaks(county):
    edit_matrix(county, anywhere(Hunting.SIMULTANEOUS))
    contact = hunted(county)
    first, second = contact.consultants[:2]
    county.exchange.answer(first.number)
    county.exchange.answer(second.number)
    county.advance(seconds=3)
    county.exchange.press(first.number, "1")
    county.exchange.press(second.number, "1")
    county.settle()
    county.advance(seconds=1)
    assert "kollega" in second.heard
    cut(county, first)
    county.advance(seconds=12)  # the second hears the words to the end before they can be rung
    assert county.advance_until(lambda: second.rings, at_most_seconds=10)
    second.answers()
    second.presses("1")
    assert_they_talk(county, contact, second)


@SLOW
def test_whoever_said_yes_is_rung_once_more_before_all_is_given_up(county):
    contact = hunted(county)
    for order in range(1, len(contact.consultants) + 1):
        phone = contact.consultant(order)
        if order == 1:
            said_yes(county, contact)
            cut(county, phone)
            county.advance(seconds=BROKEN_WITHIN)
        else:
            assert phone.rings
            phone.declines()
    first = contact.consultant(1)
    assert first.rings
    said_yes(county, contact)
    cut(county, first)
    county.advance(seconds=BROKEN_WITHIN + 25)
    assert not first.rings  # once more, and no oftener
    assert contact.status() is RequestStatus.EXHAUSTED
    county.advance(seconds=30)
    assert "Tyvärr kunde ingen svara" in county.gp_phone.heard
    unit = contact.attempt(1).unit_id
    assert [one.id for one in load_unanswered(county.fresh_session(), [unit], limit=5)] == [
        contact.id
    ]
    assert row_of(county, contact)["answered"] == 0
