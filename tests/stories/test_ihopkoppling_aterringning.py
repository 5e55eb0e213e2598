"""Återuppringningens ben: a promise is made, comes due and is kept, and the line is cut at every
moment. The requester is called back or the next in turn is rung: nobody waits for nothing."""

from datetime import timedelta

import pytest

from app.actions.call_back.call_back_due import call_back_now
from models.tables.notices import NoticeKind
from routing.lifecycle import AttemptState, RequestEvent, RequestStatus
from tests.stories.hunting_rules import act, doctor_of
from tests.stories.joining import BROKEN_WITHIN, SLOW, assert_they_talk, cut, hunted, notices_to
from tests.stories.told import told

UNTIL_DUE = 15 * 60
MOMENTS = (0, *(pytest.param(one, marks=SLOW) for one in (1, 4)))


def listens(county):
    contact = hunted(county)
    doctor = contact.consultant(1)
    doctor.answers()
    county.advance(seconds=3)
    return contact, doctor


@pytest.fixture
def due(county):
    """The promise has come due: the doctor's phone rings, and the requester is not on the line."""
    contact, doctor = listens(county)
    doctor.presses("3")
    county.advance(seconds=UNTIL_DUE)
    assert doctor.rings
    assert county.exchange.current_call(county.gp_phone.number) is None
    return contact, doctor


def is_promised(county, contact):
    assert contact.status() is RequestStatus.CALL_BACK_PROMISED
    assert len(told(county, NoticeKind.CALL_BACK_PROMISED, account=county.gp.account_id)) == 1
    assert not contact.consultant(2).rings
    county.advance(seconds=UNTIL_DUE - 60)
    assert county.advance_until(lambda: contact.consultant(1).rings, at_most_seconds=65)


@pytest.mark.parametrize("seconds", MOMENTS)
def test_the_doctors_line_breaks_after_the_promise(county, seconds):
    contact, doctor = listens(county)
    county.exchange.press(doctor.number, "3")
    county.settle()
    county.advance(seconds=seconds)
    cut(county, doctor)
    county.advance(seconds=5)
    is_promised(county, contact)


@SLOW
def test_the_doctors_line_breaks_as_they_press(county):
    contact, doctor = listens(county)
    county.exchange.press(doctor.number, "3")
    county.exchange.hang_up(doctor.number)
    county.settle()
    county.advance(seconds=5)
    if contact.status() is RequestStatus.CALL_BACK_PROMISED:
        is_promised(county, contact)
    else:
        assert contact.consultant(2).rings


@SLOW
@pytest.mark.parametrize("seconds", [0, 1, 5])
def test_the_requesters_line_breaks_while_they_hear_of_the_promise(county, seconds):
    contact, doctor = listens(county)
    county.exchange.press(doctor.number, "3")
    county.settle()
    county.advance(seconds=seconds)
    if county.exchange.current_call(county.gp_phone.number):
        cut(county, county.gp_phone)
    county.advance(seconds=5)
    is_promised(county, contact)


@pytest.mark.parametrize("seconds", MOMENTS)
def test_the_line_breaks_while_the_doctor_is_reminded(county, due, seconds):
    contact, doctor = due
    county.exchange.answer(doctor.number)
    county.settle()
    county.advance(seconds=seconds)
    cut(county, doctor)
    assert county.advance_until(lambda: contact.consultant(2).rings, at_most_seconds=BROKEN_WITHIN)
    assert contact.status() is RequestStatus.HUNTING
    assert not county.gp_phone.rings  # until somebody has said yes


@pytest.mark.parametrize("seconds", MOMENTS)
def test_the_line_breaks_after_the_doctors_yes(county, due, seconds):
    contact, doctor = due
    doctor.answers()
    county.exchange.press(doctor.number, "1")
    county.settle()
    county.advance(seconds=seconds)
    assert county.gp_phone.rings
    cut(county, doctor)
    second = contact.consultant(2)
    assert county.advance_until(lambda: second.rings, at_most_seconds=BROKEN_WITHIN)
    assert notices_to(county, contact.attempt(1).person_id) == 1
    county.gp_phone.answers()  # still rung, and now they wait for the next
    county.gp_phone.presses("1")
    second.answers()
    second.presses("1")
    assert_they_talk(county, contact, second)


@SLOW
@pytest.mark.parametrize("seconds", [0, 3])
def test_the_doctors_line_breaks_while_the_requester_is_asked(county, due, seconds):
    contact, doctor = due
    doctor.answers()
    doctor.presses("1")
    assert county.advance_until(lambda: county.gp_phone.rings, at_most_seconds=5)
    county.exchange.answer(county.gp_phone.number)
    county.settle()
    county.advance(seconds=seconds)
    cut(county, doctor)
    assert county.advance_until(lambda: contact.consultant(2).rings, at_most_seconds=BROKEN_WITHIN)
    county.gp_phone.presses("1")
    county.advance(seconds=2)
    assert county.exchange.current_call(county.gp_phone.number) is not None  # they wait
    contact.consultant(2).answers()
    contact.consultant(2).presses("1")
    assert_they_talk(county, contact, contact.consultant(2))


@SLOW
@pytest.mark.parametrize("seconds", [0, 2, 8])
@pytest.mark.parametrize("who", ["doctor", "requester"])
def test_a_line_breaks_after_the_requester_has_pressed(county, due, who, seconds):
    contact, doctor = due
    doctor.answers()
    doctor.presses("1")
    assert county.advance_until(lambda: county.gp_phone.rings, at_most_seconds=5)
    county.exchange.answer(county.gp_phone.number)
    county.advance(seconds=3)
    county.exchange.press(county.gp_phone.number, "1")
    county.settle()
    county.advance(seconds=seconds)
    was_joined = RequestEvent.CONNECTED in contact.events
    cut(county, doctor if who == "doctor" else county.gp_phone)
    county.advance(seconds=BROKEN_WITHIN)
    if was_joined:
        assert contact.status() is RequestStatus.ANSWERED
        assert contact.view.ended_at is not None
    elif who == "doctor":
        assert contact.consultant(2).rings
        assert contact.status() is RequestStatus.HUNTING
    else:
        assert contact.status() is RequestStatus.CANCELLED
        county.advance(seconds=20)
        assert "behövs inte längre" in doctor.heard
        assert county.exchange.current_call(doctor.number) is None


@SLOW
@pytest.mark.parametrize("seconds", [0, 10])
def test_the_requester_picks_up_and_the_line_breaks_they_are_rung_once_more(county, due, seconds):
    contact, doctor = due
    doctor.answers()
    doctor.presses("1")
    assert county.advance_until(lambda: county.gp_phone.rings, at_most_seconds=5)
    county.exchange.answer(county.gp_phone.number)
    county.settle()
    county.advance(seconds=seconds)
    cut(county, county.gp_phone)
    assert county.advance_until(lambda: county.gp_phone.rings, at_most_seconds=BROKEN_WITHIN)
    assert contact.status() is RequestStatus.JOINING
    county.gp_phone.answers()
    county.gp_phone.presses("1")
    assert_they_talk(county, contact, doctor)


@SLOW
def test_a_no_when_the_time_has_come_rings_the_next(county, due):
    contact, doctor = due
    doctor.answers()
    county.exchange.press(doctor.number, "2")
    county.settle()
    cut(county, doctor)
    assert contact.consultant(2).rings
    assert contact.view.responder_attempts[1].state is AttemptState.DECLINED


@SLOW
def test_ring_now_and_the_line_breaks_after_the_yes(county):
    contact, doctor = listens(county)
    doctor.presses("3")
    county.advance(seconds=60)
    act(county, call_back_now, contact.id, by=doctor_of(county, contact.attempt(1)))
    doctor.answers()
    county.exchange.press(doctor.number, "1")
    county.settle()
    cut(county, doctor)
    assert county.advance_until(lambda: contact.consultant(2).rings, at_most_seconds=BROKEN_WITHIN)


@SLOW
def test_nobody_looks_when_the_time_comes_and_it_is_kept_late(county):
    contact, doctor = listens(county)
    doctor.presses("3")
    county.advance(seconds=20)
    county.clock.at += timedelta(minutes=25)  # no worker lives
    county.advance(seconds=2)
    assert doctor.rings
    assert contact.events.count(RequestEvent.CALL_BACK_DUE) == 1


@SLOW
def test_whoever_promised_and_broke_off_may_say_yes_anew(county, due):
    contact, doctor = due
    doctor.answers()
    doctor.presses("1")
    cut(county, doctor)
    assert county.advance_until(lambda: contact.consultant(2).rings, at_most_seconds=BROKEN_WITHIN)
    doctor.writes("ja")
    assert county.advance_until(lambda: doctor.rings, at_most_seconds=5)
    assert not contact.consultant(2).rings
    doctor.answers()
    doctor.presses("1")
    county.gp_phone.answers()
    county.gp_phone.presses("1")
    assert_they_talk(county, contact, doctor)
