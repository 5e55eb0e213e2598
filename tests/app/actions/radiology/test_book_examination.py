"""An examination is booked from the contact: a place, a decision, and radiology told."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.actions.decisions.errors import DoctorDecides
from app.actions.radiology.errors import (
    HourHasPassed,
    HourIsFull,
    MissingResultNumber,
    NoPlacesThen,
    PreconditionsUnmet,
    UnknownExamination,
    UnknownSite,
)
from app.actions.shared.errors import (
    BadNumber,
    IdempotencyConflict,
    NotYours,
    PatientIdentityInText,
    TooEarly,
    UnknownContact,
)
from models.reads.radiology import load_booking_events, load_bookings_of
from models.tables.accounts import AccountRole
from models.tables.contacts import CareRequestRow
from models.tables.decisions import DecisionRow
from models.tables.radiology import BookingRow, ExaminationRow
from routing.decisions import DecisionKind, DecisionStatus
from routing.outcome import Side
from routing.preconditions import Severity
from routing.radiology import BookingEvent, BookingStatus, ResultTo
from tests.app.actions.radiology.department import (
    HEAD_ANSWERS,
    NOON,
    ONE,
    OTHER_SITE,
    SITE,
    TODAY,
)
from tests.at_once import at_once
from tests.clinic import GP_NUMBER
from tests.opened import opened

pytestmark = pytest.mark.slow

KEY = "knapp-1"
EMBOLISM = {
    "stabil": "ja",
    "wells": "6",
    "egfr": "80",
    "provdatum": "2026-11-20",
    "kontrastallergi": "nej",
    "metformin": "nej",
    "graviditet": "nej",
    "vikt": "70",
}


def decision_of(clinic, booked):
    return clinic.fresh().get_one(DecisionRow, booked.decision_id, populate_existing=True)


def test_a_place_is_taken_decided_and_radiology_told(clinic, department):
    ticket = clinic.answered()
    booked = department.book(ticket, question="Blödning?")
    booking = department.booking(booked)
    assert (booking.status, booking.starts_at) == (BookingStatus.BOOKED, NOON)
    assert (booking.result_to, booking.result_number) == (ResultTo.REQUESTER, GP_NUMBER)
    assert [one["answer"] for one in booking.answers] == ["nej", "nej", "nej"]
    decision = decision_of(clinic, booked)
    assert (decision.kind, decision.status) == (DecisionKind.RADIOLOGY, DecisionStatus.DECIDED)
    assert (decision.side, decision.receiver_id) == (Side.REQUESTER, SITE)
    assert department.told() == [
        (SITE, f"Bokad undersökning i dag 12:00: ärende {ticket.view.case_code}")
    ]
    (first,) = load_booking_events(clinic.fresh(), booked.id)
    assert first.event is BookingEvent.BOOKED


def test_whoever_answered_may_book_too_and_have_the_result(clinic, department):
    ticket = clinic.answered()
    doctor = clinic.doctor(ticket.view.accepted.person_id)
    booked = department.book(ticket, by=doctor, result_to=ResultTo.RESPONDER)
    booking = department.booking(booked)
    assert booking.booked_by is Side.RESPONDER
    assert booking.result_number == ticket.view.accepted.number


def test_the_same_button_twice_is_the_same_booking(clinic, department):
    ticket = clinic.answered()
    first = department.book(ticket, idempotency_key=KEY)
    again = department.book(ticket, idempotency_key=KEY)
    assert (again.id, again.is_new) == (first.id, False)
    assert len(load_bookings_of(clinic.fresh(), ticket.id)) == 1
    assert len(department.told()) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"starts_at": ONE},
        {"question": "Blödning?"},
        {"result_to": ResultTo.OTHER, "result_number": "070-174 06 11"},
        {"answers": {"graviditet": "nej"}},
        {"examination": "lungrontgen", "answers": {"graviditet": "nej"}},
    ],
)
def test_the_same_button_with_anything_else_is_refused(clinic, department, other):
    """Never answered as if it had been taken."""
    ticket = clinic.answered()
    department.book(ticket, idempotency_key=KEY)
    with pytest.raises(IdempotencyConflict):
        department.book(ticket, idempotency_key=KEY, **other)
    assert len(load_bookings_of(clinic.fresh(), ticket.id)) == 1


def test_one_contact_may_lead_to_two_examinations(clinic, department):
    ticket = clinic.answered()
    department.book(ticket)
    department.book(ticket, examination="lungrontgen", answers={"graviditet": "nej"})
    assert len(load_bookings_of(clinic.fresh(), ticket.id)) == 2


def test_a_full_hour_is_refused_with_what_is_free_instead(clinic, department):
    department.set_places(1)
    department.book(clinic.answered())
    ticket = clinic.answered()
    before = clinic.everything()
    with pytest.raises(HourIsFull) as refused:
        department.book(ticket)
    instead = refused.value.next_hour
    assert instead is not None
    assert (instead.site_id, instead.starts_at) == (SITE, ONE)
    assert refused.value.next_sv == "Nästa lediga: Bild- och funktionsmedicin Mora i dag 13:00."
    assert clinic.everything() == before


@pytest.mark.postgresql
@pytest.mark.parametrize("asking", [2, 6])
def test_the_last_place_goes_to_one_of_those_who_ask_at_once(clinic, department, asking):
    department.set_places(1)
    tickets = [clinic.answered() for _one in range(asking)]

    def booker(ticket):
        def book():
            with clinic.sessions() as session:
                return department.book(ticket, session=session)

        return book

    found = at_once(*map(booker, tickets))
    refused = [one for one in found if isinstance(one, HourIsFull)]
    assert len(refused) == asking - 1, found
    assert all(one.next_hour is not None for one in refused)
    places = clinic.fresh().scalars(select(BookingRow.place)).all()
    assert list(places) == [1]
    assert len(clinic.fresh().scalars(select(DecisionRow)).all()) == 1


@pytest.mark.postgresql
def test_as_many_as_there_are_places_get_one_each(clinic, department):
    department.set_places(3)
    tickets = [clinic.answered() for _one in range(4)]

    def booker(ticket):
        def book():
            with clinic.sessions() as session:
                return department.book(ticket, session=session)

        return book

    found = at_once(*map(booker, tickets))
    assert sum(isinstance(one, HourIsFull) for one in found) == 1
    assert sorted(clinic.fresh().scalars(select(BookingRow.place))) == [1, 2, 3]


@pytest.mark.postgresql
def test_the_same_button_in_two_windows_at_once_is_one_booking(clinic, department):
    ticket = clinic.answered()

    def book():
        with clinic.sessions() as session:
            return department.book(ticket, session=session, idempotency_key=KEY)

    first, second = at_once(book, book)
    assert first.id == second.id
    assert {first.is_new, second.is_new} == {True, False}


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"starts_at": TODAY.replace(hour=9)}, HourHasPassed),
        ({"starts_at": NOON.replace(minute=30)}, NoPlacesThen),
        ({"starts_at": NOON + timedelta(days=2)}, NoPlacesThen),
        ({"site_id": "avesta-rontgen", "starts_at": TODAY.replace(hour=20)}, NoPlacesThen),
        ({"site_id": "ingenstans"}, UnknownSite),
        ({"site_id": "mora-lasarett"}, UnknownSite),
        ({"examination": "hemlig"}, UnknownExamination),
        ({"question": "Gäller 19121212-1212"}, PatientIdentityInText),
        ({"result_to": ResultTo.WARD}, MissingResultNumber),
        ({"result_to": ResultTo.OTHER, "result_number": "växeln"}, BadNumber),
        ({"answers": {}}, PreconditionsUnmet),
        ({"answers": HEAD_ANSWERS | {"stroke": "ja"}}, PreconditionsUnmet),
        ({"request_id": "11111111-1111-4111-8111-111111111111"}, UnknownContact),
    ],
)
def test_what_cannot_be_booked_changes_nothing(clinic, department, more, refusal):
    ticket = clinic.answered()
    before = clinic.everything()
    with pytest.raises(refusal):
        department.book(ticket, **more)
    assert clinic.everything() == before


def test_an_examination_that_is_no_longer_offered_is_not_booked(clinic, department):
    ticket = clinic.answered()
    session = clinic.fresh()
    session.get_one(ExaminationRow, "dt-hjarna").is_active = False
    session.commit()
    try:
        with pytest.raises(UnknownExamination):
            department.book(ticket)
    finally:
        session = clinic.fresh()
        session.get_one(ExaminationRow, "dt-hjarna").is_active = True
        session.commit()


def test_others_may_not_book_nor_while_it_rings_nor_without_a_doctor(clinic, department):
    ticket = clinic.answered()
    stranger = clinic.account(AccountRole.PRIMARVARDSLAKARE)
    with pytest.raises(NotYours):
        department.book(ticket, by=stranger)
    with pytest.raises(TooEarly):
        department.book(clinic.hunt())


def test_a_nurse_does_not_decide_it(clinic, department):
    nurse = clinic.account(AccountRole.KOMMUNSJUKSKOTERSKA, number="+46313900699")
    ticket = clinic.answered()
    session = clinic.fresh()
    session.get_one(CareRequestRow, ticket.id).requester_id = nurse.account_id
    session.commit()
    before = clinic.everything()
    with pytest.raises(DoctorDecides):
        department.book(ticket, by=nurse)
    assert clinic.everything() == before


def test_a_warning_is_confirmed_and_kept_with_its_answer(clinic, department):
    ticket = clinic.answered()
    answers = EMBOLISM | {"egfr": "38", "kontrastallergi": "ja", "metformin": "ja"}
    command = {"examination": "dt-thorax-lungemboli", "answers": answers, "site_id": OTHER_SITE}
    with pytest.raises(PreconditionsUnmet) as refused:
        department.book(ticket, **command)
    assert {one.key: one.severity for one in refused.value.findings} == {
        "egfr": Severity.CONFIRM,
        "kontrastallergi": Severity.PHONE,
        "metforminuppehall": Severity.MISSING,
    }
    command["answers"] = answers | {"metforminuppehall": "ja"}
    confirmed = frozenset({"egfr", "kontrastallergi"})
    booked = department.book(ticket, **command, confirmed=confirmed)
    kept = {one["key"]: one for one in department.booking(booked).answers}
    assert kept["egfr"]["answer"] == "38"
    assert opened(kept["egfr"]["text"]).startswith("38 ml/min/1,73 m² är under gränsen 45.")
    assert kept["wells"]["text"] == ""
    assert kept["metforminuppehall"]["answer"] == "ja"
