"""A bed is promised once, and a patient has one: two admissions, two wards, two reports at once."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from app.actions.admission.answer_ward import Yes
from app.actions.admission.ask_wards import ask_wards
from app.actions.admission.errors import AdmissionGoesOn, AnotherWardTookIt, NoBedLeft
from app.actions.admission.propose import NewAdmission, propose
from app.actions.admission.reply_for_ward import say_yes
from app.actions.shared.actor import Actor
from models.tables.accounts import AccountRole
from models.tables.admissions import AdmissionRow
from models.tables.beds import BedReportRow
from routing.admission import AdmissionStatus
from routing.beds import BedSource
from tests.at_once import at_once
from tests.checklist_answers import usual_answers
from tests.clinic import Clinic, Ticket
from tests.free_beds import free_in
from tests.races.between import COMMIT, meet
from tests.races.talks import a_talk, now

pytestmark = pytest.mark.slow  # PostgreSQL

WARD = "mora-medicinavdelning"
STAFFED = 10

COUNTS_BEDS = r"FROM bed_report\s+WHERE bed_report\.is_latest"
MAKES_DECISION = r"INSERT INTO decision "


@pytest.fixture
def coordinator(clinic: Clinic) -> Actor:
    """Who answers for the ward."""
    return clinic.account(AccountRole.VARDPLATSKOORDINATOR, unit=WARD)


def report(clinic: Clinic, *, free: int) -> None:
    session = clinic.fresh()
    session.query(BedReportRow).delete()
    session.add(
        BedReportRow(
            ward_id=WARD,
            source=BedSource.HAND,
            counted_at=clinic.clock(),
            received_at=clinic.clock(),
            staffed=STAFFED,
            occupied=STAFFED - free,
            is_latest=True,
        )
    )
    session.commit()


def admitting(clinic: Clinic, ticket: Ticket, *, key: str | None = None, asks: bool = True):
    """A step that asks the wards for a patient."""
    occasion = now(clinic, clinic.gp)
    answers = usual_answers(clinic.fresh(), {})

    def admit() -> Any:
        with clinic.sessions() as session:
            new = NewAdmission(answers=answers, idempotency_key=key, asks=asks)
            return propose(session, ticket.id, new, occasion)

    return admit


def agreeing(clinic: Clinic, admission_id: str):
    """A step by which the doctor has the wards asked."""
    occasion = now(clinic, clinic.gp)

    def agree() -> Any:
        with clinic.sessions() as session:
            return ask_wards(session, admission_id, occasion)

    return agree


def accepting(clinic: Clinic, admission_id: str, by: Actor):
    """A step by which a ward says yes."""
    occasion = now(clinic, by)

    def accept() -> str:
        with clinic.sessions() as session:
            say_yes(session, admission_id, occasion, Yes(str(by.unit_id)))
        return "kept"

    return accept


def accept_all(clinic: Clinic, coordinator: Actor) -> None:
    for admission_id in clinic.fresh().scalars(select(AdmissionRow.id)).all():
        accepting(clinic, admission_id, coordinator)()


@pytest.mark.parametrize("before", [MAKES_DECISION, r"INSERT INTO admission ", COMMIT])
def test_two_admissions_of_one_patient_keep_one_bed(clinic, coordinator, before):
    report(clinic, free=9)
    ticket = a_talk(clinic)
    met = meet(clinic.engine, admitting(clinic, ticket), admitting(clinic, ticket), before=before)
    assert met.had_to_wait
    assert isinstance(met.second, AdmissionGoesOn)
    accept_all(clinic, coordinator)
    assert free_in(clinic.fresh(), WARD) == 8


@pytest.mark.parametrize("before", [MAKES_DECISION, r"INSERT INTO admission ", COMMIT])
def test_the_same_admission_sent_twice_is_one(clinic, before):
    ticket = a_talk(clinic)
    twice = admitting(clinic, ticket, key="knapp-1")
    met = meet(clinic.engine, twice, twice, before=before)
    assert met.first == met.second
    assert isinstance(met.first, str)


@pytest.mark.parametrize("before", [r"UPDATE admission ", r"INSERT INTO attempt ", COMMIT])
def test_two_proposals_of_one_patient_are_not_both_agreed_to(clinic, coordinator, before):
    report(clinic, free=9)
    ticket = a_talk(clinic)
    one, other = (admitting(clinic, ticket, asks=False)() for _ in range(2))
    met = meet(clinic.engine, agreeing(clinic, one), agreeing(clinic, other), before=before)
    assert met.first is True
    assert isinstance(met.second, AdmissionGoesOn)
    accepting(clinic, one, coordinator)()
    assert free_in(clinic.fresh(), WARD) == 8


def test_an_admission_that_came_back_is_not_asked_for_beside_a_newer_one(clinic):
    ticket = a_talk(clinic)
    earlier = admitting(clinic, ticket)()
    _is_now(clinic, earlier, AdmissionStatus.REFUSED)
    admitting(clinic, ticket)()
    with pytest.raises(AdmissionGoesOn):
        agreeing(clinic, earlier)()


@pytest.mark.parametrize("status", [AdmissionStatus.CANCELLED, AdmissionStatus.DISCHARGED])
def test_when_one_is_over_another_may_be_made(clinic, status):
    ticket = a_talk(clinic)
    _is_now(clinic, admitting(clinic, ticket)(), status)
    assert admitting(clinic, ticket)()


@pytest.mark.parametrize("status", [AdmissionStatus.ON_THE_WAY, AdmissionStatus.ARRIVED])
def test_a_patient_on_the_way_or_in_a_ward_is_not_asked_for_again(clinic, status):
    ticket = a_talk(clinic)
    _is_now(clinic, admitting(clinic, ticket)(), status)
    with pytest.raises(AdmissionGoesOn):
        admitting(clinic, ticket)()


def test_two_that_were_asked_for_before_there_was_a_rule_keep_one_bed(clinic, coordinator):
    report(clinic, free=9)
    ticket = a_talk(clinic)
    one = admitting(clinic, ticket)()
    _is_now(clinic, one, AdmissionStatus.CANCELLED)
    other = admitting(clinic, ticket)()
    _is_now(clinic, one, AdmissionStatus.ASKED)
    met = meet(
        clinic.engine,
        accepting(clinic, one, coordinator),
        accepting(clinic, other, coordinator),
        before=COUNTS_BEDS,
    )
    assert met.first == "kept"
    assert isinstance(met.second, AnotherWardTookIt)
    assert free_in(clinic.fresh(), WARD) == 8


@pytest.mark.parametrize("before", [COUNTS_BEDS, r"UPDATE admission ", COMMIT])
def test_the_last_bed_is_kept_for_one_patient(clinic, coordinator, before):
    report(clinic, free=1)
    one, other = (admitting(clinic, a_talk(clinic))() for _ in range(2))
    met = meet(
        clinic.engine,
        accepting(clinic, one, coordinator),
        accepting(clinic, other, coordinator),
        before=before,
    )
    assert (met.first, met.had_to_wait) == ("kept", True)
    assert isinstance(met.second, NoBedLeft)
    assert free_in(clinic.fresh(), WARD) == 0


@pytest.mark.parametrize("before", [COUNTS_BEDS, r"UPDATE admission ", COMMIT])
def test_two_wards_do_not_both_keep_a_bed_for_one_patient(clinic, coordinator, before):
    admission = admitting(clinic, a_talk(clinic))()
    clinic.clock.at += timedelta(minutes=4)  # the first has not answered: the second is asked
    clinic.worker.look_at_admissions()
    other = clinic.account(AccountRole.VARDPLATSKOORDINATOR, unit="falun-medicinavdelning-1")
    met = meet(
        clinic.engine,
        accepting(clinic, admission, coordinator),
        accepting(clinic, admission, other),
        before=before,
    )
    assert (met.first, met.had_to_wait) == ("kept", True)
    assert isinstance(met.second, AnotherWardTookIt)


@pytest.mark.parametrize("before", [COUNTS_BEDS, r"UPDATE admission ", COMMIT])
def test_the_same_yes_twice_keeps_one_bed(clinic, coordinator, before):
    report(clinic, free=9)
    twice = accepting(clinic, admitting(clinic, a_talk(clinic))(), coordinator)
    met = meet(clinic.engine, twice, twice, before=before)
    assert met.both == ("kept", "kept")
    assert free_in(clinic.fresh(), WARD) == 8


@pytest.mark.nightly
@pytest.mark.timeout(600)
def test_two_hundred_times_the_last_bed(clinic, coordinator):
    report(clinic, free=1)
    both = [admitting(clinic, a_talk(clinic))() for _ in range(2)]
    for _ in range(200):
        results = at_once(*(accepting(clinic, one, coordinator) for one in both))
        assert Counter(type(one) for one in results) == {str: 1, NoBedLeft: 1}
        session = clinic.fresh()
        session.execute(update(AdmissionRow).values(status=AdmissionStatus.ASKED, ward_id=None))
        session.commit()


@pytest.mark.nightly
@pytest.mark.timeout(600)
def test_two_hundred_times_two_admissions_of_one_patient(clinic):
    ticket = a_talk(clinic)
    for _ in range(200):
        results = at_once(*[admitting(clinic, ticket)] * 2)
        assert Counter(type(one) for one in results) == {str: 1, AdmissionGoesOn: 1}
        session = clinic.fresh()
        session.execute(update(AdmissionRow).values(status=AdmissionStatus.CANCELLED))
        session.commit()


def _is_now(clinic: Clinic, admission_id: str, status: AdmissionStatus) -> None:
    session = clinic.fresh()
    session.execute(
        update(AdmissionRow).where(AdmissionRow.id == admission_id).values(status=status)
    )
    session.commit()
