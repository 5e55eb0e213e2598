"""An examination: each thing that is said of it can be taken back, and its place with it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.actions.radiology.move_booking import MoveBooking, move_booking
from app.actions.undo.errors import ChangedSince, PlaceGone
from models.reads.radiology import load_booking_events
from models.tables.decisions import DecisionRow
from models.tables.notices import NoticeKind, NoticeRow
from models.tables.radiology import BookingRow
from routing.radiology import BookingStatus
from tests.app.actions.radiology.department import ONE, SITE
from tests.app.actions.radiology.test_booking_life import ACTS

# What is asked here is the rule, and no lock.
pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])


def row_of(clinic, booked):
    row = clinic.fresh().get_one(BookingRow, booked.id, populate_existing=True)
    decision = clinic.fresh().get_one(DecisionRow, booked.decision_id, populate_existing=True)
    table = [one.key for one in BookingRow.__table__.columns]
    return {name: getattr(row, name) for name in table} | {
        "decision": (decision.status, decision.ended_at, decision.receiver_id)
    }


@pytest.fixture
def booked(clinic, department):
    return department.book(clinic.answered())


@pytest.fixture
def says(clinic, department, booked):
    def said(name):
        action, who, thing = ACTS[name]
        by = clinic.gp if who == "gp" else department.radiographer
        about = {"by": by, "directory": clinic.holder.current(), "at": clinic.clock()}
        action(clinic.fresh(), thing(booked), **about)
        return by

    return said


@pytest.mark.parametrize("name", ACTS)
def test_each_thing_said_is_taken_back(clinic, hand, booked, says, name):
    before = row_of(clinic, booked)
    log = load_booking_events(clinic.fresh(), booked.id)
    by = says(name)
    assert row_of(clinic, booked) != before
    assert hand.undoes(by)
    assert row_of(clinic, booked) == before
    standing = [
        one for one in load_booking_events(clinic.fresh(), booked.id) if one.taken_back_at is None
    ]
    assert standing == list(log)
    assert hand.undoable(by) == ()


def test_two_acts_are_taken_back_one_after_the_other(clinic, hand, booked, says):
    before = row_of(clinic, booked)
    by = says("performed")
    clinic.clock.at += timedelta(minutes=1)
    says("reported")
    assert len(hand.undoable(by)) == 1  # the last of the same thing
    hand.undoes(by)
    hand.undoes(by)
    assert row_of(clinic, booked) == before


def test_it_is_moved_back_and_the_place_with_it(clinic, hand, department, booked):
    before = row_of(clinic, booked)
    about = {"by": clinic.gp, "directory": clinic.holder.current(), "at": clinic.clock()}
    move_booking(clinic.fresh(), MoveBooking(booked.id, SITE, ONE), **about)
    hand.undoes(clinic.gp)
    assert row_of(clinic, booked) == before


def test_a_place_that_is_anothers_now_is_not_taken_from_them(clinic, hand, department, booked):
    department.set_places(1)
    by = clinic.gp
    action, _who, thing = ACTS["cancelled"]
    about = {"by": by, "directory": clinic.holder.current(), "at": clinic.clock()}
    action(clinic.fresh(), thing(booked), **about)
    department.book(clinic.answered())
    before = row_of(clinic, booked)
    with pytest.raises(PlaceGone):
        hand.undoes(by)
    assert row_of(clinic, booked) == before
    department.set_places(2)
    assert hand.undoes(by)
    assert (row_of(clinic, booked)["status"], row_of(clinic, booked)["place"]) == (
        BookingStatus.BOOKED,
        2,
    )


def test_what_radiology_says_afterwards_stands(clinic, hand, booked, says):
    says("no show")
    by = says("performed")
    first = hand.undoable(by)
    assert [one.act.value for one in first] == ["undersokning_utford"]
    with clinic.sessions() as session:
        session.get_one(BookingRow, booked.id).result_number = "+46846500402"
        session.commit()
        session.get_one(BookingRow, booked.id).status = BookingStatus.REPORTED
        session.commit()
    with pytest.raises(ChangedSince):
        hand.undoes(by)


def test_those_who_were_told_are_told(clinic, hand, booked, says):
    by = says("no show")
    told = clinic.fresh().scalars(
        select(NoticeRow).where(NoticeRow.kind == NoticeKind.RADIOLOGY_CHANGED)
    )
    people = {(one.person_id, one.account_id, one.unit_id) for one in told}
    hand.undoes(by)
    again = clinic.fresh().scalars(select(NoticeRow).where(NoticeRow.kind == NoticeKind.TAKEN_BACK))
    assert {(one.person_id, one.account_id, one.unit_id) for one in again} == people
    assert people
