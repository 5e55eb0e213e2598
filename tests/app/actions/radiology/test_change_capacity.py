"""Radiology changes the places of an hour of its own."""

from datetime import timedelta

import pytest

from app.actions.radiology.change_capacity import ChangeCapacity, change_capacity
from app.actions.radiology.errors import (
    BadCapacity,
    HourHasPassed,
    HourIsFull,
    NoPlacesThen,
    NotThisRadiology,
)
from models.reads.radiology import load_capacity
from routing.radiology import Modality
from routing.radiology_hours import hour_at, offered_days
from tests.app.actions.radiology.department import NOON, SITE, TODAY
from tests.at_once import at_once

CT = Modality.CT


def hour(clinic, starts_at=NOON):
    capacity = load_capacity(clinic.fresh(), offered_days(clinic.clock()))
    return hour_at(capacity, (SITE, CT, starts_at))


def test_a_changed_hour_holds_and_can_be_changed_again(clinic, department):
    assert hour(clinic).capacity == 2
    department.set_places(5)
    assert (hour(clinic).capacity, hour(clinic).is_changed) == (5, True)
    department.set_places(0)
    assert hour(clinic).free == 0


def test_fewer_than_are_taken_keeps_what_is_booked(clinic, department):
    first = department.book(clinic.answered())
    department.book(clinic.answered())
    department.set_places(1)
    assert (hour(clinic).taken, hour(clinic).free) == (2, 0)
    assert department.booking(first).is_booked
    with pytest.raises(HourIsFull):
        department.book(clinic.answered())


def test_the_hour_that_runs_may_be_changed(clinic, department):
    clinic.clock.at += timedelta(minutes=20)
    department.set_places(0, TODAY.replace(hour=10))
    assert hour(clinic, TODAY.replace(hour=10)).capacity == 0


@pytest.mark.parametrize(
    ("number", "starts_at", "refusal"),
    [
        (-1, NOON, BadCapacity),
        (100, NOON, BadCapacity),
        (1, TODAY.replace(hour=8), HourHasPassed),
        (1, NOON.replace(minute=15), NoPlacesThen),
        (1, NOON + timedelta(days=3), NoPlacesThen),
    ],
)
def test_what_no_hour_can_have_changes_nothing(clinic, department, number, starts_at, refusal):
    before = clinic.everything()
    with pytest.raises(refusal):
        department.set_places(number, starts_at)
    assert clinic.everything() == before


def test_only_ones_own_hours(clinic, department):
    before = clinic.everything()
    with pytest.raises(NotThisRadiology):
        change_capacity(
            clinic.fresh(),
            ChangeCapacity("falun-rontgen", CT, NOON, 1),
            by=department.radiographer,
            directory=clinic.directory,
            at=clinic.clock(),
        )
    assert clinic.everything() == before


@pytest.mark.postgresql
def test_two_at_the_same_desk_at_once_are_both_heard(clinic, department):
    directory, at = clinic.directory, clinic.clock()

    def changer(number):
        def change():
            with clinic.sessions() as session:
                change_capacity(
                    session,
                    ChangeCapacity(SITE, CT, NOON, number),
                    by=department.radiographer,
                    directory=directory,
                    at=at,
                )

        return change

    assert at_once(changer(3), changer(4)) == [None, None]
    assert hour(clinic).capacity in (3, 4)
