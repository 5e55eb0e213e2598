"""Reservnumrets ben: nobody answered, and the caller is put through to the fallback.

The line is cut at every moment; they have the number all the same, and the log says no more than is
known."""

import pytest
from twilio.request_validator import RequestValidator

from app.phone_lab.faults import WebhookFaults
from app.phone_lab.types import MANUAL, Behaviour, BehaviourKind
from models.reads.unanswered import load_unanswered
from models.tables.accounts import AccountRole
from models.tables.notices import NoticeKind
from notifications import callbacks as paths
from notifications.callbacks import Callbacks
from routing.lifecycle import RequestEvent, RequestStatus
from routing.outcome import Side
from tests.stories.county import PUBLIC_URL
from tests.stories.joining import SLOW, cut, hunted, row_of
from tests.stories.ringing_in import LANDLINE, pin_of_gp, reach, rings_in
from tests.stories.told import page_of, told

PICKED_UP, IN_VAIN = RequestEvent.FALLBACK_ANSWERED, RequestEvent.FALLBACK_UNANSWERED


def in_vain(county, contact):
    for phone in contact.consultants:
        phone.declines()
    assert contact.status() is RequestStatus.EXHAUSTED
    return contact


def called(county):
    """Rung up by us."""
    return in_vain(county, hunted(county)), county.gp_phone


def calling(county):
    """Rings in, from a phone we do not know."""
    phone = rings_in(county, LANDLINE)
    pin = pin_of_gp(county)
    phone.presses(f"{pin.caller_code}{pin.pin}#")
    return in_vain(county, reach(county, phone)), phone


WAYS = [called, pytest.param(calling, marks=SLOW)]


def fallback_phone(county, contact):
    return county.phone(contact.view.plan.fallback.number)


def put_through(county, way):
    """Nobody answered, the caller has heard it and pressed 1: the fallback's phone rings."""
    contact, phone = way(county)
    other = fallback_phone(county, contact)
    county.exchange.set_behaviour(other.number, MANUAL)
    county.advance(seconds=8)
    phone.presses("1")
    assert county.advance_until(lambda: other.rings, at_most_seconds=10)
    return contact, phone, other


def how_it_ended(contact):
    return [
        (one.event, one.detail.get("why"))
        for one in contact.log
        if one.event in (PICKED_UP, IN_VAIN)
    ]


def has_number(county, contact, phone, *, written):
    """They have heard it, and where they may not have, it stands in their inbox and on the page."""
    number = "0980-31 92 02"
    assert number in phone.heard or written
    notices = told(county, NoticeKind.REQUESTER_TOLD, account=county.gp.account_id)
    assert len(notices) == written
    if written:
        assert number in notices[0].body


def is_unanswered(county, contact):
    assert contact.status() is RequestStatus.EXHAUSTED
    unit = contact.attempt(1).unit_id
    listed = [one.id for one in load_unanswered(county.fresh_session(), [unit], limit=5)]
    assert listed == [contact.id]
    assert row_of(county, contact)["answered"] == 0


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("ends", "why"),
    [
        (BehaviourKind.BUSY, "upptaget"),
        pytest.param(BehaviourKind.MANUAL, "inget_svar", marks=SLOW),
        pytest.param(BehaviourKind.UNREACHABLE, "gick_inte_fram", marks=SLOW),
    ],
)
def test_the_fallback_does_not_answer(county, way, ends, why):
    contact, phone = way(county)
    other = fallback_phone(county, contact)
    county.exchange.set_behaviour(other.number, Behaviour(ends))
    county.advance(seconds=8)
    phone.presses("1")
    county.advance(seconds=100)
    assert how_it_ended(contact) == [(IN_VAIN, why)]
    assert "svarade inte" in phone.heard
    assert "Samtalet är slut" not in phone.heard
    has_number(county, contact, phone, written=True)
    is_unanswered(county, contact)


@pytest.mark.parametrize("way", WAYS)
def test_the_fallback_picks_up_and_that_is_all_we_know(county, way):
    contact, phone, other = put_through(county, way)
    other.answers()
    assert other.talks_with(phone)
    assert how_it_ended(contact) == [(PICKED_UP, None)]
    county.advance(seconds=60)
    other.hangs_up()
    county.advance(seconds=30)
    assert "Samtalet är slut" in phone.heard
    assert how_it_ended(contact) == [(PICKED_UP, None)]
    has_number(county, contact, phone, written=False)
    is_unanswered(county, contact)  # whether they talked only the two of them know
    name = county.account("chef", AccountRole.SPECIALIST, person=contact.attempt(1).person_id)
    assert "Reservnumrets telefon lyftes" in page_of(county, name, "/obesvarade")


@SLOW
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("seconds", [0, 1, 3])
def test_the_line_breaks_before_it_rings(county, way, seconds):
    contact, phone = way(county)
    other = fallback_phone(county, contact)
    county.exchange.set_behaviour(other.number, MANUAL)
    county.advance(seconds=8)
    county.exchange.press(phone.number, "1")
    county.settle()
    county.advance(seconds=seconds)
    cut(county, phone)
    county.advance(seconds=20)
    assert not other.rings
    assert len(how_it_ended(contact)) == 1
    assert how_it_ended(contact)[0][0] is IN_VAIN
    has_number(county, contact, phone, written=True)
    is_unanswered(county, contact)


@SLOW
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("seconds", [0, 1, 5])
def test_the_line_breaks_while_they_hear_that_nobody_answered(county, way, seconds):
    contact, phone = way(county)
    county.advance_until(lambda: RequestEvent.REQUESTER_TOLD in contact.events, at_most_seconds=15)
    county.advance(seconds=seconds)
    cut(county, phone)
    county.advance(seconds=5)
    has_number(county, contact, phone, written=True)
    is_unanswered(county, contact)
    assert how_it_ended(contact) == []


@SLOW
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("seconds", [0, 3, 20])
def test_the_caller_hangs_up_while_it_rings(county, way, seconds):
    contact, phone, other = put_through(county, way)
    county.advance(seconds=seconds)
    cut(county, phone)
    county.advance(seconds=20)
    assert not other.rings
    assert how_it_ended(contact) == [(IN_VAIN, "lade_pa")]
    has_number(county, contact, phone, written=True)
    is_unanswered(county, contact)


@SLOW
@pytest.mark.parametrize("leaves", ["caller", "fallback"])
@pytest.mark.parametrize("seconds", [0, 1, 10])
def test_the_line_breaks_after_the_fallback_has_picked_up(county, leaves, seconds):
    contact, phone, other = put_through(county, called)
    county.exchange.answer(other.number)
    county.settle()
    county.advance(seconds=seconds)
    cut(county, phone if leaves == "caller" else other)
    county.advance(seconds=30)
    assert how_it_ended(contact) == [(PICKED_UP, None)]
    is_unanswered(county, contact)
    assert county.exchange.current_call(phone.number) is None
    assert county.exchange.current_call(other.number) is None


@SLOW
@pytest.mark.parametrize("answers", [True, False])
@pytest.mark.parametrize("seed", range(2))
def test_reports_that_come_twice_and_in_any_order_leave_one_line(county, answers, seed):
    contact, _phone, other = put_through(county, called)
    county.exchange.webhook_faults = WebhookFaults(copies=3, shuffle=seed, spread_seconds=6)
    if answers:
        other.answers()
        county.advance(seconds=5)
        other.hangs_up()
    else:
        other.declines()
    county.advance(seconds=60)
    assert len(how_it_ended(contact)) == 1
    assert how_it_ended(contact)[0][0] is (PICKED_UP if answers else IN_VAIN)
    is_unanswered(county, contact)


@SLOW
@pytest.mark.parametrize("answers", [True, False])
def test_reports_that_never_come(county, answers):
    """What comes after the call is asked for on the call itself, and says it all the same."""
    contact, _phone, other = put_through(county, called)
    county.exchange.webhook_faults = WebhookFaults(delay_seconds=3600)
    if answers:
        other.answers()
    else:
        other.declines()
    county.advance(seconds=20)
    if answers:
        other.hangs_up()
        county.advance(seconds=10)
    assert how_it_ended(contact) == [(PICKED_UP, None) if answers else (IN_VAIN, "upptaget")]
    county.advance(seconds=3700)  # and here they are
    assert len(how_it_ended(contact)) == 1


@SLOW
def test_nothing_is_ever_told_and_the_log_says_that_it_is_not_known(county):
    contact, phone, other = put_through(county, called)
    county.exchange.webhook_faults = WebhookFaults(delay_seconds=3600)
    other.answers()
    county.advance(seconds=10)
    cut(county, phone)
    county.advance(seconds=150)
    assert how_it_ended(contact) == [(IN_VAIN, "okant")]
    has_number(county, contact, phone, written=True)
    is_unanswered(county, contact)
    county.advance(seconds=3600)  # late: what is known is written after what was not
    assert how_it_ended(contact) == [(IN_VAIN, "okant"), (PICKED_UP, None)]


@SLOW
def test_a_report_of_a_call_that_is_not_theirs_is_refused(county):
    contact, _phone, _other = put_through(county, called)
    own = next(one for one in contact.view.attempts if one.side is Side.REQUESTER)
    url = Callbacks(PUBLIC_URL).of(paths.OTHER_END, attempt_id=own.id)
    form = {
        "CallSid": "CA" + "1" * 32,
        "ParentCallSid": "CA" + "2" * 32,
        "CallStatus": "in-progress",
    }
    signature = RequestValidator(county.exchange.auth_token).compute_signature(url, form)
    answer = county.webhooks("POST", url, form, {"X-Twilio-Signature": signature})
    assert answer.status == 403
    assert how_it_ended(contact) == []
