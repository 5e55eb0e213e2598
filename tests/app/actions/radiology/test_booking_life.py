"""The life of a booking: what radiology has done it can say, and nothing that is said is lost."""

from collections.abc import Callable
from itertools import product

import pytest

from app.actions.radiology.book_examination import Booked
from app.actions.radiology.end_booking import (
    RefuseBooking,
    cancel_booking,
    note_no_show,
    refuse_booking,
)
from app.actions.radiology.give_result import ResultGiven, note_performed, note_result_given
from app.actions.shared.errors import Refused
from models.reads.radiology import load_booking_events
from models.tables.decisions import DecisionRow
from models.tables.radiology import BookingRow
from routing.decisions import DecisionStatus
from routing.radiology import HOLDS_PLACE, BookingEvent, BookingStatus, RadiologyRefusal, ResultTo
from routing.radiology_hours import MOST_PLACES
from tests.lives import explore

# What is asked here is the rule, and no lock.
pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])

WARD_NUMBER = "08-465 004 02"
Acts = dict[str, tuple[Callable[..., object], str, Callable[[Booked], object]]]

ENDS: Acts = {
    "cancelled": (cancel_booking, "gp", lambda one: one.id),
    "no show": (note_no_show, "desk", lambda one: one.id),
    "refused": (
        refuse_booking,
        "desk",
        lambda one: RefuseBooking(one.id, RadiologyRefusal.NO_CAPACITY),
    ),
}
DONE: Acts = {
    "performed": (note_performed, "desk", lambda one: one.id),
    "reported": (note_result_given, "desk", lambda one: ResultGiven(one.id)),
}
ACTS: Acts = {
    **ENDS,
    **DONE,
    "refused otherwise": (
        refuse_booking,
        "desk",
        lambda one: RefuseBooking(one.id, RadiologyRefusal.PRECONDITION, "Kreatinin saknas."),
    ),
    "reported to the ward": (
        note_result_given,
        "desk",
        lambda one: ResultGiven(one.id, ResultTo.WARD, WARD_NUMBER),
    ),
}


@pytest.fixture
def booked(clinic, department):
    return department.book(clinic.answered())


@pytest.fixture
def says(clinic, department):
    """Says one of ``ACTS`` of a booking; what is answered."""

    def said(booked, name):
        action, who, thing = ACTS[name]
        by = clinic.gp if who == "gp" else department.radiographer
        about = {"by": by, "directory": clinic.holder.current(), "at": clinic.clock()}
        return action(clinic.fresh(), thing(booked), **about)

    return said


@pytest.fixture
def act(says, booked):
    """Says one of ``ACTS`` of the booking."""
    return lambda name: says(booked, name)


def decision_of(clinic, booked):
    return clinic.fresh().get_one(DecisionRow, booked.decision_id, populate_existing=True).status


@pytest.mark.parametrize(("ends", "done"), list(product(ENDS, DONE)))
def test_a_patient_who_came_late_can_be_said_to_have_come(
    clinic, department, booked, act, ends, done
):
    act(ends)
    told = len(department.told())
    assert act(done)
    assert not act(done)
    row = clinic.fresh().get_one(BookingRow, booked.id, populate_existing=True)
    assert row.status in HOLDS_PLACE
    assert row.place is None  # they had one no more, and take nobody's
    assert decision_of(clinic, booked) is DecisionStatus.DONE
    assert len(department.told()) > told  # those who had heard that they did not come
    if done == "performed":
        assert row.ended_at is None
        assert act("reported")


def test_done_pressed_after_the_result_is_true_and_changes_nothing(clinic, act):
    act("reported")
    before = clinic.everything()
    assert not act("performed")
    assert clinic.everything() == before


def test_the_result_is_given_to_somebody_else_too(department, booked, act, clinic):
    act("reported")
    assert act("reported to the ward")
    assert not act("reported to the ward")
    booking = department.booking(booked)
    assert (booking.result_to, booking.result_number) == (ResultTo.WARD, "+46846500402")
    written = [one.event for one in load_booking_events(clinic.fresh(), booked.id)]
    assert written.count(BookingEvent.REPORTED) == 2


def test_another_reason_for_a_no_holds_and_is_told(department, booked, act):
    act("refused")
    told = len(department.told())
    act("refused otherwise")
    booking = department.booking(booked)
    assert booking.refusal is RadiologyRefusal.PRECONDITION
    assert len(department.told()) > told
    told = len(department.told())
    act("refused otherwise")
    assert len(department.told()) == told


@pytest.mark.slow
def test_every_life_of_a_booking(clinic, department, says):
    """Six acts deep: a place is held once, the decision says the same, what is refused changes
    nothing, and what is said again neither."""
    ticket = clinic.answered()
    department.set_places(MOST_PLACES)

    def looks(booked):
        row = clinic.fresh().get_one(BookingRow, booked.id, populate_existing=True)
        return (row.status, row.refusal, row.result_to, decision_of(clinic, booked)), row.place

    def take(state, name):
        path, _known = state
        booked = department.book(ticket)
        for one in path:
            says(booked, one)
        try:
            before = clinic.everything()
            answer = says(booked, name)
        except Refused:
            assert clinic.everything() == before, (*path, name)
            gives_place_back(booked)
            return None
        after = looks(booked)
        if answer is False:
            assert clinic.everything() == before, (*path, name)
        check(after, (*path, name))
        written = clinic.everything()
        assert not says(booked, name), (*path, name)
        assert clinic.everything() == written, f"{(*path, name)} twice"
        gives_place_back(booked)
        return (*path, name), after[0]

    def gives_place_back(booked):
        """Its place is another one's now."""
        session = clinic.fresh()
        session.get_one(BookingRow, booked.id).place = None
        session.commit()

    steps = list(explore(((), None), ACTS, take, depth=6, key=lambda state: state[1]))
    assert len({step.after[1] for step in steps if step.after}) > 10


def check(looks, path):
    (status, _refusal, _result_to, decision), place = looks
    if status is BookingStatus.BOOKED:
        assert place is not None, path
    if status not in HOLDS_PLACE:
        assert place is None, path
    done = status in (BookingStatus.PERFORMED, BookingStatus.REPORTED)
    fell = DecisionStatus.DONE if done else DecisionStatus.FELL_THROUGH
    assert decision is (DecisionStatus.DECIDED if status is BookingStatus.BOOKED else fell), path
