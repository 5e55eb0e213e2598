"""A no with its reason, and a promise to call back that is kept, broken, or not waited for."""

import pytest

from app.actions.answers.answer_in_browser import Decline, decline_in_browser
from app.actions.call_back.call_back_due import call_back_now, search_on
from app.actions.call_back.errors import NoCallBackHere
from app.actions.call_back.promise_call_back import Promise, promise_call_back
from app.actions.contact.cancel_request import cancel_request
from app.actions.duty.set_away import AwayUntil, set_away
from app.actions.shared.errors import NoLongerRinging, NotYours
from app.phone_lab.types import Behaviour
from models.tables.notices import NoticeKind, NoticeRow
from routing.lifecycle import AttemptState, RequestEvent, RequestStatus
from routing.outcome import DeclineReason
from routing.types import ContactPath, Hunting
from tests.stories.hunting_rules import act, anywhere, doctor_of, edit_matrix

pytestmark = pytest.mark.slow

MINUTES = 60
UNTIL_DUE = 15 * MINUTES - 15  # seconds, from when the GP has been told


@pytest.fixture
def promised(county):
    """A contact whose first consultant has pressed 3."""
    contact = county.ask()
    county.gp_phone.answers()
    doctor = contact.consultant(1)
    doctor.answers()
    county.advance(seconds=3)
    doctor.presses("3")
    county.advance(seconds=20)
    return contact, doctor


def test_after_a_no_the_next_is_rung_while_the_first_is_asked_why(county):
    contact = county.ask()
    county.gp_phone.answers()
    first, second = contact.consultants[:2]
    first.answers()
    county.advance(seconds=3)
    first.presses("2")
    assert second.rings
    assert "Får vi veta varför" in first.heard
    first.presses("2")
    assert contact.attempt(1).decline_reason is DeclineReason.WRONG_SPECIALTY
    told = [one for one in contact.log if one.event is RequestEvent.DECLINE_REASON_GIVEN]
    assert [one.detail for one in told] == [{"reason": "fel_specialitet"}]
    assert second.rings


def test_the_reason_may_be_left_out(county):
    contact = county.ask()
    county.gp_phone.answers()
    first, second = contact.consultants[:2]
    first.answers()
    county.advance(seconds=3)
    first.presses("2")
    first.hangs_up()
    county.advance(seconds=2)
    assert contact.attempt(1).state is AttemptState.DECLINED
    assert contact.attempt(1).decline_reason is None
    assert second.rings


def test_a_no_on_the_page_says_why_in_the_same_tap(county):
    contact = county.ask()
    county.gp_phone.answers()
    attempt = contact.attempt(1)
    said = Decline(attempt.id, DeclineReason.NOT_ON_DUTY)
    act(county, decline_in_browser, said, by=doctor_of(county, attempt))
    assert contact.attempt(1).decline_reason is DeclineReason.NOT_ON_DUTY
    assert contact.consultant(2).rings


def test_a_promise_lets_the_gp_go_and_rings_nobody_else(county, promised):
    contact, doctor = promised
    assert contact.status() is RequestStatus.CALL_BACK_PROMISED
    assert "ringer tillbaka inom 15 minuter" in doctor.heard
    assert "ringer upp dig inom 15 minuter" in county.gp_phone.heard
    assert not contact.consultant(2).rings
    assert county.exchange.talking(county.gp_phone.number, doctor.number) is False
    assert contact.view.ended_at is None  # nothing is over
    assert contact.view.call_back is not None
    notices = county.fresh_session().query(NoticeRow).all()
    told = [one for one in notices if one.kind is NoticeKind.CALL_BACK_PROMISED]
    assert [one.account_id for one in told] == [county.gp.account_id]


def test_a_promise_is_kept_and_the_two_talk(county, promised):
    contact, doctor = promised
    county.advance(seconds=UNTIL_DUE)
    assert doctor.rings
    assert not county.gp_phone.rings  # not before the doctor is there
    doctor.answers()
    assert "Du lovade att ringa tillbaka" in doctor.heard
    county.advance(seconds=3)
    doctor.presses("1")
    assert contact.status() is RequestStatus.JOINING
    assert county.gp_phone.rings
    county.gp_phone.answers()
    county.advance(seconds=3)
    county.gp_phone.presses("1")
    county.advance(seconds=15)
    assert doctor.talks_with(county.gp_phone)
    assert contact.events[-1] is RequestEvent.CONNECTED
    doctor.hangs_up()
    county.advance(seconds=5)
    assert contact.view.ended_at is not None


def test_a_promise_that_is_broken_is_seen_and_the_next_is_rung(county, promised):
    contact, doctor = promised
    county.advance(seconds=UNTIL_DUE)
    assert doctor.rings
    county.advance(seconds=25)
    assert not doctor.rings
    assert contact.consultant(2).rings
    events = contact.events
    broken = events[events.index(RequestEvent.CALL_BACK_DUE) :]
    assert RequestEvent.NO_ANSWER in broken
    second = contact.consultant(2)
    second.answers()
    county.advance(seconds=3)
    second.presses("1")
    assert county.gp_phone.rings  # who let go of the line is rung
    county.gp_phone.answers()
    county.gp_phone.presses("1")
    county.advance(seconds=15)
    assert second.talks_with(county.gp_phone)


def test_the_doctor_is_free_before_the_time(county, promised):
    contact, doctor = promised
    county.advance(seconds=4 * MINUTES)
    someone = doctor_of(county, contact.attempt(1))
    act(county, call_back_now, contact.id, by=someone)
    assert doctor.rings
    act(county, call_back_now, contact.id, by=someone)  # a second tap
    assert len(contact.view.responder_attempts) == 2
    with pytest.raises(NotYours):
        act(county, call_back_now, contact.id, by=county.gp)


def test_the_gp_does_not_wait_and_the_search_goes_on(county, promised):
    contact, doctor = promised
    act(county, search_on, contact.id, by=county.gp)
    assert contact.consultant(2).rings
    assert not doctor.rings
    county.advance(seconds=20 * MINUTES)
    assert doctor.number not in [one.number for one in contact.view.responder_attempts[1:]]


def test_the_gp_cancels_and_nobody_is_rung_when_the_time_comes(county, promised):
    contact, doctor = promised
    cancel_request(county.fresh_session(), contact.id, by=county.gp, at=county.clock())
    county.advance(seconds=16 * MINUTES)
    assert contact.status() is RequestStatus.CANCELLED
    assert not doctor.rings
    assert not contact.consultant(2).rings


def test_the_gp_does_not_answer_twice_and_the_doctor_is_told(county, promised):
    contact, doctor = promised
    county.advance(seconds=UNTIL_DUE)
    doctor.answers()
    county.advance(seconds=3)
    doctor.presses("1")
    assert county.gp_phone.rings
    county.advance(seconds=32)
    assert doctor.heard.count("Vi ringer upp Primärvårdsläkare Mira Exempel") > 1
    assert "Vi söker" not in doctor.heard
    assert county.gp_phone.rings  # once more
    county.advance(seconds=45)
    assert not county.gp_phone.rings
    assert "svarar tyvärr inte" in doctor.heard
    assert contact.status() is RequestStatus.CANCELLED
    assert contact.events.count(RequestEvent.REQUESTER_UNREACHABLE) == 1
    assert contact.view.ended_at is not None
    calls = [one for one in county.exchange.calls() if one.to == county.gp_phone.number]
    assert len(calls) == 3  # the first one, and two for the call-back


def test_the_gps_voicemail_box_is_never_connected(county, promised):
    contact, doctor = promised
    county.exchange.set_behaviour(county.gp_phone.number, Behaviour.voicemail(after_seconds=4))
    county.advance(seconds=UNTIL_DUE)
    doctor.answers()
    county.advance(seconds=3)
    doctor.presses("1")
    county.advance(seconds=200)
    assert RequestEvent.CONNECTED not in contact.events
    assert "svarar tyvärr inte" in doctor.heard


def test_on_the_acute_path_later_is_no(county):
    contact = county.ask("kirurgi", path=ContactPath.AKUT)
    county.gp_phone.answers()
    first = county.phone(contact.attempt(1).number)
    first.answers()
    county.advance(seconds=3)
    assert "Tryck 3" not in first.heard
    attempt = contact.attempt(1)
    with pytest.raises(NoCallBackHere):
        act(county, promise_call_back, Promise(attempt.id, 5), by=doctor_of(county, attempt))
    first.presses("3")
    assert contact.status() is RequestStatus.HUNTING
    assert contact.attempt(1).state is AttemptState.DECLINED
    assert contact.view.all_ringing


def test_a_promise_on_the_page_of_five_minutes(county):
    contact = county.ask()
    county.gp_phone.answers()
    attempt = contact.attempt(1)
    someone = doctor_of(county, attempt)
    act(county, promise_call_back, Promise(attempt.id, 5), by=someone)
    act(county, promise_call_back, Promise(attempt.id, 5), by=someone)  # a second tap
    assert not contact.consultant(1).rings
    assert contact.events.count(RequestEvent.CALL_BACK_PROMISED) == 1
    county.advance(seconds=20)
    assert "inom 5 minuter" in county.gp_phone.heard
    county.advance(seconds=5 * MINUTES - 15)
    assert contact.consultant(1).rings


def test_a_colleague_who_was_first_leaves_nothing_to_promise(county):
    edit_matrix(county, anywhere(Hunting.SIMULTANEOUS))
    contact = county.ask()
    county.gp_phone.answers()
    first, second = contact.attempt(1), contact.attempt(2)
    county.phone(first.number).answers()
    county.advance(seconds=2)
    county.phone(first.number).presses("1")
    with pytest.raises(NoLongerRinging):
        act(county, promise_call_back, Promise(second.id, 5), by=doctor_of(county, second))


def test_a_broken_promise_rings_those_whose_phones_fell_silent_for_it(county):
    edit_matrix(county, anywhere(Hunting.SIMULTANEOUS))
    contact = county.ask()
    county.gp_phone.answers()
    attempt = contact.attempt(1)
    act(county, promise_call_back, Promise(attempt.id, 5), by=doctor_of(county, attempt))
    assert contact.view.all_ringing == ()
    county.advance(seconds=5 * MINUTES + 25)
    ringing = {one.number for one in contact.view.all_ringing}
    assert len(ringing) == 3
    assert attempt.number not in ringing


def test_who_asks_for_peace_after_the_promise_is_not_rung(county, promised):
    contact, doctor = promised
    someone = doctor_of(county, contact.attempt(1))
    until = AwayUntil(county.clock().replace(hour=12))
    act(county, set_away, until, by=someone)
    county.advance(seconds=UNTIL_DUE)
    assert not doctor.rings
    assert contact.consultant(2).rings
