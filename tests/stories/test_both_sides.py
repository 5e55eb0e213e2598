"""Both sides of the line: a click instead of a digit, a phone that stays silent, a lost answer."""

import pytest

from app.actions.answers.answer_in_browser import Decline, answer_in_browser, decline_in_browser
from app.phone_lab.types import Behaviour, Outage, OutageMode
from models.tables.accounts import AccountRole
from routing.lifecycle import AttemptState, RequestEvent, RequestStatus

pytestmark = pytest.mark.slow


def clicks(county, contact, action):
    """The doctor whose phone rings clicks in the browser instead."""
    attempt = contact.view.ringing
    doctor = county.account(
        f"specialist.{attempt.step_order}", AccountRole.SPECIALIST, person=attempt.person_id
    )
    action(
        county.fresh_session(),
        attempt.id,
        by=doctor,
        directory=county.directory,
        at=county.clock(),
    )
    county.settle()


def declines_in_browser(session, attempt_id, **more):
    decline_in_browser(session, Decline(attempt_id), **more)


def test_a_click_and_then_the_phone_is_picked_up_by_a_person_and_they_talk(county):
    contact = county.ask()
    county.gp_phone.answers()
    doctor = contact.consultant(1)
    clicks(county, contact, answer_in_browser)
    assert contact.status() is RequestStatus.JOINING
    assert doctor.rings

    doctor.answers()
    county.advance(seconds=3)
    assert not doctor.talks_with(county.gp_phone)  # it may be a voicemail box
    doctor.presses("1")
    county.advance(seconds=10)
    assert doctor.talks_with(county.gp_phone)
    assert RequestEvent.CONNECTED in contact.events


def test_a_click_and_then_the_voicemail_box_picks_up_and_the_gp_never_talks_to_it(county):
    contact = county.ask()
    county.gp_phone.answers()
    doctor = contact.consultant(1)
    county.exchange.set_behaviour(doctor.number, Behaviour.voicemail(after_seconds=4))
    clicks(county, contact, answer_in_browser)
    county.advance(seconds=200)
    assert not doctor.talks_with(county.gp_phone)
    assert RequestEvent.CONNECTED not in contact.events
    assert contact.attempt(1).state is AttemptState.NOT_JOINED
    assert len(contact.view.responder_attempts) > 1  # the search went on


def test_a_click_while_listening_connects_at_once(county):
    contact = county.ask()
    county.gp_phone.answers()
    doctor = contact.consultant(1)
    doctor.answers()
    clicks(county, contact, answer_in_browser)
    county.advance(seconds=10)
    assert doctor.talks_with(county.gp_phone)


def test_a_click_late_in_the_ringing_is_rung_once_more_before_the_search_goes_on(county):
    contact = county.ask()
    county.gp_phone.answers()
    doctor, second = contact.consultants[:2]
    county.advance(seconds=15)
    clicks(county, contact, answer_in_browser)
    county.advance(seconds=8)  # the first call has rung out
    assert doctor.rings
    assert not second.rings
    assert county.advance_until(lambda: second.rings, at_most_seconds=17)
    county.advance(seconds=1)
    assert not doctor.rings
    assert contact.status() is RequestStatus.HUNTING


def test_a_no_in_the_browser_rings_the_next_and_silences_the_first(county):
    contact = county.ask()
    county.gp_phone.answers()
    first, second = contact.consultants[:2]
    clicks(county, contact, declines_in_browser)
    assert not first.rings
    assert second.rings
    assert contact.view.responder_attempts[0].state is AttemptState.DECLINED


def test_the_gp_who_hangs_up_before_the_doctor_picks_up_leaves_nobody_in_an_empty_room(county):
    contact = county.ask()
    county.gp_phone.answers()
    doctor = contact.consultant(1)
    clicks(county, contact, answer_in_browser)
    county.gp_phone.hangs_up()
    county.advance(seconds=3)
    assert not doctor.rings
    assert contact.status() is RequestStatus.CANCELLED


def test_a_provider_that_calls_but_loses_its_answers_rings_nobody_twice(county):
    county.exchange.outage = Outage(status=504, mode=OutageMode.ACCEPTS_BUT_FAILS)
    contact = county.ask()
    county.advance(seconds=5)
    county.exchange.outage = None
    county.advance(seconds=5)
    calls = [one for one in county.exchange.calls() if one.to == county.gp_phone.number]
    assert len(calls) == 1
    county.gp_phone.answers()
    assert contact.consultant(1).rings
