"""Operatören tiger: the two talk, and no report of it comes. Nobody is pulled out of a talk."""

import pytest

from app.actions.decisions.add_decision import NewDecision
from app.actions.decisions.decide import Decide, decide_in_contact
from app.actions.shared.errors import NotYetJoined, StillRinging
from app.actions.talk.ask_third_party import ThirdParty, ask_third_party
from app.phone_lab.faults import WebhookFaults
from app.phone_lab.types import Instructions
from routing.decisions import DecisionKind
from routing.lifecycle import AttemptState, RequestEvent, RequestStatus
from tests.stories.hunting_rules import act, digit_webhook
from tests.stories.joining import BROKEN_WITHIN, SLOW, cut, hunted, notices_to, row_of, said_yes

SILENCE = WebhookFaults(delay_seconds=3600)


@pytest.fixture
def silent(county):
    """Somebody says yes, and from then on nothing is reported; they talk all the same."""
    contact = hunted(county)
    phone = contact.consultant(1)
    county.exchange.answer(phone.number)
    county.advance(seconds=5)
    county.exchange.webhook_faults = SILENCE
    county.exchange.press(phone.number, "1")
    assert county.advance_until(lambda: phone.talks_with(county.gp_phone), at_most_seconds=15)
    assert contact.status() is RequestStatus.JOINING
    return contact


def assert_undisturbed(county, contact):
    phone = contact.consultant(1)
    assert phone.talks_with(county.gp_phone)
    assert not any(one.rings for one in contact.consultants)
    assert len(contact.view.responder_attempts) == 1
    assert notices_to(county, contact.attempt(1).person_id) == 0


def test_a_talk_without_reports_is_left_in_peace_and_is_an_answer_after_a_minute(county, silent):
    for _ in range(8):
        county.advance(seconds=5)
        assert_undisturbed(county, silent)
    county.advance(seconds=30)
    assert_undisturbed(county, silent)
    assert silent.status() is RequestStatus.ANSWERED
    (joined,) = [one for one in silent.log if one.event is RequestEvent.CONNECTED]
    assert joined.detail == {"how": "utan_rapport"}
    cut(county, silent.consultant(1))
    county.advance(seconds=3)
    assert silent.view.ended_at is not None
    assert row_of(county, silent)["answered"] == 1


@SLOW
@pytest.mark.parametrize("leaves", ["gp", "consultant"])
@pytest.mark.parametrize("seconds", [1, 30])
def test_a_short_talk_without_reports_is_one_when_it_is_over(county, silent, leaves, seconds):
    county.advance(seconds=seconds)
    cut(county, county.gp_phone if leaves == "gp" else silent.consultant(1))
    county.advance(seconds=BROKEN_WITHIN)
    assert silent.status() is RequestStatus.ANSWERED
    assert silent.view.ended_at is not None
    assert not any(one.rings for one in silent.consultants)


@SLOW
def test_reports_that_come_in_the_end_change_nothing(county, silent):
    county.advance(seconds=70)
    at = silent.view.answered_at
    county.advance(seconds=3600)
    assert silent.events.count(RequestEvent.CONNECTED) == 1
    assert silent.view.answered_at == at


@SLOW
def test_nobody_is_left_and_the_requester_is_not_pulled_out(county):
    """Everybody else has said no, and the only one who said yes talks with them unreported."""
    contact = hunted(county)
    *others, last = contact.consultants
    for phone in others:
        phone.declines()
    county.exchange.answer(last.number)
    county.advance(seconds=5)
    county.exchange.webhook_faults = SILENCE
    county.exchange.press(last.number, "1")
    assert county.advance_until(lambda: last.talks_with(county.gp_phone), at_most_seconds=15)
    for _ in range(15):
        county.advance(seconds=10)
        assert last.talks_with(county.gp_phone)
    assert contact.status() is RequestStatus.ANSWERED


@SLOW
def test_one_who_comes_late_into_the_room_is_not_torn_away_when_nobody_is_left(county):
    """The search went on since the two were seen to wait; then they met, and nobody said so."""
    contact = hunted(county)
    *others, last = contact.consultants
    for phone in others:
        phone.declines()
    county.exchange.answer(last.number)
    county.advance(seconds=2)
    county.exchange.webhook_faults = SILENCE
    answer = digit_webhook(county, contact.attempt(len(others) + 1).id, "1")
    assert county.advance_until(
        lambda: RequestEvent.NOT_JOINED in contact.events, at_most_seconds=25
    )
    sid = county.exchange.current_call(last.number).sid
    county.exchange.redirect_call(sid, Instructions(twiml=answer))  # now it arrives
    assert county.advance_until(lambda: last.talks_with(county.gp_phone), at_most_seconds=15)
    for _ in range(30):
        county.advance(seconds=5)
        assert last.talks_with(county.gp_phone), contact.events
    assert contact.status() is RequestStatus.ANSWERED


@SLOW
def test_when_they_wait_apart_and_nothing_is_reported_the_search_goes_on(county):
    contact = hunted(county)
    first, second = contact.consultants[:2]
    county.exchange.answer(first.number)
    county.advance(seconds=3)
    county.exchange.webhook_faults = SILENCE
    digit_webhook(county, contact.attempt(1).id, "1")  # their line breaks, and nobody says so
    county.exchange.hang_up(first.number)
    assert county.advance_until(lambda: second.rings, at_most_seconds=25)
    assert contact.attempt(1).state is AttemptState.NOT_JOINED


def decides(county, contact):
    new = NewDecision(DecisionKind.ED_OWN_MEANS, idempotency_key="samma")
    return act(county, decide_in_contact, Decide(contact.id, new), by=county.gp)


@SLOW
def test_who_decides_in_a_talk_without_reports_says_that_they_talk(county, silent):
    county.advance(seconds=8)
    made = decides(county, silent)
    assert silent.status() is RequestStatus.ANSWERED
    (joined,) = [one for one in silent.log if one.event is RequestEvent.CONNECTED]
    assert joined.detail == {"how": "en_av_dem_sade_det"}
    assert decides(county, silent).id == made.id
    assert_undisturbed(county, silent)


@SLOW
def test_who_decides_before_the_two_can_talk_hears_what_to_do_and_the_next_press_works(county):
    contact = hunted(county)
    with pytest.raises(StillRinging):
        decides(county, contact)
    said_yes(county, contact)
    with pytest.raises(NotYetJoined):
        decides(county, contact)
    assert contact.status() is RequestStatus.JOINING
    county.advance(seconds=9)
    assert decides(county, contact).is_new


@SLOW
def test_a_third_may_be_asked_in_while_nothing_is_reported(county, silent):
    county.advance(seconds=8)
    act(
        county,
        ask_third_party,
        ThirdParty(silent.id, contact_point_id="mora-rontgen-direkt"),
        by=county.gp,
    )
    assert silent.status() is RequestStatus.ANSWERED
