"""The last place of an hour: two who want it at once, and radiology who takes it away meanwhile."""

from collections import Counter
from typing import Any

import pytest
from sqlalchemy import delete

from app.actions.radiology.change_capacity import ChangeCapacity, change_capacity
from app.actions.radiology.errors import HourIsFull
from app.actions.radiology.move_booking import MoveBooking, move_booking
from models.reads.radiology import load_places
from models.tables.notices import DeliveryRow, NoticeRow
from models.tables.radiology import BookingEventRow, BookingRow
from routing.radiology import Modality
from tests.app.actions.radiology.department import NOON, ONE, SITE, Department
from tests.at_once import at_once
from tests.races.between import COMMIT, Met, meet
from tests.races.talks import a_talk

pytestmark = pytest.mark.slow  # PostgreSQL

HOUR = (SITE, Modality.CT, NOON)

# Between what the hour has and which of its places are taken.
LOOKS_FOR_A_PLACE = r"SELECT booking\.place"
TAKES_IT = r"(INSERT INTO|UPDATE) booking "


def booking(department: Department, ticket: Any, **more: Any):
    """A step that books the hour at noon."""

    def book() -> str:
        with department.clinic.sessions() as session:
            try:
                department.book(ticket, session=session, **more)
            except HourIsFull:
                return "full"
            return "booked"

    return book


def moving(department: Department, booking_id: str, starts_at):
    """A step that moves a booking to another hour of the same site."""

    def move() -> str:
        with department.clinic.sessions() as session:
            try:
                move_booking(
                    session,
                    MoveBooking(booking_id, SITE, starts_at),
                    by=department.clinic.gp,
                    directory=department.clinic.holder.current(),
                    at=department.clinic.clock(),
                )
            except HourIsFull:
                return "full"
            return "moved"

    return move


def closing(department: Department, capacity: int):
    """A step by which radiology says how many places noon has."""

    def change() -> str:
        with department.clinic.sessions() as session:
            change_capacity(
                session,
                ChangeCapacity(SITE, Modality.CT, NOON, capacity),
                by=department.radiographer,
                directory=department.clinic.holder.current(),
                at=department.clinic.clock(),
            )
        return "changed"

    return change


def taken(department: Department) -> int:
    return len(load_places(department.clinic.fresh(), HOUR))


@pytest.mark.parametrize("before", [LOOKS_FOR_A_PLACE, TAKES_IT, COMMIT])
def test_the_last_place_is_booked_once(department, before):
    department.set_places(1)
    one, other = (booking(department, a_talk(department.clinic)) for _ in range(2))
    met = meet(department.clinic.engine, one, other, before=before)
    assert met == Met("booked", "full", had_to_wait=True)
    assert taken(department) == 1


@pytest.mark.parametrize("before", [LOOKS_FOR_A_PLACE, TAKES_IT])
def test_a_booking_that_moves_there_and_a_new_one_share_no_place(department, before):
    department.set_places(1)
    there = department.book(a_talk(department.clinic), starts_at=ONE)
    met = meet(
        department.clinic.engine,
        moving(department, there.id, NOON),
        booking(department, a_talk(department.clinic)),
        before=before,
    )
    assert met.both == ("moved", "full")
    assert taken(department) == 1


@pytest.mark.parametrize("before", [LOOKS_FOR_A_PLACE, TAKES_IT])
def test_a_place_taken_away_meanwhile_is_taken_away_before_or_after(department, before):
    department.set_places(1)
    met = meet(
        department.clinic.engine,
        booking(department, a_talk(department.clinic)),
        closing(department, 0),
        before=before,
    )
    assert met == Met("booked", "changed", had_to_wait=True)  # what is booked stays booked


def test_a_place_taken_away_first_is_not_booked(department):
    department.set_places(1)
    department.book(a_talk(department.clinic))
    department.set_places(2)
    met = meet(
        department.clinic.engine,
        closing(department, 1),
        booking(department, a_talk(department.clinic)),
        before=COMMIT,
    )
    assert met == Met("changed", "full", had_to_wait=True)
    assert taken(department) == 1


@pytest.mark.parametrize("before", [LOOKS_FOR_A_PLACE, TAKES_IT, COMMIT])
def test_two_who_change_hours_with_each_other_never_wait_for_each_other(department, before):
    for hour in (NOON, ONE):
        department.set_places(2, hour)
    noon = department.book(a_talk(department.clinic))
    one = department.book(a_talk(department.clinic), starts_at=ONE)
    met = meet(
        department.clinic.engine,
        moving(department, noon.id, ONE),
        moving(department, one.id, NOON),
        before=before,
    )
    assert met.both == ("moved", "moved")


def test_a_place_that_is_given_back_meanwhile_is_free_only_when_it_is(department):
    department.set_places(1)
    leaving = department.book(a_talk(department.clinic))
    met = meet(
        department.clinic.engine,
        moving(department, leaving.id, ONE),
        booking(department, a_talk(department.clinic)),
        before=COMMIT,
    )
    assert met.both == ("moved", "full")
    assert booking(department, a_talk(department.clinic))() == "booked"


@pytest.mark.nightly
@pytest.mark.timeout(600)
def test_two_hundred_times_the_last_place(department):
    department.set_places(1)
    tickets = [a_talk(department.clinic) for _ in range(2)]
    for _ in range(200):
        results = at_once(*(booking(department, ticket) for ticket in tickets))
        assert Counter(map(str, results)) == {"booked": 1, "full": 1}
        session = department.clinic.fresh()
        for table in (DeliveryRow, NoticeRow, BookingEventRow, BookingRow):
            session.execute(delete(table))
        session.commit()
