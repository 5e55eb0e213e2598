"""Påminnelser: nobody answered, nobody has said how it went – and whoever should know does."""

from datetime import datetime

import pytest
from sqlalchemy import select

from app.actions.outcome.record_outcome import NewOutcome, record_outcome
from models.tables.accounts import AccountRole
from models.tables.contacts import AttemptRow, CareRequestRow
from models.tables.notices import NoticeKind, NoticeRow
from routing.lifecycle import RequestEvent, RequestStatus
from routing.outcome import ResultAfter
from tests.at_once import at_once
from tests.stories.counties import STOCKHOLM
from tests.stories.told import let_pass, page_of, told

pytestmark = pytest.mark.slow

UNANSWERED, TOLD = NoticeKind.UNANSWERED, NoticeKind.REQUESTER_TOLD
REMINDER, LIST = NoticeKind.OUTCOME_REMINDER, NoticeKind.OUTCOME_LIST
MINUTE, HOUR = 60, 3600


def talked(county):
    """A contact that the GP and the first consultant have talked about; the consultant."""
    contact = county.ask()
    county.gp_phone.answers()
    doctor = contact.consultant(1)
    doctor.answers()
    doctor.presses("1")
    county.advance(seconds=20)
    person_id = contact.view.accepted.person_id
    someone = county.account(f"lakare.{person_id}", AccountRole.SPECIALIST, person=person_id)
    county.gp_phone.hangs_up()
    county.advance(seconds=5)
    assert contact.view.ended_at is not None
    return contact, someone


def says(county, contact, actor, result=ResultAfter.HANDLED):
    record_outcome(
        county.fresh_session(), contact.id, NewOutcome(result=result), by=actor, at=county.clock()
    )


def at(county, text):
    """Turn the clock to a later moment, Stockholm time, and let the jobs look."""
    county.clock.at = datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)
    county.worker.remind()


def nobody_answers(county, contact):
    for doctor in contact.consultants:
        if doctor.rings:
            doctor.declines()
    county.advance(seconds=5)


# --- Nobody answered ------------------------------------------------------------------------------
def test_each_unit_that_was_rung_has_it_on_its_list_and_is_told_the_same_moment(county):
    contact = county.ask()
    county.gp_phone.answers()
    nobody_answers(county, contact)
    assert contact.status() is RequestStatus.EXHAUSTED
    units = {one.unit_id for one in contact.view.responder_attempts}
    notices = told(county, UNANSWERED)
    assert {one.to for one in notices} == units
    exhausted = next(one for one in contact.log if one.event is RequestEvent.EXHAUSTED)
    assert {one.at for one in notices} == {exhausted.at}
    assert all(contact.view.case_code in one.subject for one in notices)
    assert told(county, TOLD) == []  # they were told on the line
    assert RequestEvent.REQUESTER_TOLD in contact.events


def hangs_up_unseen(county, contact):
    """The requester's call is over, and the contact goes on: as when a colleague calls back."""
    session = county.fresh_session()
    leg = session.get_one(AttemptRow, contact.view.attempts[0].id)
    leg.ended_at = county.clock()
    session.commit()
    county.exchange.hang_up(county.gp_phone.number)


def calls_to_the_gp(county):
    return [one for one in county.exchange.calls() if one.to == county.gp_phone.number]


def test_a_requester_who_is_not_on_the_line_is_rung_up_once_and_told_in_writing(county):
    contact = county.ask()
    county.gp_phone.answers()
    hangs_up_unseen(county, contact)
    nobody_answers(county, contact)
    assert contact.status() is RequestStatus.EXHAUSTED
    (notice,) = told(county, TOLD)
    assert notice.to == county.gp.account_id
    assert contact.view.case_code in notice.subject
    assert "Numret är" in notice.body
    assert RequestEvent.REQUESTER_TOLD not in contact.events

    assert county.gp_phone.rings
    county.gp_phone.answers()
    county.advance(seconds=10)
    assert contact.events.count(RequestEvent.REQUESTER_TOLD) == 1
    let_pass(county, seconds=20 * MINUTE, step=MINUTE)
    assert len(calls_to_the_gp(county)) == 2


def test_who_has_read_the_notice_is_not_rung_again(county):
    contact = county.ask()
    county.gp_phone.answers()
    hangs_up_unseen(county, contact)
    nobody_answers(county, contact)
    county.gp_phone.declines()
    notice = county.fresh_session().scalars(select(NoticeRow).where(NoticeRow.kind == TOLD)).one()
    assert "Numret är" in page_of(county, county.gp, f"/inkorg/{notice.id}")
    assert contact.events.count(RequestEvent.REQUESTER_TOLD) == 1
    let_pass(county, seconds=20 * MINUTE, step=MINUTE)
    assert len(calls_to_the_gp(county)) == 2


# --- Nobody has said how it went ------------------------------------------------------------------
def test_each_side_is_reminded_once_half_an_hour_after_the_talk(county):
    contact, doctor = talked(county)
    let_pass(county, seconds=29 * MINUTE, step=5 * MINUTE)
    assert told(county, REMINDER) == []
    let_pass(county, seconds=3 * HOUR, step=10 * MINUTE)
    notices = told(county, REMINDER)
    assert {one.to for one in notices} == {county.gp.account_id, doctor.person_id}
    assert len(notices) == 2
    assert all(contact.view.case_code in one.subject for one in notices)
    assert all("Vi påminner bara den här gången." in one.body for one in notices)
    assert len(calls_to_the_gp(county)) == 1  # never by a call


def test_whoever_has_said_it_is_not_asked(county):
    contact, doctor = talked(county)
    says(county, contact, county.gp)
    let_pass(county, seconds=HOUR, step=10 * MINUTE)
    assert [one.to for one in told(county, REMINDER)] == [doctor.person_id]


def test_nobody_is_reminded_at_night(county_at):
    county = county_at(datetime(2026, 11, 23, 16, 50, tzinfo=STOCKHOLM))
    talked(county)
    for moment in ("2026-11-23T21:00", "2026-11-23T23:30", "2026-11-24T06:59"):
        at(county, moment)
        assert told(county, REMINDER, LIST) == [], moment
    at(county, "2026-11-24T07:00")
    assert len(told(county, REMINDER)) == 2


def test_then_there_is_a_list_each_morning_until_it_is_said(county):
    contact, doctor = talked(county)
    at(county, "2026-11-23T11:00")
    at(county, "2026-11-23T20:00")
    assert told(county, LIST) == []
    at(county, "2026-11-24T07:29")
    assert told(county, LIST) == []
    at(county, "2026-11-24T07:30")
    at(county, "2026-11-24T09:00")
    first = told(county, LIST)
    assert {one.to for one in first} == {county.gp.account_id, doctor.person_id}
    assert {one.subject for one in first} == {"1 ärende väntar på utfall"}

    says(county, contact, county.gp)
    at(county, "2026-11-25T08:15")  # the worker was down at half past seven
    assert [one.to for one in told(county, LIST)[2:]] == [doctor.person_id]
    assert len(told(county, REMINDER)) == 2
    at(county, "2026-12-20T08:00")  # what is so old is asked no more
    assert len(told(county, LIST)) == 3


def test_who_was_reminded_just_now_is_not_told_the_same_again(county):
    contact, _doctor = talked(county)
    session = county.fresh_session()
    row = session.get_one(CareRequestRow, contact.id)
    row.ended_at = datetime(2026, 11, 23, 20, 45, tzinfo=STOCKHOLM)  # they talked for long
    session.commit()
    at(county, "2026-11-24T07:00")
    at(county, "2026-11-24T07:30")
    at(county, "2026-11-24T12:00")
    assert len(told(county, REMINDER)) == 2
    assert told(county, LIST) == []
    at(county, "2026-11-25T07:30")
    assert len(told(county, LIST)) == 2


@pytest.mark.postgresql
def test_two_workers_remind_once(county):
    talked(county)
    county.advance(seconds=31 * MINUTE)
    at_once(*[county.worker.remind] * 3)
    assert len(told(county, REMINDER)) == 2
