"""De andra benen: the requester who is fetched, and the third party, are cut at every moment."""

import pytest

from app.actions.call_back.call_back_due import search_on
from app.actions.talk.ask_third_party import ThirdParty, ask_third_party
from app.actions.talk.errors import TalkIsOver
from routing.lifecycle import AttemptState, RequestEvent, RequestStatus
from routing.outcome import Side
from tests.stories.hunting_rules import act
from tests.stories.joining import (
    BROKEN_WITHIN,
    MOMENTS,
    SLOW,
    assert_they_talk,
    cut,
    hunted,
    row_of,
    said_yes,
)


@pytest.fixture
def without_requester(county):
    """A search that goes on without the requester on the line, who is rung when somebody says
    yes."""
    contact = hunted(county)
    first = contact.consultant(1)
    first.answers()
    first.presses("3")
    county.advance(seconds=25)
    act(county, search_on, contact.id, by=county.gp)
    return contact


@SLOW
def test_whoever_waits_for_the_requester_breaks_off_and_the_next_is_rung(county, without_requester):
    contact = without_requester
    waits = contact.view.ringing
    phone = county.phone(waits.number)
    phone.answers()
    phone.presses("1")
    county.advance(seconds=3)
    assert county.gp_phone.rings
    assert contact.status() is RequestStatus.JOINING
    cut(county, phone)
    county.advance(seconds=BROKEN_WITHIN)
    assert contact.status() is RequestStatus.HUNTING
    following = county.phone(contact.view.ringing.number)
    county.gp_phone.answers()  # still rung: they wait for the next one
    county.gp_phone.presses("1")
    following.answers()
    following.presses("1")
    assert_they_talk(county, contact, following)


@SLOW
@pytest.mark.parametrize("does", ["never lifts", "lifts and hangs up"])
def test_a_requester_who_cannot_be_fetched_is_no_answer_and_both_know(
    county, without_requester, does
):
    contact = without_requester
    phone = county.phone(contact.view.ringing.number)
    phone.answers()
    phone.presses("1")
    for _call in range(2):
        assert county.advance_until(lambda: county.gp_phone.rings, at_most_seconds=10)
        if does == "never lifts":
            county.advance(seconds=35)
        else:
            county.gp_phone.answers()
            cut(county, county.gp_phone)
        county.advance(seconds=6)
    county.advance(seconds=20)
    assert contact.status() is RequestStatus.CANCELLED
    assert contact.view.answered_at is None
    assert "svarar tyvärr inte" in phone.heard
    assert RequestEvent.CONNECTED not in contact.events
    assert row_of(county, contact)["answered"] == 0


@SLOW
def test_a_fetched_requester_who_says_no_lets_the_waiting_one_go(county, without_requester):
    phone = county.phone(without_requester.view.ringing.number)
    phone.answers()
    phone.presses("1")
    county.advance(seconds=5)
    county.gp_phone.answers()
    county.gp_phone.presses("2")
    county.advance(seconds=15)
    assert without_requester.status() is RequestStatus.CANCELLED
    assert "behövs inte längre" in phone.heard
    assert county.exchange.current_call(phone.number) is None
    assert not county.gp_phone.rings


@SLOW
@pytest.mark.parametrize("seconds", [0, 1, 2, 4])
def test_the_fetched_requesters_line_breaks_after_their_digit(county, without_requester, seconds):
    contact = without_requester
    phone = county.phone(contact.view.ringing.number)
    phone.answers()
    phone.presses("1")
    county.advance(seconds=5)
    county.exchange.answer(county.gp_phone.number)
    county.advance(seconds=3)
    county.exchange.press(county.gp_phone.number, "1")
    county.advance(seconds=seconds)
    was_joined = RequestEvent.CONNECTED in contact.events
    cut(county, county.gp_phone)
    county.advance(seconds=30)
    assert contact.status() is (RequestStatus.ANSWERED if was_joined else RequestStatus.CANCELLED)
    assert county.exchange.current_call(phone.number) is None


@SLOW
@pytest.mark.parametrize("seconds", MOMENTS)
def test_a_third_party_who_breaks_off_has_been_in_the_talk_or_not(county, seconds):
    contact = hunted(county)
    phone = said_yes(county, contact)
    with pytest.raises(TalkIsOver):  # they do not talk yet
        act(county, ask_third_party, radiology(contact), by=county.gp)
    assert_they_talk(county, contact, phone)
    act(county, ask_third_party, radiology(contact), by=county.gp)
    third = county.phone(next(a.number for a in contact.view.attempts if is_third(a)))
    third.answers()
    county.exchange.press(third.number, "1")
    county.advance(seconds=seconds)
    cut(county, third)
    county.advance(seconds=3)
    (attempt,) = [one for one in contact.view.attempts if is_third(one)]
    was_in = attempt.connected_at is not None
    assert (RequestEvent.THIRD_PARTY_JOINED in contact.events) is was_in
    assert attempt.state is (AttemptState.ACCEPTED if was_in else AttemptState.NOT_JOINED)
    assert phone.talks_with(county.gp_phone)
    act(county, ask_third_party, radiology(contact), by=county.gp)  # may be asked again


def radiology(contact):
    return ThirdParty(contact.id, contact_point_id="mora-rontgen-direkt")


def is_third(attempt):
    return attempt.side is Side.THIRD_PARTY
