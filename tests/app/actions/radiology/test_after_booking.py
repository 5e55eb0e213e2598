"""What becomes of a booked examination: moved, cancelled, refused, done, its result phoned."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.actions.radiology.end_booking import (
    RefuseBooking,
    cancel_booking,
    note_no_show,
    refuse_booking,
)
from app.actions.radiology.errors import (
    BookingIsOver,
    HourHasPassed,
    HourIsFull,
    MissingResultNumber,
    NotThisRadiology,
    ReasonNeedsWords,
    UnknownBooking,
)
from app.actions.radiology.give_result import ResultGiven, note_performed, note_result_given
from app.actions.radiology.move_booking import MoveBooking, move_booking
from app.actions.shared.errors import NotYours, PatientIdentityInText
from models.reads.radiology import load_booking_events, load_bookings_at
from models.tables.accounts import AccountRole
from models.tables.decisions import DecisionEventRow, DecisionRow
from models.tables.radiology import RadiologyCapacityRow
from routing.decisions import DecisionEvent, DecisionStatus
from routing.radiology import BookingEvent, BookingStatus, RadiologyRefusal, ResultTo
from routing.radiology_hours import offered_days
from seed_directory.loader import DALARNA, load_seed
from tests.app.actions.radiology.department import NOON, ONE, OTHER_SITE, SITE
from tests.at_once import at_once

NO = RadiologyRefusal
TEN_TOMORROW = NOON + timedelta(hours=22)


def act(clinic, action, thing, by):
    return action(
        clinic.fresh(), thing, by=by, directory=clinic.holder.current(), at=clinic.clock()
    )


def decision_status(clinic, booked):
    row = clinic.fresh().get_one(DecisionRow, booked.decision_id, populate_existing=True)
    return row.status


def events(clinic, booked):
    return [one.event for one in load_booking_events(clinic.fresh(), booked.id)]


@pytest.fixture
def ticket(clinic):
    return clinic.answered()


@pytest.fixture
def booked(department, ticket):
    return department.book(ticket)


def test_moved_by_the_requester_the_place_is_free_again_and_radiology_told(
    clinic, department, ticket, booked
):
    department.set_places(1)
    move = MoveBooking(booked.id, SITE, ONE)
    assert act(clinic, move_booking, move, clinic.gp)
    assert not act(clinic, move_booking, move, clinic.gp)
    assert department.booking(booked).starts_at == ONE
    assert events(clinic, booked) == [BookingEvent.BOOKED, BookingEvent.MOVED]
    assert department.told()[1:] == [
        (SITE, f"Undersökning, ärende {ticket.view.case_code}: flyttades")
    ]
    department.book(clinic.answered())  # the only place of the hour it was moved from


def test_moved_to_another_site_both_are_told_and_the_decision_follows(clinic, department, booked):
    act(clinic, move_booking, MoveBooking(booked.id, OTHER_SITE, TEN_TOMORROW), clinic.gp)
    assert [whom for whom, _what in department.told()[1:]] == [OTHER_SITE, SITE]
    row = clinic.fresh().get_one(DecisionRow, booked.decision_id, populate_existing=True)
    assert row.receiver_id == OTHER_SITE


def test_moved_by_radiology_those_who_asked_are_told(clinic, department, ticket):
    doctor = clinic.doctor(ticket.view.accepted.person_id)
    booked = department.book(ticket, by=doctor)
    act(clinic, move_booking, MoveBooking(booked.id, SITE, ONE), department.radiographer)
    assert {whom for whom, _what in department.told()[1:]} == {
        f"konto {clinic.gp.account_id}",
        doctor.person_id,
    }
    there = MoveBooking(booked.id, OTHER_SITE, TEN_TOMORROW)
    with pytest.raises(NotYours):  # another site's hours are not theirs to give away
        act(clinic, move_booking, there, department.radiographer)


def test_a_move_that_cannot_be_made_changes_nothing(clinic, department, booked):
    department.set_places(1, ONE)
    department.book(clinic.answered(), starts_at=ONE)
    before = clinic.everything()
    for starts_at, refusal in (
        (ONE, HourIsFull),
        (NOON - timedelta(hours=3), HourHasPassed),
    ):
        with pytest.raises(refusal):
            act(clinic, move_booking, MoveBooking(booked.id, SITE, starts_at), clinic.gp)
    assert clinic.everything() == before


@pytest.mark.postgresql
def test_two_moved_to_the_last_place_at_once(clinic, department, booked):
    other = department.book(clinic.answered())
    department.set_places(1, ONE)

    def mover(one):
        def move():
            with clinic.sessions() as session:
                return move_booking(
                    session,
                    MoveBooking(one.id, SITE, ONE),
                    by=clinic.gp,
                    directory=clinic.holder.current(),
                    at=clinic.clock(),
                )

        return move

    found = at_once(mover(booked), mover(other))
    assert sum(isinstance(one, HourIsFull) for one in found) == 1, found
    assert found.count(True) == 1
    hours = {department.booking(one).starts_at for one in (booked, other)}
    assert hours == {NOON, ONE}


def test_cancelled_the_decision_falls_through_and_the_place_is_free(clinic, department, booked):
    department.set_places(1)
    assert act(clinic, cancel_booking, booked.id, clinic.gp)
    assert not act(clinic, cancel_booking, booked.id, clinic.gp)
    assert department.booking(booked).status is BookingStatus.CANCELLED
    assert decision_status(clinic, booked) is DecisionStatus.FELL_THROUGH
    assert [whom for whom, _what in department.told()] == [SITE, SITE]
    department.book(clinic.answered())
    with pytest.raises(BookingIsOver):
        act(clinic, move_booking, MoveBooking(booked.id, SITE, ONE), clinic.gp)


def test_refused_both_are_told_at_once_with_what_is_free(clinic, department, ticket):
    doctor = clinic.doctor(ticket.view.accepted.person_id)
    booked = department.book(ticket, by=doctor)
    refusal = RefuseBooking(booked.id, NO.NO_CAPACITY, "Maskinen är trasig.")
    option = act(clinic, refuse_booking, refusal, department.radiographer)
    assert (option.site_id, option.starts_at) == (SITE, ONE)
    assert act(clinic, refuse_booking, refusal, department.radiographer) is None
    kept = department.booking(booked)
    assert (kept.status, kept.refusal) == (BookingStatus.REFUSED, NO.NO_CAPACITY)
    assert kept.refusal_note == "Maskinen är trasig."
    assert decision_status(clinic, booked) is DecisionStatus.FELL_THROUGH
    assert {whom for whom, _what in department.told()[1:]} == {
        f"konto {clinic.gp.account_id}",
        doctor.person_id,
    }
    mail = department.mail("radiology_refused")
    assert "Tiden går inte att hålla." in mail
    assert "Nästa lediga tid är i dag 13:00 hos Bild- och funktionsmedicin Mora." in mail
    assert "Röntgen svarar på 031-390 06 41." in mail
    assert "trasig" not in mail


def test_when_nothing_is_free_that_is_said_with_the_number(clinic, department, booked):
    session = clinic.fresh()
    session.execute(update(RadiologyCapacityRow).values(per_hour=0))
    session.commit()
    try:
        refusal = RefuseBooking(booked.id, NO.PRECONDITION)
        assert act(clinic, refuse_booking, refusal, department.radiographer) is None
        assert "Inget är ledigt i dag eller i morgon." in department.mail("radiology_refused")
    finally:
        load_seed(clinic.fresh(), DALARNA, at=clinic.clock())


def test_only_the_site_itself_answers_for_it(clinic, department, booked):
    elsewhere = clinic.account(AccountRole.VARDPLATSKOORDINATOR, unit=OTHER_SITE)
    before = clinic.everything()
    for by in (elsewhere, clinic.gp):
        for action, thing in (
            (refuse_booking, RefuseBooking(booked.id, NO.NOT_JUSTIFIED)),
            (note_performed, booked.id),
            (note_no_show, booked.id),
            (note_result_given, ResultGiven(booked.id)),
        ):
            with pytest.raises(NotThisRadiology):
                act(clinic, action, thing, by)
    with pytest.raises(NotYours):
        act(clinic, cancel_booking, booked.id, department.radiographer)
    assert clinic.everything() == before


def test_another_reason_needs_words_and_no_identity(clinic, department, booked):
    before = clinic.everything()
    with pytest.raises(ReasonNeedsWords):
        act(clinic, refuse_booking, RefuseBooking(booked.id, NO.OTHER), department.radiographer)
    refusal = RefuseBooking(booked.id, NO.OTHER, "19121212-1212")
    with pytest.raises(PatientIdentityInText):
        act(clinic, refuse_booking, refusal, department.radiographer)
    assert clinic.everything() == before


def test_done_and_then_the_result_is_phoned(clinic, department, booked):
    radiographer = department.radiographer
    assert act(clinic, note_performed, booked.id, radiographer)
    assert not act(clinic, note_performed, booked.id, radiographer)
    assert decision_status(clinic, booked) is DecisionStatus.DONE
    assert department.booking(booked).is_unfinished
    given = ResultGiven(booked.id, ResultTo.WARD, "08-465 004 02")
    assert act(clinic, note_result_given, given, radiographer)
    assert not act(clinic, note_result_given, given, radiographer)
    booking = department.booking(booked)
    assert (booking.status, booking.result_to) == (BookingStatus.REPORTED, ResultTo.WARD)
    assert booking.result_number == "+46846500402"
    assert events(clinic, booked)[1:] == [BookingEvent.PERFORMED, BookingEvent.REPORTED]
    decided = clinic.fresh().scalars(
        select(DecisionEventRow.event).where(DecisionEventRow.decision_id == booked.decision_id)
    )
    assert list(decided) == [DecisionEvent.DECIDED, DecisionEvent.DONE]
    refusal = RefuseBooking(booked.id, NO.NOT_JUSTIFIED)
    with pytest.raises(BookingIsOver):
        act(clinic, refuse_booking, refusal, radiographer)


def test_the_result_is_phoned_as_agreed_unless_said_otherwise(clinic, department, booked):
    other = ResultGiven(booked.id, ResultTo.OTHER)
    with pytest.raises(MissingResultNumber):
        act(clinic, note_result_given, other, department.radiographer)
    act(clinic, note_result_given, ResultGiven(booked.id), department.radiographer)
    booking = department.booking(booked)
    assert (booking.status, booking.result_to) == (BookingStatus.REPORTED, ResultTo.REQUESTER)
    assert decision_status(clinic, booked) is DecisionStatus.DONE


def test_a_patient_who_stays_away_is_told_of(clinic, department, ticket, booked):
    assert act(clinic, note_no_show, booked.id, department.radiographer)
    assert not act(clinic, note_no_show, booked.id, department.radiographer)
    assert decision_status(clinic, booked) is DecisionStatus.FELL_THROUGH
    assert department.told()[1:] == [
        (
            f"konto {clinic.gp.account_id}",
            f"Undersökning, ärende {ticket.view.case_code}: patienten kom inte",
        )
    ]


def test_what_was_not_finished_yesterday_is_still_on_the_list(clinic, department, booked):
    done = department.book(clinic.answered())
    act(clinic, note_result_given, ResultGiven(done.id), department.radiographer)
    clinic.clock.at += timedelta(days=1)
    days = offered_days(clinic.clock())
    assert [one.id for one in load_bookings_at(clinic.fresh(), SITE, days)] == [booked.id]


def test_a_booking_that_is_not_there(clinic, department):
    for booking_id in ("11111111-1111-4111-8111-111111111111", "x"):
        with pytest.raises(UnknownBooking):
            act(clinic, cancel_booking, booking_id, clinic.gp)
