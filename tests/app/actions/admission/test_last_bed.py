"""The last bed: however many wards' coordinators and patients want it at once, it is kept once."""

from collections import Counter
from datetime import timedelta

import pytest

from app.actions.admission.answer_ward import Yes
from app.actions.admission.errors import NoBedLeft
from app.actions.admission.propose import NewAdmission, propose
from app.actions.admission.reply_for_ward import say_yes
from app.actions.shared.actor import Actor
from app.actions.shared.occasion import Occasion
from models.tables.accounts import AccountRole
from models.tables.admissions import AdmissionRow, WardAnswerRow
from models.tables.beds import BedReportRow
from models.tables.contacts import CareRequestRow
from routing.admission import AdmissionStatus, WardReply
from routing.beds import BedSource
from routing.lifecycle import RequestStatus
from routing.types import ContactPath
from tests.at_once import at_once
from tests.checklist_answers import usual_answers
from tests.free_beds import free_in

pytestmark = pytest.mark.postgresql

WARD = "mora-medicinavdelning"
MANY = 50


@pytest.fixture
def coordinator(clinic) -> Actor:
    """Who answers for the ward."""
    found: Actor = clinic.account(AccountRole.VARDPLATSKOORDINATOR, unit=WARD)
    return found


@pytest.fixture
def ask(clinic):
    """Makes an admission that the ward is asked for, in a contact of its own."""

    def asked() -> str:
        ticket = clinic.ask(specialty="medicin", path=ContactPath.AKUT)
        session = clinic.fresh()
        request = session.get_one(CareRequestRow, ticket.id)
        request.status, request.answered_at = RequestStatus.ANSWERED, clinic.clock()
        request.check_at = None
        session.commit()
        new = NewAdmission(answers=usual_answers(session, {}))
        return propose(session, ticket.id, new, _now(clinic, clinic.gp))

    return asked


def _now(clinic, by: Actor) -> Occasion:
    return Occasion(by, clinic.directory, clinic.clock())


def _report(clinic, *, staffed: int, occupied: int) -> None:
    session = clinic.fresh()
    session.query(BedReportRow).delete()
    session.add(
        BedReportRow(
            ward_id=WARD,
            source=BedSource.HAND,
            counted_at=clinic.clock(),
            received_at=clinic.clock(),
            staffed=staffed,
            occupied=occupied,
            is_latest=True,
        )
    )
    session.commit()


def _accepting(clinic, admission_id: str, by: Actor):
    occasion = _now(clinic, by)

    def accept() -> str:
        with clinic.sessions() as session:
            try:
                say_yes(session, admission_id, occasion, Yes(WARD))
            except NoBedLeft:
                return "full"
            return "kept"

    return accept


def test_of_many_at_the_same_instant_exactly_one_gets_the_last_bed(clinic, ask, coordinator):
    _report(clinic, staffed=10, occupied=9)
    admissions = [ask() for _ in range(MANY)]
    results = at_once(*(_accepting(clinic, one, coordinator) for one in admissions))
    assert Counter(map(str, results)) == {"kept": 1, "full": MANY - 1}
    session = clinic.fresh()
    kept = [session.get_one(AdmissionRow, one) for one in admissions]
    assert Counter(one.status for one in kept) == {
        AdmissionStatus.RESERVED: 1,
        AdmissionStatus.ASKED: MANY - 1,
    }
    assert free_in(session, WARD) == 0
    yes = session.query(WardAnswerRow).filter_by(reply=WardReply.ACCEPTED).count()
    assert yes == 1


def test_as_many_as_there_are_beds(clinic, ask, coordinator):
    _report(clinic, staffed=10, occupied=6)
    admissions = [ask() for _ in range(9)]
    results = at_once(*(_accepting(clinic, one, coordinator) for one in admissions))
    assert Counter(map(str, results)) == {"kept": 4, "full": 5}


def test_the_same_button_pressed_twice_at_the_same_instant_keeps_one_bed(clinic, ask, coordinator):
    _report(clinic, staffed=10, occupied=6)
    admission = ask()
    accept = _accepting(clinic, admission, coordinator)
    assert at_once(accept, accept, accept) == ["kept"] * 3
    assert free_in(clinic.fresh(), WARD) == 3


def test_two_wards_say_yes_at_the_same_instant(clinic, ask, coordinator):
    admission = ask()
    clinic.clock.at += timedelta(minutes=4)  # the first has not answered: the second is asked
    clinic.worker.look_at_admissions()
    other = clinic.account(AccountRole.VARDPLATSKOORDINATOR, unit="falun-medicinavdelning-1")

    def accept(by: Actor):
        occasion = _now(clinic, by)

        def run() -> str:
            with clinic.sessions() as session:
                say_yes(session, admission, occasion, Yes(str(by.unit_id)))
            return "kept"

        return run

    both = at_once(accept(coordinator), accept(other))
    results = [one if one == "kept" else type(one).__name__ for one in both]
    assert sorted(results) == ["AnotherWardTookIt", "kept"]
