"""The table ``kontakter`` as a file: which days, how many, in what form."""

import csv
import io
import json
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import insert, inspect

from app.statistics.columns import ColumnType
from app.statistics.contact_columns import CONTACT_COLUMNS
from app.statistics.contact_rows import CONTACTS
from app.statistics.csv_lines import Form
from app.statistics.table import BATCH, PeriodBackwards
from models.tables.contacts import CallMode, CareRequestRow
from routing.calendar import STOCKHOLM
from tests.app.statistics.world import MONDAY, TEN, seconds, the_row

pytestmark = pytest.mark.postgresql


@pytest.mark.parametrize(
    ("created", "on"),
    [
        ("2026-11-23 00:00:00", "2026-11-23"),
        ("2026-11-23 23:59:59", "2026-11-23"),
        ("2026-03-29 00:30:00", "2026-03-29"),  # the night the clock goes forward
        ("2026-03-29 23:30:00", "2026-03-29"),
        ("2026-10-25 23:30:00", "2026-10-25"),  # the day of 25 hours
        ("2026-12-31 23:30:00", "2026-12-31"),  # a UTC day earlier and later than the local one
        ("2027-01-01 00:30:00", "2027-01-01"),
    ],
)
def test_a_day_is_a_day_in_stockholm(session, directory, ask, created, on):
    contact = ask(TEN)
    moved = datetime.fromisoformat(created).replace(tzinfo=STOCKHOLM)
    session.get_one(CareRequestRow, contact).created_at = moved
    session.commit()
    day = date.fromisoformat(on)

    def ids(from_on: date, to_on: date) -> list[object]:
        rows = CONTACTS.rows(session, directory, from_on=from_on, to_on=to_on)
        return [row["contact_id"] for row in rows]

    assert ids(day, day) == [contact]
    assert ids(day - timedelta(days=9), day - timedelta(days=1)) == []
    assert ids(day + timedelta(days=1), day + timedelta(days=9)) == []
    assert the_row(session, directory, on=day)["period"] == on[:7]


def test_any_two_dates_in_order_are_a_period(session, directory, ask):
    ask(TEN)
    whole_time = CONTACTS.rows(session, directory, from_on=date.min, to_on=date.max)
    assert len(list(whole_time)) == 1
    assert list(CONTACTS.rows(session, directory, from_on=date.max, to_on=date.max)) == []
    with pytest.raises(PeriodBackwards):
        CONTACTS.rows(session, directory, from_on=MONDAY, to_on=date(2026, 11, 22))


def test_many_contacts_come_once_each_and_in_order(session, directory, ask):
    """More than two batches, with many contacts of the same moment where one batch ends."""
    one = session.get_one(CareRequestRow, ask(TEN))
    columns = {column.key: getattr(one, column.key) for column in inspect(CareRequestRow).columns}
    copies = [
        columns
        | {"id": f"copy-{turn}", "case_code": f"K-{turn}", "created_at": TEN + seconds(turn // 99)}
        for turn in range(2 * BATCH + 10)
    ]
    session.execute(insert(CareRequestRow), copies)
    session.commit()
    rows = list(CONTACTS.rows(session, directory, from_on=MONDAY, to_on=MONDAY))
    assert len(rows) == len({row["contact_id"] for row in rows}) == len(copies) + 1
    assert [row["created_at"] for row in rows] == sorted(str(row["created_at"]) for row in rows)


def test_a_batch_takes_as_many_questions_as_the_last(session, directory, ask, statements):
    for turn in range(20):
        ask(TEN + seconds(turn))
    with statements() as few:
        next(CONTACTS.rows(session, directory, from_on=MONDAY, to_on=MONDAY))
    for turn in range(20):
        ask(TEN + seconds(100 + turn))
    with statements() as many:
        list(CONTACTS.rows(session, directory, from_on=MONDAY, to_on=MONDAY))
    assert len(many) == len(few)


def test_no_patient_no_doctor_no_number_no_free_text(session, directory, gp, ask):
    texts = {
        "situation": "situationsord",
        "background": "bakgrundsord",
        "assessment": "bedömningsord",
        "recommendation": "rekommendationsord",
        "age_band": "ålderband",
        "sex": "könsord",
    }
    ask(TEN, CallMode.RING_ME, **texts)
    out = io.StringIO(newline="")
    CONTACTS.write_csv(CONTACTS.rows(session, directory, from_on=MONDAY, to_on=MONDAY), out)
    for word in (*texts.values(), gp.name, "+4670", "mia", "Mia", "fia"):
        assert word not in out.getvalue()


def test_the_file_is_rfc_4180_with_the_documented_heading(session, directory, ask):
    ask(TEN)
    out = io.StringIO(newline="")
    rows = CONTACTS.rows(session, directory, from_on=MONDAY, to_on=MONDAY)
    assert CONTACTS.write_csv(rows, out) == 1
    text = out.getvalue()
    assert text.endswith("\r\n")
    assert text.count("\r\n") == text.count("\n") == 2
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert list(row) == [column.name for column in CONTACT_COLUMNS]
    assert row["answered_at"] == ""


def test_the_same_rows_as_swedish_excel_opens_them(session, directory, ask):
    ask(TEN)
    texts = []
    for form in Form:
        rows = CONTACTS.rows(session, directory, from_on=MONDAY, to_on=MONDAY)
        texts.append("".join(CONTACTS.csv_lines(rows, form)))
    plain, sheet = texts
    assert sheet.startswith("\ufeffcontact_id;case_code;period;")
    assert sheet.count("\ufeff") == 1
    as_rows = [
        list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=sign))
        for text, sign in ((plain, ","), (sheet, ";"))
    ]
    assert as_rows[0] == as_rows[1]


def test_without_contacts_there_is_still_a_heading():
    out = io.StringIO(newline="")
    assert CONTACTS.write_csv([], out) == 0
    assert out.getvalue().startswith("contact_id,case_code,period,")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_never_becomes_a_formula(start):
    row = {column.name: None for column in CONTACT_COLUMNS} | {"specialty": f"{start}1+1"}
    _heading, line = CONTACTS.csv_lines([row])
    (read,) = csv.reader([line])
    assert f"'{start}1+1" in read


def test_every_column_says_what_it_holds(session, directory, ask):
    ask(TEN)
    row = the_row(session, directory)
    assert list(row) == [column.name for column in CONTACT_COLUMNS]
    for column in CONTACT_COLUMNS:
        assert column.name.isascii()
        assert column.name == column.name.lower()
        assert column.description.endswith(".")
        whole = column.type in (ColumnType.INTEGER, ColumnType.YES_NO)
        assert isinstance(row[column.name], (int if whole else str, type(None))), column.name
    json.dumps(dict(row))
