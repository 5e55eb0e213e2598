"""A file of beds is read whole, or everything that is wrong with it is said."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.actions.beds.read_beds import HEADINGS, Wards, read_beds
from app.actions.imports.fault import BadFile
from routing.beds import BedReport, BedSource
from tests.app.actions.beds.files import HEADING, TWO_WARDS, csv_of, json_of
from tests.app.actions.beds.wards import OTHER, WARD
from tests.models.bed_rows import NOON

WARDS = Wards({WARD: WARD, "SE2321000180-1": WARD, OTHER: OTHER}, {WARD, OTHER})
ROW = {"ward": WARD, "counted_at": "2026-11-23T12:00:00+01:00", "staffed": 20, "occupied": 15}
FIRST = BedReport(WARD, BedSource.IMPORT, NOON, 20, 15, 2, 1, 0, 3, 4)
SECOND = BedReport(OTHER, BedSource.IMPORT, NOON, 10, 12, is_open=False)


def read(content, *, wards=WARDS, now=NOON):
    return read_beds(content, wards, now=now)


def faults_of(content, **more):
    with pytest.raises(BadFile) as refused:
        read(content, **more)
    assert all(fault.reason.endswith((".", "]}", "avdelning.")) for fault in refused.value.faults)
    return [(fault.row, fault.column) for fault in refused.value.faults]


def test_the_template_has_every_column():
    assert HEADING.split(";") == list(HEADINGS)


def test_a_csv_file_in_swedish():
    assert read(csv_of(*TWO_WARDS)) == (FIRST, SECOND)


def test_a_json_file_with_the_names_of_the_api():
    more = {"closed": 2, "cleaning": 1, "outliers": 0}
    expected = {"expected_arrivals": 3, "expected_discharges": 4, "is_open": True}
    second = {"ward": OTHER, "counted_at": "2026-11-23T11:00Z", "staffed": 10, "occupied": 12}
    content = json_of(ROW | more | expected, second | {"is_open": False, "closed": None})
    assert read(content) == (FIRST, SECOND)
    assert read(b"\xef\xbb\xbf\n " + content) == (FIRST, SECOND)


def test_a_ward_is_known_by_its_hsa_id_too():
    assert read(json_of(ROW | {"ward": "SE2321000180-1"}))[0].ward_id == WARD


def test_the_clock_without_a_zone_is_swedish():
    row = f"{WARD};2026-07-01 12:00;20;15"
    assert read(csv_of(row))[0].counted_at == NOON.replace(month=7, day=1, hour=10)


def test_in_the_doubled_hour_what_cannot_have_been_counted_yet_is_not_meant():
    first = NOON.replace(month=10, day=25, hour=0, minute=30)
    row = csv_of(f"{WARD};2026-10-25 02:30;20;15")
    assert read(row, now=first)[0].counted_at == first
    later = csv_of(f"{WARD};2026-10-25 02:30+01:00;20;15")
    assert read(later, now=first + timedelta(hours=1))[0].counted_at == first + timedelta(hours=1)
    assert faults_of(row, now=first + timedelta(hours=1)) == [(2, "räknad")]


def test_a_ward_may_be_counted_several_times():
    rows = (f"{WARD};2026-11-23 11:00;20;15", f"{WARD};2026-11-23 12:00;20;15")
    assert [one.counted_at for one in read(csv_of(*rows))] == [NOON - timedelta(hours=1), NOON]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (";2026-11-23 12:00;20;15", "avdelning"),
        ("okand;2026-11-23 12:00;20;15", "avdelning"),
        (f"{WARD};;20;15", "räknad"),
        (f"{WARD};2026-11-23;20;15", "räknad"),
        (f"{WARD};23/11 12.00;20;15", "räknad"),
        (f"{WARD};2026-11-23T11.45;20;15", "räknad"),
        (f"{WARD};2026-11-23 11;20;15", "räknad"),
        (f"{WARD};20261123T1145;20;15", "räknad"),
        (f"{WARD};2026-03-29 02:30;20;15", "räknad"),  # the clock was put forward
        (f"{WARD};2026-10-25 02:30;20;15", "räknad"),  # and put back
        (f"{WARD};0001-01-01 00:00;20;15", "räknad"),
        (f"{WARD};1999-01-01 12:00;20;15", "räknad"),
        (f"{WARD};2026-11-23 12:06;20;15", "räknad"),
        (f"{WARD};2026-11-23 12:00;;15", "bemannade"),
        (f"{WARD};2026-11-23 12:00;tjugo;15", "bemannade"),
        (f"{WARD};2026-11-23 12:00;20,5;15", "bemannade"),
        (f"{WARD};2026-11-23 12:00;20;", "belagda"),
        (f"{WARD};2026-11-23 12:00;20;-1", "belagda"),
        (f"{WARD};2026-11-23 12:00;20;201", "belagda"),
        (f"{WARD};2026-11-23 12:00;20;99999999999999999999", "belagda"),
        (f"{WARD};2026-11-23 12:00;20;²", "belagda"),
        (f"{WARD};2026-11-23 12:00;20;15;;6", "städas"),
        (f"{WARD};2026-11-23 12:00;20;15;;;;;16", "väntas hem"),
        (f"{WARD};2026-11-23 12:00;20;15;;;;;;kanske", "öppen"),
    ],
)
def test_each_bad_value_is_told_by_row_and_column(row, column):
    assert faults_of(csv_of(TWO_WARDS[1], row)) == [(3, column)]


def test_everything_wrong_is_told_at_once():
    rows = ("okand;igår;20;15", f"{WARD};2026-11-23 12:00;-1;15", TWO_WARDS[1])
    assert faults_of(csv_of(*rows)) == [(2, "avdelning"), (2, "räknad"), (3, "bemannade")]


def test_a_ward_counted_twice_at_the_same_moment_is_refused():
    assert faults_of(csv_of(*TWO_WARDS, TWO_WARDS[0])) == [(4, "avdelning")]


def test_a_ward_that_one_does_not_speak_for_is_refused():
    only_one = Wards(WARDS.ids, {WARD})
    assert faults_of(csv_of(*TWO_WARDS), wards=only_one) == [(3, "avdelning")]


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (b"", [(1, "")]),
        (HEADING.encode(), [(1, "")]),
        (b"{", [(1, "")]),
        (b"[]", [(1, "")]),
        (b'{"reports": {}}', [(1, "")]),
        (b'{"reports": [{"ward": "a", "ward": "b"}]}', [(1, "ward")]),
        (b'{"reports": [], "reports": []}', [(1, "reports")]),
        (b'{"reports": []}', [(1, "")]),
        (b'{"reports": [1, {}]}', [(1, "")]),
        (b"[" * 100_000, [(1, "")]),
        (json_of(ROW, ROW | {"ward": OTHER, "rum": 1}), [(2, "rum")]),
        (json_of(ROW | {"staffed": True}), [(1, "staffed")]),
        (json_of(ROW | {"staffed": 20.5}), [(1, "staffed")]),
        (json_of(ROW | {"staffed": [20]}), [(1, "staffed")]),
        (json_of(ROW | {"staffed": 10**30}), [(1, "staffed")]),
        (json_of(ROW | {"ward": ["x"]}), [(1, "ward")]),
        (json_of(ROW | {"counted_at": 5}), [(1, "counted_at")]),
        (json_of(ROW | {"is_open": 1}), [(1, "is_open")]),
    ],
)
def test_a_file_of_another_shape_is_refused(content, where):
    assert faults_of(content) == where


rows_of_anything = st.text(max_size=80).map(lambda text: f"{HEADING}\n{text}".encode())


@given(st.binary(max_size=80) | rows_of_anything)
def test_whatever_comes_is_read_or_refused(content):
    refused = None
    try:
        read(content)
    except BadFile as error:
        refused = error
    assert refused is None or refused.faults


@pytest.mark.parametrize("field", ["ward", "counted_at", "staffed", "is_open"])
def test_a_file_that_names_a_patient_is_refused_and_not_quoted(field):
    with pytest.raises(BadFile) as refused:
        read(json_of(ROW | {field: "811218-9876"}))
    assert [(fault.row, fault.column) for fault in refused.value.faults] == [(1, field)]
    assert "personnummer" in refused.value.faults[0].reason
    assert faults_of(json_of(ROW | {"811218-9876": 1})) == [(1, "")]
