"""A ward says by hand what it has: once, by those who may, and never over a colleague's word."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.actions.beds.figures import BadFigures, BedsChanged, UnknownWard, faults_in
from app.actions.beds.report_beds import ReportBeds, Seen, report_beds
from app.actions.shared.errors import NotYours
from models.reads.beds import find_ward_beds
from models.tables.beds import BedReportRow
from routing.beds import BedSource
from tests.app.actions.beds.wards import COORDINATION, OTHER, WARD, coordinator, fill, said
from tests.at_once import at_once
from tests.models.bed_rows import NOON, add_report

MINUTE = timedelta(minutes=1)
NOTHING_SEEN = Seen(None)


class Desk:
    """Where the hospital's coordinator sits."""

    def __init__(self, session):
        self.session = session
        self.units = fill(session)
        self.coordinator = coordinator(session)

    def reports(self, report, *, seen=NOTHING_SEEN, by=None, at=NOON):
        command = ReportBeds(report, seen)
        by = by or self.coordinator
        return report_beds(self.session, command, by=by, units=self.units, at=at)

    @property
    def beds(self):
        self.session.rollback()
        found = find_ward_beds(self.session, WARD)
        assert found is not None
        return found

    @property
    def latest_id(self):
        return self.beds.known[0].id

    def count(self):
        self.session.rollback()
        return self.session.scalar(select(func.count()).select_from(BedReportRow))


@pytest.fixture
def desk(session):
    return Desk(session)


def test_what_is_said_is_what_is_known(desk):
    report = said(closed=2, cleaning=1, outliers=3, expected_arrivals=4, expected_discharges=5)
    assert desk.reports(report)
    assert desk.beds.newest == report
    assert desk.beds.free == 4


def test_the_next_report_replaces_the_last_and_both_are_kept(desk):
    desk.reports(said())
    later = said(occupied=16, counted_at=NOON + MINUTE)
    assert desk.reports(later, seen=Seen(desk.latest_id), at=NOON + MINUTE)
    assert desk.beds.newest == later
    assert desk.count() == 2


def test_the_same_count_an_hour_later_is_news(desk):
    desk.reports(said())
    again = said(counted_at=NOON + 60 * MINUTE)
    assert desk.reports(again, seen=Seen(desk.latest_id), at=NOON + 60 * MINUTE)
    assert desk.beds.newest == again


def test_the_same_form_twice_is_one_report(desk):
    assert desk.reports(said())
    assert not desk.reports(said(counted_at=NOON + MINUTE), at=NOON + MINUTE)
    assert desk.count() == 1


def test_the_same_message_twice_is_one_report(desk):
    assert desk.reports(said(), seen=None)
    assert not desk.reports(said(), seen=None)
    assert desk.count() == 1


def test_whoever_comes_second_is_told_what_the_first_wrote(desk, session):
    colleague = coordinator(session, WARD, "avdelningen")
    desk.reports(said(occupied=19), by=colleague)
    with pytest.raises(BedsChanged) as told:
        desk.reports(said(occupied=17), at=NOON + MINUTE)
    assert told.value.latest.report == said(occupied=19)
    assert desk.beds.newest == said(occupied=19)
    assert desk.count() == 1


def test_the_same_words_of_another_person_are_not_the_same_report(desk, session):
    desk.reports(said(), by=coordinator(session, WARD, "avdelningen"))
    with pytest.raises(BedsChanged):
        desk.reports(said())


def test_a_late_form_does_not_undo_a_newer_one(desk):
    desk.reports(said(occupied=10))
    desk.reports(said(occupied=12), seen=Seen(desk.latest_id))
    with pytest.raises(BedsChanged):
        desk.reports(said(occupied=10))
    assert desk.beds.newest == said(occupied=12)


def test_an_import_is_never_overwritten(desk, session):
    add_report(session, WARD, source=BedSource.IMPORT, occupied=3)
    desk.reports(said(counted_at=NOON + MINUTE), at=NOON + MINUTE)
    by_source = {one.report.source: one.report.occupied for one in desk.beds.known}
    assert by_source == {BedSource.HAND: 15, BedSource.IMPORT: 3}


@pytest.mark.parametrize(
    ("unit_id", "may"),
    [(WARD, True), ("kliniken", True), ("sjukhuset", True), (COORDINATION, True), (OTHER, False)],
)
def test_only_those_who_speak_for_the_ward_report(desk, session, unit_id, may):
    someone = coordinator(session, unit_id, "någon")
    if may:
        assert desk.reports(said(), by=someone)
    else:
        with pytest.raises(NotYours):
            desk.reports(said(), by=someone)
        assert desk.count() == 0


def test_a_unit_without_beds_has_no_report(desk):
    with pytest.raises(UnknownWard):
        desk.reports(said("kliniken"))


def test_a_count_older_than_the_last_is_refused(desk):
    desk.reports(said())
    with pytest.raises(BadFigures) as refused:
        desk.reports(said(counted_at=NOON - MINUTE), seen=Seen(desk.latest_id))
    assert [fault.field for fault in refused.value.faults] == ["counted_at"]


@pytest.mark.parametrize(
    ("figures", "fields"),
    [
        ({}, []),
        ({"staffed": 0, "occupied": 0}, []),
        ({"occupied": 25}, []),  # överbeläggning
        ({"occupied": 25, "cleaning": 1}, []),
        ({"cleaning": 5}, []),
        ({"expected_discharges": 15}, []),
        ({"expected_discharges": 16, "expected_arrivals": 1}, []),
        ({"occupied": 200, "staffed": 200}, []),
        ({"counted_at": NOON + 5 * MINUTE}, []),
        ({"occupied": -1}, ["occupied"]),
        ({"staffed": 201}, ["staffed"]),
        ({"staffed": -1, "outliers": 999, "cleaning": -3}, ["staffed", "cleaning", "outliers"]),
        ({"cleaning": 6}, ["cleaning"]),
        ({"occupied": 25, "cleaning": 21}, ["cleaning"]),
        ({"expected_discharges": 16}, ["expected_discharges"]),
        ({"counted_at": NOON + 6 * MINUTE}, ["counted_at"]),
        ({"closed": -1, "counted_at": NOON + 6 * MINUTE}, ["closed", "counted_at"]),
    ],
)
def test_what_cannot_be_true_is_said_and_changes_nothing(desk, figures, fields):
    report = said(**figures)
    assert [fault.field for fault in faults_in(report, now=NOON)] == fields
    if fields:
        with pytest.raises(BadFigures):
            desk.reports(report)
        assert desk.count() == 0


@pytest.mark.postgresql
def test_of_those_who_report_at_once_one_is_first_and_the_others_are_told(desk, engine):
    people = [coordinator(desk.session, username=f"k-{number}") for number in range(6)]
    desk.session.rollback()

    def report(number, by):
        with Session(engine, expire_on_commit=False) as session:
            command = ReportBeds(said(occupied=number), NOTHING_SEEN)
            return report_beds(session, command, by=by, units=desk.units, at=NOON)

    steps = [lambda n=n, by=by: report(n, by) for n, by in enumerate(people)]
    results = at_once(*steps)
    winners = [number for number, result in enumerate(results) if result is True]
    told = [result for result in results if isinstance(result, BedsChanged)]
    assert (len(winners), len(told)) == (1, 5)
    assert {one.latest.report.occupied for one in told} == set(winners)
    assert desk.count() == 1
