"""Ja en gång till: a yes that came to nothing may be said anew, as long as nobody else has."""

import pytest

from app.actions.answers.answer_in_browser import answer_in_browser
from app.actions.calls.record_answer import Pressed, record_answer
from app.actions.shared.errors import NoLongerRinging
from routing.lifecycle import AttemptState, RequestEvent, RequestStatus
from tests.stories.hunting_rules import act, doctor_of
from tests.stories.joining import (
    BROKEN_WITHIN,
    SLOW,
    UNLIFTED_WITHIN,
    assert_they_talk,
    cut,
    hunted,
    row_of,
    said_yes,
)
from tests.stories.told import page_of


def never_lifted(county):
    """A contact whose first consultant wrote JA and did not pick up; the second is rung."""
    contact = hunted(county)
    first, second = contact.consultants[:2]
    first.writes("ja")
    assert county.advance_until(lambda: second.rings, at_most_seconds=UNLIFTED_WITHIN + 2)
    return contact, first, second


def broken(county):
    """A contact whose first consultant wrote JA, pressed 1 and lost the line."""
    contact = hunted(county)
    first, second = contact.consultants[:2]
    first.writes("ja")
    first.answers()
    county.exchange.press(first.number, "1")
    county.settle()
    cut(county, first)
    assert county.advance_until(lambda: second.rings, at_most_seconds=BROKEN_WITHIN)
    return contact, first, second


BREAKS = [never_lifted, pytest.param(broken, marks=SLOW)]


def is_taken_anew(county, contact, first, second):
    assert contact.status() is RequestStatus.JOINING
    assert not second.rings
    assert county.advance_until(lambda: first.rings, at_most_seconds=10)
    first.answers()
    first.presses("1")
    assert_they_talk(county, contact, first)
    assert contact.events.count(RequestEvent.ACCEPTED) == 2
    assert contact.events.count(RequestEvent.NOT_JOINED) == 1
    assert row_of(county, contact)["answering_line_id"] == contact.attempt(1).line_id


@pytest.mark.parametrize("breaks", BREAKS)
def test_ja_once_more_by_text_is_a_new_yes(county, breaks):
    contact, first, second = breaks(county)
    first.writes("ja")
    assert first.texts[-1].startswith(f"Tack! Ärende {contact.view.case_code} är ditt.")
    first.writes("ja")  # and a third JA is the same one
    assert "är ditt" in first.texts[-1]
    is_taken_anew(county, contact, first, second)


@SLOW
@pytest.mark.parametrize("breaks", BREAKS)
def test_the_button_once_more_is_a_new_yes(county, breaks):
    contact, first, second = breaks(county)
    attempt = contact.attempt(1)
    doctor = doctor_of(county, attempt)
    shown = page_of(county, doctor, "/jour")
    assert attempt.id in shown
    assert "kopplades inte ihop" in shown
    assert act(county, answer_in_browser, attempt.id, by=doctor) == contact.id
    assert act(county, answer_in_browser, attempt.id, by=doctor) == contact.id  # a second tap
    is_taken_anew(county, contact, first, second)


@SLOW
def test_a_yes_anew_that_breaks_too_lets_the_search_go_on(county):
    contact, first, _second = never_lifted(county)
    first.writes("ja")
    third = contact.consultant(3)
    assert county.advance_until(
        lambda: third.rings or contact.consultant(2).rings, at_most_seconds=UNLIFTED_WITHIN + 2
    )
    assert contact.status() is RequestStatus.HUNTING
    assert contact.events.count(RequestEvent.NOT_JOINED) == 2
    first.writes("ja")
    assert contact.status() is RequestStatus.JOINING


@SLOW
@pytest.mark.parametrize("how", ["text", "button"])
def test_while_the_phone_still_hears_the_question_the_yes_is_given_in_that_call(county, how):
    contact = hunted(county)
    first, second = contact.consultants[:2]
    first.writes("ja")
    county.advance(seconds=15)
    county.exchange.answer(first.number)
    assert county.advance_until(lambda: second.rings, at_most_seconds=30)
    attempt = contact.attempt(1)
    assert attempt.state is AttemptState.NOT_JOINED
    if how == "text":
        first.writes("ja")
    else:
        act(county, answer_in_browser, attempt.id, by=doctor_of(county, attempt))
    assert contact.status() is RequestStatus.JOINING
    assert not second.rings
    first.presses("1")
    assert_they_talk(county, contact, first)
    assert len([one for one in contact.view.responder_attempts if one.number == first.number]) == 1


@SLOW
def test_a_colleague_who_has_said_yes_meanwhile_keeps_it(county):
    contact, first, second = never_lifted(county)
    attempt = contact.attempt(1)
    said_yes(county, contact, 2)
    first.writes("ja")
    assert "redan taget" in first.texts[-1]
    with pytest.raises(NoLongerRinging):
        act(county, answer_in_browser, attempt.id, by=doctor_of(county, attempt))
    assert_they_talk(county, contact, second)


@SLOW
def test_who_is_rung_once_more_by_us_says_yes_in_that_call(county):
    contact, first, _second = never_lifted(county)
    for phone in contact.consultants[1:]:
        phone.declines()
    assert first.rings
    old = contact.attempt(1)
    act(county, answer_in_browser, old.id, by=doctor_of(county, old))
    assert contact.status() is RequestStatus.JOINING
    first.answers()
    first.presses("1")
    assert_they_talk(county, contact, first)
    calls = [one for one in contact.view.responder_attempts if one.number == first.number]
    assert len(calls) == 2


@SLOW
def test_a_late_digit_of_the_call_that_broke_changes_nothing(county):
    contact, first, second = broken(county)
    old = contact.attempt(1)
    record_answer(
        county.fresh_session(),
        old.id,
        Pressed("2"),
        directory=county.directory,
        at=county.clock(),
    )
    first.writes("ja")
    is_taken_anew(county, contact, first, second)
