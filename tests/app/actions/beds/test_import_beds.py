"""Beds from the region's system: whole or not at all, once, beside what is said by hand, and back
again."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.actions.beds.import_beds import import_beds, take_back_beds
from app.actions.imports.errors import UnknownImport
from app.actions.imports.fault import BadFile
from app.actions.shared.actor import Actor
from app.actions.shared.errors import NotYours
from models.reads.beds import load_ward_beds
from models.tables.accounts import AccountRole
from models.tables.beds import BedReportRow
from models.tables.imports import ImportRow
from routing.beds import BedSource
from tests.app.actions.beds.files import TWO_WARDS, csv_of, one
from tests.app.actions.beds.wards import OTHER, WARD, coordinator, fill
from tests.at_once import at_once
from tests.free_beds import free_in
from tests.models.bed_rows import NOON, add_report

HOUR = timedelta(hours=1)
EVENING = NOON + 6 * HOUR


class System:
    """The region's system, which sends files."""

    def __init__(self, session):
        self.session = session
        self.units = fill(session)

    def sends(self, content, *, by=None, at=EVENING):
        return import_beds(self.session, content, by=by, units=self.units, at=at)

    def takes_back(self, import_id, *, by=None):
        return take_back_beds(self.session, import_id, by=by, at=EVENING)

    def occupied(self, ward_id=WARD):
        """What the newest import says."""
        self.session.rollback()
        known = load_ward_beds(self.session)[ward_id].of(BedSource.IMPORT)
        return known.report.occupied if known else None

    def counts(self):
        self.session.rollback()
        tables = (BedReportRow, ImportRow)
        return tuple(self.session.scalar(select(func.count()).select_from(one)) for one in tables)


@pytest.fixture
def system(session):
    return System(session)


def test_a_file_is_what_is_known_of_its_wards(system):
    done = system.sends(csv_of(*TWO_WARDS))
    assert (done.row_count, done.is_new, done.older) == (2, True, 0)
    assert (system.occupied(), system.occupied(OTHER)) == (15, 12)
    assert free_in(system.session, OTHER) == -2  # closed, and over-occupied


def test_the_same_file_twice_is_once(system):
    first = system.sends(csv_of(*TWO_WARDS))
    again = system.sends(csv_of(*TWO_WARDS), at=EVENING + HOUR)
    assert (again.is_new, again.id, again.row_count) == (False, first.id, 2)
    assert system.counts() == (2, 1)


def test_a_bad_row_keeps_the_whole_file_out(system):
    with pytest.raises(BadFile):
        system.sends(csv_of(TWO_WARDS[0], f"{OTHER};2026-11-23 12:00;-1;12"))
    assert system.counts() == (0, 0)


def test_an_older_count_is_kept_as_history_only(system):
    system.sends(one(clock="12:00", occupied=15))
    done = system.sends(one(clock="11:00", occupied=3))
    assert done.older == 1
    assert system.occupied() == 15
    assert system.counts() == (2, 2)


def test_a_correction_of_the_same_moment_counts(system):
    system.sends(one(occupied=15))
    assert system.sends(one(occupied=16)).older == 0
    assert system.occupied() == 16


def test_of_a_file_with_many_moments_the_last_counts(system):
    rows = [f"{WARD};2026-11-23 {clock};20;{n}" for clock, n in (("12:00", 2), ("11:00", 1))]
    assert system.sends(csv_of(*rows)).older == 1
    assert system.occupied() == 2


def test_what_is_said_by_hand_stays(system, session):
    add_report(session, WARD, occupied=9)
    system.sends(one(clock="13:00", occupied=15))
    both = load_ward_beds(session)[WARD].known
    assert [(known.report.source, known.report.occupied) for known in both] == [
        (BedSource.IMPORT, 15),
        (BedSource.HAND, 9),
    ]


def test_taken_back_it_has_never_been(system):
    system.sends(one(clock="11:00", occupied=3))
    system.sends(one(clock="10:00", occupied=2))
    wrong = system.sends(csv_of(*TWO_WARDS))
    assert system.takes_back(wrong.id)
    assert (system.occupied(), system.occupied(OTHER)) == (3, None)
    assert not system.takes_back(wrong.id)
    again = system.sends(csv_of(*TWO_WARDS))
    assert again.is_new
    assert system.occupied() == 15


def test_history_taken_back_changes_nothing_now(system):
    system.sends(one(clock="12:00", occupied=15))
    older = system.sends(one(clock="11:00", occupied=3))
    system.takes_back(older.id)
    assert system.occupied() == 15


def test_what_was_taken_back_is_not_restored(system):
    first = system.sends(one(clock="10:00", occupied=1))
    second = system.sends(one(clock="11:00", occupied=2))
    third = system.sends(one(clock="12:00", occupied=3))
    system.takes_back(second.id)
    system.takes_back(third.id)
    assert system.occupied() == 1
    system.takes_back(first.id)
    assert system.occupied() is None


def test_nothing_else_is_taken_back(system):
    with pytest.raises(UnknownImport):
        system.takes_back("finns-inte")


def test_the_coordination_imports_for_its_own_hospital(system, session):
    someone = coordinator(session)
    assert system.sends(one(), by=someone).is_new
    elsewhere = coordinator(session, "kliniken", "kliniken")
    with pytest.raises(NotYours):
        system.sends(one(clock="13:00"), by=elsewhere)


def test_whoever_sent_it_or_an_administrator_takes_it_back(system, session):
    sent = system.sends(one(), by=coordinator(session))
    other = coordinator(session, username="annan")
    with pytest.raises(NotYours):
        system.takes_back(sent.id, by=other)
    with pytest.raises(UnknownImport):
        system.takes_back("finns-inte", by=other)
    chief = Actor(other.account_id, "Mira", AccountRole.ADMINISTRATOR, None, None, None)
    assert system.takes_back(sent.id, by=chief)
    assert system.occupied() is None


@pytest.mark.postgresql
def test_files_that_come_at_once_leave_one_newest_report(system, engine):
    system.session.rollback()

    def send(number):
        with Session(engine) as session:
            rows = [f"{ward};2026-11-23 1{number}:00;20;{number}" for ward in (OTHER, WARD)]
            content = csv_of(*(rows if number % 2 else reversed(rows)))
            return import_beds(session, content, by=None, units=system.units, at=EVENING)

    done = at_once(*[lambda number=number: send(number) for number in range(6)])
    assert [one.is_new for one in done] == [True] * 6
    assert (system.occupied(), system.occupied(OTHER)) == (5, 5)


@pytest.mark.postgresql
def test_two_taken_back_at_once_are_both_gone(system, engine):
    first = system.sends(one(clock="10:00", occupied=1))
    second = system.sends(one(clock="11:00", occupied=2))
    system.sends(one(clock="09:00", occupied=9))
    system.session.rollback()

    def take_back(import_id):
        with Session(engine) as session:
            return take_back_beds(session, import_id, by=None, at=EVENING)

    results = at_once(lambda: take_back(first.id), lambda: take_back(second.id))
    assert results == [True, True]
    assert system.occupied() == 9
