"""What is undone while somebody else acts: each bed has one patient, and no act is lost."""

from typing import Any

import pytest

from app.actions.admission import move
from app.actions.admission.answer_ward import Yes
from app.actions.admission.errors import NoBedLeft
from app.actions.admission.reply_for_ward import say_yes
from app.actions.contact.handle_unanswered import handle_unanswered
from app.actions.radiology.end_booking import cancel_booking
from app.actions.shared.actor import Actor
from app.actions.undo.errors import BedGone, ChangedSince, PlaceGone
from app.actions.undo.undo import undo
from models.reads.unanswered import count_unanswered
from models.reads.undo import load_undoable
from models.tables.accounts import AccountRole
from models.tables.admissions import AdmissionRow
from routing.admission import AdmissionStatus
from tests.app.actions.contact.test_ending import exhaust
from tests.app.actions.duty.test_change_shift import Line
from tests.clinic import Clinic
from tests.free_beds import free_in
from tests.races.between import COMMIT, meet
from tests.races.talks import a_talk, now
from tests.races.test_one_bed import COUNTS_BEDS, WARD, admitting, report
from tests.races.test_radiology_places import LOOKS_FOR_A_PLACE, booking

pytestmark = pytest.mark.slow  # PostgreSQL

PUTS_BACK = r"UPDATE admission SET"


@pytest.fixture
def nurse(clinic: Clinic) -> Actor:
    """Who answers for the ward."""
    return clinic.account(AccountRole.VARDPLATSKOORDINATOR, unit=WARD)


def undoing(clinic: Clinic, by: Actor, step_id: str | None = None):
    """A step that takes back what somebody did last."""
    newest = load_undoable(clinic.fresh(), by.account_id, at=clinic.clock(), limit=1)
    step = step_id or newest[0].id
    occasion = now(clinic, by)

    def take_back() -> Any:
        with clinic.sessions() as session:
            return undo(session, step, occasion)[1]

    return take_back


def saying(clinic: Clinic, by: Actor, action: Any, thing: str, *more: Any, **others: Any):
    """A step in which somebody says something of an admission."""
    occasion = now(clinic, by)

    def say() -> Any:
        with clinic.sessions() as session:
            return action(session, thing, occasion, *more, **others)

    return say


def kept(clinic: Clinic, nurse: Actor) -> str:
    """An admission whose bed the ward keeps."""
    asked = admitting(clinic, a_talk(clinic))()
    saying(clinic, nurse, say_yes, asked, Yes(WARD))()
    return str(asked)


@pytest.mark.parametrize("before", [COUNTS_BEDS, COMMIT])
def test_the_last_bed_is_taken_again_or_goes_to_another(clinic, nurse, before):
    report(clinic, free=1)
    given_up = kept(clinic, nurse)
    saying(clinic, clinic.gp, move.cancel, given_up)()
    other = admitting(clinic, a_talk(clinic))()
    takes_again = undoing(clinic, clinic.gp)
    takes = saying(clinic, nurse, say_yes, other, Yes(WARD))
    met = meet(clinic.engine, takes_again, takes, before=before)
    assert met.had_to_wait
    assert met.first is True
    assert isinstance(met.second, NoBedLeft)
    assert free_in(clinic.fresh(), WARD) == 0


@pytest.mark.parametrize("before", [COUNTS_BEDS, COMMIT])
def test_a_bed_that_is_just_being_given_away_is_not_taken_again(clinic, nurse, before):
    report(clinic, free=1)
    given_up = kept(clinic, nurse)
    saying(clinic, clinic.gp, move.cancel, given_up)()
    other = admitting(clinic, a_talk(clinic))()
    takes_again = undoing(clinic, clinic.gp)
    takes = saying(clinic, nurse, say_yes, other, Yes(WARD))
    met = meet(clinic.engine, takes, takes_again, before=before)
    assert met.had_to_wait
    assert met.first is True
    assert isinstance(met.second, BedGone)
    assert free_in(clinic.fresh(), WARD) == 0
    row = clinic.fresh().get_one(AdmissionRow, given_up, populate_existing=True)
    assert row.status is AdmissionStatus.CANCELLED


def test_a_bed_given_away_before_the_ward_was_looked_at_is_not_taken_again(clinic, nurse):
    report(clinic, free=1)
    given_up = kept(clinic, nurse)
    saying(clinic, clinic.gp, move.cancel, given_up)()
    other = admitting(clinic, a_talk(clinic))()
    takes = saying(clinic, nurse, say_yes, other, Yes(WARD))
    met = meet(clinic.engine, undoing(clinic, clinic.gp), takes, before=PUTS_BACK)
    assert isinstance(met.first, BedGone)
    assert met.second is True
    assert free_in(clinic.fresh(), WARD) == 0


@pytest.mark.parametrize("before", [PUTS_BACK, COMMIT])
def test_undone_twice_at_once_is_undone_once(clinic, nurse, before):
    report(clinic, free=1)
    saying(clinic, nurse, move.arrive, kept(clinic, nurse))()
    step = undoing(clinic, nurse)
    met = meet(clinic.engine, step, step, before=before)
    assert met.had_to_wait
    assert met.both == (True, False)


def test_what_is_said_while_it_is_undone_is_said_of_what_stands_then(clinic, nurse):
    report(clinic, free=1)
    admission_id = kept(clinic, nurse)
    saying(clinic, nurse, move.arrive, admission_id)()
    leaves = saying(clinic, nurse, move.discharge, admission_id)
    met = meet(clinic.engine, undoing(clinic, nurse), leaves, before=PUTS_BACK)
    assert met.had_to_wait
    assert (met.first, type(met.second).__name__) == (True, "AdmissionCannot")


def test_what_somebody_is_just_saying_is_not_undone_away(clinic, nurse):
    report(clinic, free=1)
    admission_id = kept(clinic, nurse)
    saying(clinic, nurse, move.arrive, admission_id)()
    step, leaves = undoing(clinic, nurse), saying(clinic, nurse, move.discharge, admission_id)
    met = meet(clinic.engine, leaves, step, before=COMMIT)
    assert met.had_to_wait
    assert met.first is True
    assert isinstance(met.second, ChangedSince)


@pytest.mark.parametrize("before", [LOOKS_FOR_A_PLACE, COMMIT])
def test_the_last_place_of_an_hour_is_one_patients(clinic, department, before):
    department.set_places(1)
    booked = department.book(a_talk(clinic))
    about = {"by": clinic.gp, "directory": clinic.holder.current(), "at": clinic.clock()}
    cancel_booking(clinic.fresh(), booked.id, **about)
    takes_again, takes = undoing(clinic, clinic.gp), booking(department, a_talk(clinic))
    met = meet(clinic.engine, takes_again, takes, before=before)
    assert met.had_to_wait
    assert met.both == (True, "full")


def test_a_place_that_is_just_being_booked_is_not_taken_again(clinic, department):
    department.set_places(1)
    booked = department.book(a_talk(clinic))
    about = {"by": clinic.gp, "directory": clinic.holder.current(), "at": clinic.clock()}
    cancel_booking(clinic.fresh(), booked.id, **about)
    takes_again, takes = undoing(clinic, clinic.gp), booking(department, a_talk(clinic))
    met = meet(clinic.engine, takes, takes_again, before=COMMIT)
    assert met.had_to_wait
    assert met.first == "booked"
    assert isinstance(met.second, PlaceGone)


def test_a_contact_ticked_off_while_that_is_undone_is_ticked_off(clinic):
    ticket = exhaust(clinic)
    doctor = clinic.doctor(ticket.responders[0].person_id)
    occasion = now(clinic, doctor)

    def ticks() -> Any:
        with clinic.sessions() as session:
            return handle_unanswered(session, ticket.id, by=doctor, at=occasion.at)

    ticks()
    met = meet(clinic.engine, undoing(clinic, doctor), ticks, before=COMMIT)
    assert met.had_to_wait
    assert met.first is True
    assert count_unanswered(clinic.fresh(), [doctor.unit_id]) == 0


def test_a_shift_changed_while_that_is_undone(clinic):
    line = Line(clinic)
    shown = line.shown()
    other = line.other_than(shown.person_id)
    by = clinic.doctor(shown.person_id)
    line.change(shown, other, by=by)
    third, changed = line.other_than(shown.person_id, other), line.shown()
    colleague = clinic.doctor(other)

    def changes() -> Any:
        with clinic.sessions() as session:
            return line.change(changed, third, by=colleague, session=session)

    met = meet(clinic.engine, undoing(clinic, by), changes, before=r"UPDATE shift_change")
    assert met.had_to_wait
    assert met.first is True
    assert type(met.second).__name__ == "ShiftHasChanged"
    assert line.on_call(shown.starts_at).person_id == shown.person_id
