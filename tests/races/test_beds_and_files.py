"""What is said of a ward's beds while one is promised; and files that are sent twice."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.actions.admission.errors import NoBedLeft
from app.actions.beds.import_beds import import_beds, take_back_beds
from app.actions.beds.report_beds import ReportBeds, report_beds
from app.actions.shared.actor import Actor
from models.tables.accounts import AccountRole
from models.tables.beds import BedReportRow
from routing.beds import BedReport, BedSource
from tests.clinic import Clinic
from tests.free_beds import free_in
from tests.races.between import COMMIT, meet
from tests.races.talks import a_talk
from tests.races.test_one_bed import WARD, accepting, admitting, report

pytestmark = pytest.mark.slow  # PostgreSQL

OTHER = "falun-medicinavdelning-1"
HEADING = "avdelning;räknad;bemannade;belagda"


@pytest.fixture
def coordinator(clinic: Clinic) -> Actor:
    """Who answers for the ward."""
    return clinic.account(AccountRole.VARDPLATSKOORDINATOR, unit=WARD)


def reporting(clinic: Clinic, by: Actor, *, free: int) -> Callable[[], Any]:
    """A step that says by hand how many beds are free."""
    now, units = clinic.clock() + timedelta(minutes=1), clinic.directory.units
    said = ReportBeds(BedReport(WARD, BedSource.HAND, now, 10, 10 - free))

    def say() -> Any:
        with clinic.sessions() as session:
            return report_beds(session, said, by=by, units=units, at=now)

    return say


def importing(clinic: Clinic, *wards: str, clock: str = "09:30") -> Callable[[], Any]:
    """A step that reads a file of these wards, in this order."""
    rows = [f"{ward};2026-11-23 {clock};10;5" for ward in wards]
    content, units = "\r\n".join([HEADING, *rows]).encode(), clinic.directory.units

    def read() -> Any:
        with clinic.sessions() as session:
            return import_beds(session, content, by=None, units=units, at=clinic.clock())

    return read


@pytest.mark.parametrize("before", [r"UPDATE admission ", COMMIT])
def test_a_report_waits_for_a_promise_and_knows_of_it(clinic, coordinator, before):
    report(clinic, free=1)
    admission = admitting(clinic, a_talk(clinic))()
    met = meet(
        clinic.engine,
        accepting(clinic, admission, coordinator),
        reporting(clinic, coordinator, free=3),
        before=before,
    )
    assert (met.both, met.had_to_wait) == (("kept", True), True)
    assert free_in(clinic.fresh(), WARD) == 2


@pytest.mark.parametrize("before", [r"INSERT INTO bed_report", COMMIT])
def test_a_promise_waits_for_a_report_and_goes_by_it(clinic, coordinator, before):
    report(clinic, free=1)
    admission = admitting(clinic, a_talk(clinic))()
    met = meet(
        clinic.engine,
        reporting(clinic, coordinator, free=0),
        accepting(clinic, admission, coordinator),
        before=before,
    )
    assert met.had_to_wait
    assert isinstance(met.second, NoBedLeft)


@pytest.mark.parametrize("before", [r"INSERT INTO bed_report", COMMIT])
def test_two_reports_leave_one_that_is_the_latest(clinic, coordinator, before):
    one, other = (reporting(clinic, coordinator, free=free) for free in (2, 3))
    met = meet(clinic.engine, one, other, before=before)
    assert met.both == (True, True)
    latest = select(BedReportRow.occupied).where(BedReportRow.is_latest)
    assert clinic.fresh().scalars(latest).all() == [7]


@pytest.mark.parametrize("before", [r"FROM ward .*FOR UPDATE", r"INSERT INTO bed_report", COMMIT])
def test_the_same_file_sent_twice_is_one_import(clinic, before):
    twice = importing(clinic, WARD, OTHER)
    met = meet(clinic.engine, twice, twice, before=before)
    assert met.had_to_wait
    assert [one.is_new for one in met.both] == [True, False]
    assert met.first.id == met.second.id
    assert len(clinic.fresh().scalars(select(BedReportRow)).all()) == 2


@pytest.mark.parametrize("before", [r"UPDATE bed_report", COMMIT])
def test_two_files_with_the_wards_in_another_order_wait_for_each_other_in_none(clinic, before):
    met = meet(
        clinic.engine,
        importing(clinic, WARD, OTHER),
        importing(clinic, OTHER, WARD, clock="09:31"),
        before=before,
    )
    assert [one.is_new for one in met.both] == [True, True]
    latest = clinic.fresh().scalars(select(BedReportRow).where(BedReportRow.is_latest)).all()
    assert {one.import_id for one in latest} == {met.second.id}


@pytest.mark.parametrize("before", [r"UPDATE import ", r"UPDATE bed_report", COMMIT])
def test_an_import_taken_back_twice_is_taken_back_once(clinic, before):
    earlier, later = importing(clinic, WARD)(), importing(clinic, WARD, clock="09:31")()

    def taking_back() -> bool:
        with clinic.sessions() as session:
            return take_back_beds(session, later.id, by=None, at=clinic.clock())

    met = meet(clinic.engine, taking_back, taking_back, before=before)
    assert met.both == (True, False)
    latest = clinic.fresh().scalars(select(BedReportRow).where(BedReportRow.is_latest)).all()
    assert [one.import_id for one in latest] == [earlier.id]


@pytest.mark.parametrize("before", [r"FROM ward .*FOR UPDATE", r"UPDATE bed_report", COMMIT])
def test_two_imports_taken_back_at_once_restore_neither_of_them(clinic, before):
    first = importing(clinic, WARD)()
    both = [importing(clinic, WARD, clock=clock)() for clock in ("09:31", "09:32")]

    def taking_back(import_id: str) -> Callable[[], bool]:
        def take() -> bool:
            with clinic.sessions() as session:
                return take_back_beds(session, import_id, by=None, at=clinic.clock())

        return take

    met = meet(clinic.engine, *[taking_back(one.id) for one in reversed(both)], before=before)
    assert met.both == (True, True)
    latest = clinic.fresh().scalars(select(BedReportRow).where(BedReportRow.is_latest)).all()
    assert [one.import_id for one in latest] == [first.id]
