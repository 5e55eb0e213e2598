"""Time that runs backwards holds nobody: a demonstration begun again, a clock that is set right."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.actions.call_back.promise_call_back import Promise, promise_call_back
from app.actions.duty.set_away import AwayUntil, set_away
from app.phone_lab.types import BUSY, MANUAL
from app.scheduler import make_worker
from models.tables.contacts import CareRequestRow
from models.tables.incoming import PinTryRow
from models.tables.outbox import MessageState, OutboxMessageRow
from models.tables.preferences import AwayRow
from routing.lifecycle import AttemptState, RequestStatus
from routing.types import Hunting
from tests.stories.beds import acute_talk, ask_for_bed
from tests.stories.county import Contact, County
from tests.stories.hunting_rules import act, anywhere, doctor_of, edit_matrix

# The longest any phone may ring, and what is waited for the provider's word.
ONE_PHONE = 35

pytestmark = pytest.mark.slow


def goes_back(county: County, by: timedelta) -> None:
    """The clock is set right while everything runs."""
    county.clock.at -= by
    county.settle()


def starts_again(county: County, by: timedelta) -> None:
    """The worker is another: nothing but what is stored is remembered."""
    county.clock.at -= by
    old, config = county.worker, county.app.extensions["kontaktvagar.config"]
    county.worker = make_worker(
        config, county.engine, county.holder, channel=old.dispatcher.channel
    )
    object.__setattr__(county.worker, "posts", old.posts)
    county.settle()


def rung(contact: Contact) -> int:
    return len(contact.view.responder_attempts)


@pytest.mark.parametrize(
    ("happens", "by"),
    [
        (goes_back, timedelta(seconds=45)),
        (goes_back, timedelta(minutes=30)),
        (starts_again, timedelta(minutes=90)),
    ],
)
def test_the_next_is_rung_as_soon_as_if_the_clock_had_gone_on(county, happens, by):
    contact = county.ask()
    county.gp_phone.answers()
    county.advance(seconds=15)
    assert rung(contact) == 1
    happens(county, by)
    assert county.advance_until(lambda: rung(contact) == 2, at_most_seconds=ONE_PHONE)
    assert contact.consultant(2).rings
    everybody = len(contact.view.plan.steps)
    county.advance(seconds=ONE_PHONE * everybody)
    assert contact.status() is RequestStatus.EXHAUSTED
    assert rung(contact) == everybody
    assert county.advance_until(
        lambda: "ingen" in county.gp_phone.heard.lower(), at_most_seconds=ONE_PHONE
    )


def test_the_answer_promise_goes_on_as_it_was(county):
    contact = county.ask()
    county.gp_phone.answers()
    county.advance(seconds=15)
    age = county.clock() - contact.view.created_at
    goes_back(county, timedelta(minutes=30))
    assert timedelta() <= county.clock() - contact.view.created_at <= age


def test_going_back_twice_or_looking_twice_moves_nothing_more(county):
    contact = county.ask()
    county.gp_phone.answers()
    county.advance(seconds=10)
    goes_back(county, timedelta(minutes=30))
    moments = all_moments(county, contact)
    starts_again(county, timedelta())
    assert all_moments(county, contact) == moments
    goes_back(county, timedelta(minutes=10))
    assert county.advance_until(lambda: rung(contact) == 2, at_most_seconds=ONE_PHONE)


def all_moments(county: County, contact: Contact):
    row = county.fresh_session().get_one(CareRequestRow, contact.id)
    attempts = [(one.started_at, one.ended_at) for one in contact.view.attempts]
    return row.created_at, row.check_at, attempts


def test_a_new_round_begins_after_its_pause(county):
    edit_matrix(county, anywhere(Hunting.SEQUENTIAL), rounds=2)
    contact = county.ask()
    phones = contact.consultants
    for phone in phones:
        county.exchange.set_behaviour(phone.number, BUSY)
    county.gp_phone.answers()
    assert county.advance_until(lambda: rung(contact) == len(phones), at_most_seconds=30)
    for phone in phones:
        county.exchange.set_behaviour(phone.number, MANUAL)
    goes_back(county, timedelta(minutes=30))
    assert county.advance_until(lambda: rung(contact) > len(phones), at_most_seconds=20)


def test_a_promised_call_back_comes_no_later_than_it_was_promised(county):
    contact = county.ask()
    county.gp_phone.answers()
    doctor = doctor_of(county, contact.attempt(1))
    phone = contact.consultant(1)
    act(county, promise_call_back, Promise(contact.attempt(1).id, 15), by=doctor)
    county.advance(seconds=20)
    assert contact.status() is RequestStatus.CALL_BACK_PROMISED
    goes_back(county, timedelta(minutes=30))
    county.advance(seconds=15 * 60)
    assert phone.rings


def test_who_has_said_yes_and_waits_does_not_have_the_requester_rung_for_ever(county):
    contact = county.ask()
    county.gp_phone.answers()
    doctor = doctor_of(county, contact.attempt(1))
    phone = contact.consultant(1)
    act(county, promise_call_back, Promise(contact.attempt(1).id, 15), by=doctor)
    county.advance(seconds=15 * 60 - 15)
    assert county.advance_until(lambda: phone.rings, at_most_seconds=30)
    phone.answers()
    county.advance(seconds=3)
    phone.presses("1")
    assert contact.status() is RequestStatus.JOINING
    before = len(contact.view.attempts)
    goes_back(county, timedelta(minutes=30))
    for _time in range(8):
        if county.gp_phone.rings:
            county.gp_phone.declines()
        county.advance(seconds=15)
    assert len(contact.view.attempts) <= before + 2


def test_a_call_the_provider_could_not_take_is_tried_again_at_once(county):
    contact = county.ask()
    session = county.fresh_session()
    message = session.scalars(
        select(OutboxMessageRow).where(OutboxMessageRow.request_id == contact.id)
    ).one()
    message.state, message.tries = MessageState.PENDING, 3
    message.next_attempt_at = county.clock() + timedelta(seconds=4)
    session.commit()
    goes_back(county, timedelta(minutes=30))
    county.advance(seconds=5)
    session = county.fresh_session()
    assert session.get_one(OutboxMessageRow, message.id).state is MessageState.SENT


def test_a_claim_whose_worker_died_is_taken_up_again(county):
    contact = county.ask()
    session = county.fresh_session()
    message = session.scalars(
        select(OutboxMessageRow).where(OutboxMessageRow.request_id == contact.id)
    ).one()
    message.state = MessageState.SENDING
    message.deadline_at = county.clock() + timedelta(seconds=20)
    session.commit()
    starts_again(county, timedelta(minutes=30))
    county.advance(seconds=22)
    session = county.fresh_session()
    assert session.get_one(OutboxMessageRow, message.id).state is MessageState.SENT


def test_the_next_ward_is_asked_and_a_kept_bed_is_kept_until_the_time_that_was_told(county):
    admission = ask_for_bed(county, acute_talk(county))
    first, second = admission.wards[:2]
    assert admission.phone_of(first).rings
    county.advance(seconds=5)
    goes_back(county, timedelta(minutes=30))
    assert county.advance_until(
        lambda: admission.phone_of(second).rings, at_most_seconds=ONE_PHONE + 10
    )
    admission.accepts(second)
    until = admission.until
    goes_back(county, timedelta(minutes=5))
    assert admission.until == until


def test_peace_that_was_asked_for_just_now_holds_at_once(county):
    duty = county.directory.people["mora-kardiologi-2"]
    doctor = county.account("jour.mora", "specialist", person=duty.id)
    until = AwayUntil(county.clock() + timedelta(minutes=45), None)
    act(county, set_away, until, by=doctor)
    goes_back(county, timedelta(minutes=30))
    row = county.fresh_session().scalars(select(AwayRow)).one()
    assert row.starts_at <= county.clock() < row.ends_at
    contact = county.ask()
    county.gp_phone.answers()
    assert not county.phone(duty.number).rings
    assert rung(contact) == 1


def test_who_was_locked_out_waits_no_longer_than_that(county):
    session = county.fresh_session()
    for _try in range(5):
        wrong = PinTryRow(
            at=county.clock(), from_number=None, caller_code="1234", account_id=None, is_right=False
        )
        session.add(wrong)
    session.commit()
    goes_back(county, timedelta(minutes=30))
    moments = county.fresh_session().scalars(select(PinTryRow.at)).all()
    assert max(moments) <= county.clock()


def test_a_talk_that_goes_on_is_left_in_peace(county):
    contact = county.ask()
    county.gp_phone.answers()
    contact.consultant(1).answers()
    county.advance(seconds=2)
    contact.consultant(1).presses("1")
    county.advance(seconds=10)
    goes_back(county, timedelta(minutes=30))
    county.advance(seconds=120)
    assert contact.consultant(1).talks_with(county.gp_phone)
    assert contact.attempt(1).state is AttemptState.ACCEPTED
