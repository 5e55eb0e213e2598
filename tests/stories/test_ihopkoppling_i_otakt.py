"""Rapporter i otakt, röstbrevlådor, reservnumret: what is told late, or never, before a talk."""

from datetime import timedelta

import pytest

from app.actions.contact.cancel_request import cancel_request
from app.phone_lab.faults import WebhookFaults
from routing.lifecycle import RequestEvent, RequestStatus
from routing.outcome import Side
from routing.types import ContactPath
from tests.stories.hunting_rules import digit_webhook
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


@pytest.mark.parametrize(
    ("path", "within"),
    [(ContactPath.HALVAKUT, 20), pytest.param(ContactPath.AKUT, 12, marks=SLOW)],
)
def test_from_a_voicemail_box_that_picks_up_to_the_next_ring(county, path, within):
    contact = hunted(
        county, path=path, specialty="kirurgi" if path is ContactPath.AKUT else "kardiologi"
    )
    first = contact.consultant(1)
    county.exchange.answer(first.number)
    county.settle()
    calls = len(contact.view.responder_attempts)
    county.advance(seconds=within - 5)
    assert len(contact.view.responder_attempts) == calls  # a person has time to hear and to press
    assert county.advance_until(
        lambda: any(one.rings for one in contact.consultants), at_most_seconds=5
    )


@SLOW
def test_whoever_listens_for_long_may_still_say_yes_and_the_next_falls_silent(county):
    contact = hunted(county)
    first, second = contact.consultants[:2]
    first.answers()
    assert county.advance_until(lambda: second.rings, at_most_seconds=20)
    first.presses("1")
    assert not second.rings
    assert_they_talk(county, contact, first)


@SLOW
def test_the_search_does_not_end_while_somebody_hears_the_question(county):
    contact = hunted(county)
    for phone in contact.consultants[:-1]:
        phone.declines()
    last = contact.consultants[-1]
    last.answers()
    county.advance(seconds=25)
    assert contact.status() is RequestStatus.HUNTING
    last.presses("1")
    assert_they_talk(county, contact, last)


@SLOW
def test_being_put_through_to_the_fallback_stands_in_the_log_once(county):
    contact = hunted(county)
    for phone in contact.consultants:
        phone.declines()
    county.advance(seconds=10)
    county.gp_phone.presses("1")
    (dialled,) = [one for one in contact.log if one.event is RequestEvent.FALLBACK_DIALLED]
    own = next(one for one in contact.view.attempts if one.side is Side.REQUESTER)
    assert dialled.attempt_id == own.id


@SLOW
@pytest.mark.parametrize("delay", [0.5, 1.5, 8, 40])
def test_a_short_talk_whose_reports_come_late_is_a_talk(county, delay):
    contact = hunted(county)
    first = said_yes(county, contact)
    county.exchange.webhook_faults = WebhookFaults(delay_seconds=delay)
    assert county.advance_until(lambda: first.talks_with(county.gp_phone), at_most_seconds=15)
    county.advance(seconds=3)
    cut(county, county.gp_phone)
    county.advance(seconds=60 + delay)
    assert contact.status() is RequestStatus.ANSWERED
    assert contact.view.ended_at is not None
    assert contact.events.count(RequestEvent.CONNECTED) == 1
    assert row_of(county, contact)["connected"] == 1
    assert row_of(county, contact)["answered"] == 1


@SLOW
@pytest.mark.parametrize("seed", range(6))
def test_reports_in_any_order_and_twice_leave_one_truth(county, seed):
    contact = hunted(county)
    first = contact.consultant(1)
    county.exchange.webhook_faults = WebhookFaults(copies=2, shuffle=seed, spread_seconds=4)
    said_yes(county, contact)
    county.advance_until(lambda: first.talks_with(county.gp_phone), at_most_seconds=15)
    county.advance(seconds=4)
    cut(county, first)
    county.advance(seconds=120)
    assert contact.status() is RequestStatus.ANSWERED
    assert contact.events.count(RequestEvent.CONNECTED) == 1
    assert not any(phone.rings for phone in contact.consultants)
    assert contact.view.ended_at is not None


@SLOW
def test_a_provider_that_says_nothing_is_waited_for_no_longer_than_the_deadline(county):
    contact = hunted(county)
    second = contact.consultant(2)
    county.exchange.answer(contact.consultant(1).number)
    county.settle()
    county.exchange.webhook_faults = WebhookFaults(delay_seconds=3600)
    attempt = contact.attempt(1)
    assert "Conference" in digit_webhook(county, attempt.id, "1")
    assert contact.status() is RequestStatus.JOINING
    assert county.advance_until(lambda: second.rings, at_most_seconds=UNLIFTED_WITHIN)
    assert "Conference" in digit_webhook(county, attempt.id, "1")  # the same digit, late
    assert contact.status() is RequestStatus.JOINING


@SLOW
def test_nobody_looks_for_a_minute_and_then_the_search_goes_on_at_once(county):
    contact = hunted(county)
    first, second = contact.consultants[:2]
    said_yes(county, contact)
    county.exchange.hang_up(first.number)
    county.exchange.run_due()  # the report comes, and no worker lives
    county.clock.at += timedelta(minutes=1)
    county.advance(seconds=BROKEN_WITHIN)
    assert second.rings


@SLOW
def test_two_webhooks_of_one_yes_are_one(county):
    contact = hunted(county)
    first = said_yes(county, contact)
    attempt = contact.attempt(1)
    for _again in range(3):
        assert "Conference" in digit_webhook(county, attempt.id, "1")
    assert contact.events.count(RequestEvent.ACCEPTED) == 1
    assert_they_talk(county, contact, first)
    assert "Conference" in digit_webhook(county, attempt.id, "1")
    assert contact.events.count(RequestEvent.ACCEPTED) == 1


@SLOW
def test_cancelled_on_the_page_while_they_are_joined(county):
    contact = hunted(county)
    first = said_yes(county, contact)
    cancel_request(county.fresh_session(), contact.id, by=county.gp, at=county.clock())
    county.settle()
    county.advance(seconds=15)
    assert contact.status() is RequestStatus.CANCELLED
    assert "behövs inte längre" in first.heard
    for phone in (first, county.gp_phone):
        assert county.exchange.current_call(phone.number) is None
