"""What is known of a ward's beds: one source at a time, less what is promised and come since."""

from datetime import timedelta

import pytest

from models.db import start_writing
from models.reads.beds import find_ward_beds, load_ward_beds, lock_ward
from routing.admission import AdmissionStatus
from routing.beds import BedSource
from tests.free_beds import free_in
from tests.models.bed_rows import NOON, add_admission, add_report, add_ward
from tests.models.rows import fill_directory

pytestmark = pytest.mark.postgresql

WARD = "kliniken"
OTHER = "sjukhuset"
HOUR = timedelta(hours=1)


@pytest.fixture
def wards(session):
    fill_directory(session)
    add_ward(session, WARD)
    add_ward(session, OTHER, stale_after_hours=4)
    return session


def test_nothing_reported_is_unknown_and_not_none_free(wards):
    assert free_in(wards, WARD) is None
    beds = find_ward_beds(wards, WARD)
    assert beds is not None
    assert (beds.newest, beds.known, beds.free) == (None, (), None)


def test_what_is_no_ward_has_no_beds(wards):
    assert find_ward_beds(wards, "finns-inte") is None
    assert free_in(wards, "finns-inte") is None


def test_the_newest_report_counts_whole_and_both_stand(wards):
    add_report(wards, WARD, source=BedSource.IMPORT, staffed=20, occupied=12)
    add_report(wards, WARD, counted_at=NOON + HOUR, staffed=18, occupied=17, cleaning=1)
    beds = find_ward_beds(wards, WARD)
    assert beds is not None
    assert [one.report.source for one in beds.known] == [BedSource.HAND, BedSource.IMPORT]
    assert beds.free == 0
    assert beds.free_by(beds.known[1].report) == 8
    by_hand = beds.of(BedSource.HAND)
    assert by_hand is not None
    assert by_hand.report.cleaning == 1


def test_an_old_report_counts_no_more(wards):
    add_report(wards, WARD, occupied=2, is_latest=False)
    add_report(wards, WARD, occupied=19)
    assert free_in(wards, WARD) == 1


@pytest.mark.parametrize(
    ("status", "arrived", "free"),
    [
        (AdmissionStatus.RESERVED, None, 4),
        (AdmissionStatus.ON_THE_WAY, None, 4),
        (AdmissionStatus.ARRIVED, NOON + HOUR, 4),
        (AdmissionStatus.ARRIVED, NOON - HOUR, 5),  # counted among the occupied
        (AdmissionStatus.ASKED, None, 5),
        (AdmissionStatus.EXPIRED, None, 5),
        (AdmissionStatus.CANCELLED, None, 5),
        (AdmissionStatus.DISCHARGED, NOON + HOUR, 5),
        (AdmissionStatus.TURNED_TO_ED, NOON + HOUR, 5),
    ],
)
def test_beds_that_no_report_knows_of_are_taken(wards, status, arrived, free):
    add_report(wards, WARD)
    add_admission(wards, WARD, status, arrived_at=arrived)
    assert free_in(wards, WARD) == free


def test_a_patient_placed_elsewhere_lies_there(wards):
    for ward in (WARD, OTHER):
        add_report(wards, ward)
    add_admission(
        wards,
        WARD,
        AdmissionStatus.PLACED_ELSEWHERE,
        placed_ward_id=OTHER,
        arrived_at=NOON + HOUR,
    )
    assert (free_in(wards, WARD), free_in(wards, OTHER)) == (5, 4)


def test_more_may_be_promised_than_there_is(wards):
    add_report(wards, WARD, staffed=15)
    add_admission(wards, WARD)
    assert free_in(wards, WARD) == -1


def test_a_closed_ward_has_no_free_beds(wards):
    add_report(wards, WARD, is_open=False)
    assert free_in(wards, WARD) == 0


def test_each_ward_has_its_own(wards):
    add_report(wards, WARD)
    add_report(wards, OTHER, occupied=10)
    add_admission(wards, OTHER)
    beds = load_ward_beds(wards)
    assert {ward: one.free for ward, one in beds.items()} == {WARD: 5, OTHER: 9}
    assert beds[OTHER].stale_after_hours == 4


def test_a_ward_is_locked_or_is_none(wards):
    start_writing(wards)
    locked = lock_ward(wards, WARD)
    assert locked is not None
    assert locked.ward_id == WARD
    assert lock_ward(wards, "finns-inte") is None
    wards.rollback()
