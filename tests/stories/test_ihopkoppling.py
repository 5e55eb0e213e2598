"""Ett svar gäller när de två är ihopkopplade: every leg is cut at every moment between a yes and a
talk, and what was promised still takes place."""

from datetime import timedelta

import pytest

from app.actions.answer_by_text import IncomingText, answer_by_text
from app.actions.answer_in_browser import answer_in_browser
from app.actions.ask_third_party import ThirdParty, ask_third_party
from app.actions.call_back_due import search_on
from app.actions.cancel_request import cancel_request
from app.actions.errors import TalkIsOver
from app.phone_lab.faults import WebhookFaults
from app.statistics.exports import TABLES
from models.contacts import load_unanswered
from models.notices import NoticeKind, NoticeRow
from routing.lifecycle import AttemptState, RequestEvent, RequestStatus
from routing.outcome import Side
from routing.types import ContactPath, Hunting
from tests.stories.hunting_rules import act, anywhere, digit_webhook, doctor_of, edit_matrix

SLOW = pytest.mark.slow
BROKEN_WITHIN, UNLIFTED_WITHIN = 5, 25
MOMENTS = (0, 0.5, 1, 2, 3, 4, 6, 10)


def hunted(county, **more):
    contact = county.ask(**more)
    county.gp_phone.answers()
    return contact


def said_yes(county, contact, order=1):
    """The consultant presses 1 this very moment."""
    phone = contact.consultant(order)
    county.exchange.answer(phone.number)
    county.advance(seconds=5)
    county.exchange.press(phone.number, "1")
    county.settle()
    return phone


def cut(county, phone):
    """The line breaks: no word is said, and no key is pressed."""
    county.exchange.hang_up(phone.number)
    county.settle()


def row_of(county, contact):
    today = county.clock().date()
    session, directory = county.fresh_session(), county.directory
    rows = TABLES["kontakter"].rows(session, directory, from_on=today, to_on=today)
    return next(row for row in rows if row["contact_id"] == contact.id)


def notices_to(county, person_id):
    session = county.fresh_session()
    rows = session.query(NoticeRow).filter_by(person_id=person_id, kind=NoticeKind.NOT_JOINED)
    return rows.count()


def assert_they_talk(county, contact, phone):
    assert county.advance_until(lambda: phone.talks_with(county.gp_phone), at_most_seconds=15), (
        contact.events
    )
    county.advance(seconds=1)
    assert contact.status() is RequestStatus.ANSWERED
    assert contact.events.count(RequestEvent.CONNECTED) == 1


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


# -- röstbrevlådor -------------------------------------------------------------------------------
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


# -- reservnumret ---------------------------------------------------------------------------------
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


# -- reports in any order --------------------------------------------------------------------------
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


# -- the page --------------------------------------------------------------------------------------
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


# -- call-back -------------------------------------------------------------------------------------
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


# -- third party -----------------------------------------------------------------------------------
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
