"""The table ``kontakter``: from what happened to a row an analyst can trust."""

import csv
import io
import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import insert, inspect, select
from sqlalchemy.orm import Session, sessionmaker

from app.actions.actor import Actor
from app.actions.cancel_request import cancel_request
from app.actions.create_request import NewRequest, create_request
from app.actions.escalate_due import escalate_due
from app.actions.record_answer import Pressed, record_answer
from app.actions.record_connection import record_connection
from app.actions.record_outcome import NewOutcome, record_outcome
from app.actions.record_pickup import record_pickup
from app.actions.report_self_dial import SelfDialReport, report_self_dial
from app.statistics.contact_columns import CONTACT_COLUMNS, ColumnType
from app.statistics.exports import (
    BATCH,
    PeriodBackwards,
    contacts_csv_lines,
    load_contact_rows,
    write_contacts_csv,
)
from models.accounts import AccountRole, AccountRow
from models.care_request import AttemptRow, CallMode, CareRequestRow
from models.contacts import find_contact
from routing.calendar import STOCKHOLM
from routing.directory import Directory
from routing.outcome import PlanBefore, ResultAfter
from routing.types import ContactPath
from routing.units import Specialty
from tests.routing.county import MORA, local, three_hospitals

MONDAY = date(2026, 11, 23)
TEN = local("2026-11-23 10:00")
GP_NUMBER = "+46701740605"


@pytest.fixture
def directory() -> Directory:
    return three_hospitals(specialties={"kardiologi": Specialty("kardiologi", "Kardiologi")})


@pytest.fixture
def gp(session) -> Actor:
    row = AccountRow(
        username="gp",
        password_hash="-",
        role=AccountRole.PRIMARVARDSLAKARE,
        name="Vera Provdoktor",
        is_active=True,
        created_at=TEN,
        session_nonce="-",
    )
    session.add(row)
    session.commit()
    return Actor(
        account_id=row.id,
        name=row.name,
        role=row.role,
        person_id=None,
        unit_id="mora-vc",
        number=GP_NUMBER,
    )


@pytest.fixture
def ask(session: Session, gp: Actor, directory: Directory):
    """Asks for cardiology from Mora at a moment; returns the contact's id."""

    def asked(at: datetime, mode: CallMode = CallMode.SELF_DIAL, **words: str) -> str:
        command = NewRequest(
            ContactPath.HALVAKUT,
            MORA,
            mode,
            specialty="kardiologi",
            plan_before=PlanBefore.REFER,
            **words,
        )
        return create_request(session, command, by=gp, directory=directory, at=at).id

    return asked


def the_row(session, directory, *, on: date = MONDAY):
    (row,) = load_contact_rows(session, directory, from_on=on, to_on=on)
    return row


def ringing(session, request_id: str) -> str:
    contact = find_contact(session, request_id)
    assert contact is not None
    assert contact.ringing is not None
    return contact.ringing.id


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def test_a_contact_rung_by_hand_from_the_question_to_both_outcomes(session, directory, gp, ask):
    contact = ask(TEN)
    no = SelfDialReport(ringing(session, contact), answered=False)
    report_self_dial(session, no, by=gp, directory=directory, at=TEN + seconds(25))
    yes = SelfDialReport(ringing(session, contact), answered=True)
    report_self_dial(session, yes, by=gp, directory=directory, at=TEN + seconds(59.2))
    fia = replace(gp, account_id=gp.account_id, person_id="fia", unit_id="falun-medicin")
    said = NewOutcome(ResultAfter.HANDLED, value=5, understanding=4)
    record_outcome(session, contact, said, by=fia, at=TEN + seconds(300))

    row = the_row(session, directory)

    assert row == row | {
        "contact_id": contact,
        "period": "2026-11",
        "created_at": "2026-11-23T10:00:00+01:00",
        "path": "halvakut",
        "requester_role": "primarvardslakare",
        "requester_unit_id": "mora-vc",
        "requester_municipality_code": "2062",
        "specialty": "kardiologi",
        "municipality_code": "2062",
        "municipality": "Mora",
        "mode": "jag_ringer_sjalv",
        "matrix_version": "2026-1",
        "rule_id": "halvakut",
        "promise_seconds": 60,
        "attempts": 2,
        "no_answer": 1,
        "steps_skipped": 0,
        "answered": 1,
        "answered_at": "2026-11-23T10:00:59+01:00",
        "seconds_to_answer": 60,
        "within_promise": 1,
        "answering_unit_id": "falun-medicin",
        "answering_line_id": "falun-kardiologi",
        "answering_tier": "primarjour",
        "connected": 0,
        "seconds_talked": None,
        "exhausted": 0,
        "cancelled": 0,
        "cancelled_because": None,
        "plan_before": "remittera",
        "requester_result": "klarat_i_primarvard_eller_hemma",
        "requester_value": 5,
        "requester_understanding": 4,
        "avoided": 1,
        "continued_from": None,
    }


def test_a_contact_rung_up_and_connected(session, directory, ask):
    contact = ask(TEN, CallMode.RING_ME)
    own = session.scalar(select(AttemptRow.id).where(AttemptRow.request_id == contact))
    record_pickup(session, own, call_id="CA1", directory=directory, at=TEN + seconds(5))
    first = ringing(session, contact)
    record_pickup(session, first, call_id="CA2", directory=directory, at=TEN + seconds(12))
    record_answer(session, first, Pressed("1"), directory=directory, at=TEN + seconds(20))
    record_connection(session, contact, call_id="CA1", at=TEN + seconds(6))
    record_connection(session, contact, call_id="CA2", at=TEN + seconds(21))

    row = the_row(session, directory)

    assert row == row | {
        "attempts": 1,
        "answered": 1,
        "seconds_to_answer": 20,
        "within_promise": 1,
        "answering_unit_id": "mora-medicin",
        "connected": 1,
        "seconds_talked": None,
        "avoided": None,
    }


def test_a_contact_nobody_answers(session, directory, gp, ask):
    contact = ask(TEN)
    for turn in range(1, 4):
        report = SelfDialReport(ringing(session, contact), answered=False)
        report_self_dial(session, report, by=gp, directory=directory, at=TEN + seconds(20 * turn))

    row = the_row(session, directory)

    assert row == row | {
        "attempts": 3,
        "no_answer": 3,
        "answered": 0,
        "answered_at": None,
        "seconds_to_answer": None,
        "within_promise": 0,
        "answering_unit_id": None,
        "exhausted": 1,
        "requester_told": 0,
    }


def test_a_cancelled_contact_says_by_whom(session, directory, gp, ask):
    contact = ask(TEN)
    cancel_request(session, contact, by=gp, at=TEN + seconds(4))
    row = the_row(session, directory)
    assert (row["cancelled"], row["cancelled_because"]) == (1, "avbruten")
    assert row["within_promise"] is None


def test_whether_somebody_answered_is_empty_when_nobody_said(session, directory, ask):
    ask(TEN)
    due = session.scalar(select(CareRequestRow.check_at))
    session.rollback()  # look anew afterwards
    sessions = sessionmaker(session.get_bind(), expire_on_commit=False)
    escalate_due(sessions, lambda _session: directory, at=due)
    row = the_row(session, directory)
    assert row == row | {
        "answered": None,
        "within_promise": None,
        "unreported": 1,
        "cancelled": 0,
        "cancelled_because": None,
    }


def test_the_requesters_own_result_counts_before_the_responders(session, directory, gp, ask):
    contact = ask(TEN)
    report = SelfDialReport(ringing(session, contact), answered=True)
    report_self_dial(session, report, by=gp, directory=directory, at=TEN)
    mia = replace(gp, account_id=_another_account(session), person_id="mia")
    record_outcome(session, contact, NewOutcome(ResultAfter.HANDLED), by=mia, at=TEN)
    assert the_row(session, directory)["avoided"] == 1
    record_outcome(session, contact, NewOutcome(ResultAfter.REFERRAL), by=gp, at=TEN)
    row = the_row(session, directory)
    assert (row["requester_result"], row["responder_result"], row["avoided"]) == (
        "remiss_anda",
        "klarat_i_primarvard_eller_hemma",
        0,
    )


def test_the_row_is_read_from_the_log_and_not_from_the_status(session, directory, gp, ask):
    contact = ask(TEN)
    report = SelfDialReport(ringing(session, contact), answered=True)
    report_self_dial(session, report, by=gp, directory=directory, at=TEN + seconds(9))
    before = the_row(session, directory)
    stored = session.get_one(CareRequestRow, contact)
    stored.answered_at = stored.ended_at = None
    session.commit()
    assert the_row(session, directory) == before


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
        rows = load_contact_rows(session, directory, from_on=from_on, to_on=to_on)
        return [row["contact_id"] for row in rows]

    assert ids(day, day) == [contact]
    assert ids(day - timedelta(days=9), day - timedelta(days=1)) == []
    assert ids(day + timedelta(days=1), day + timedelta(days=9)) == []
    assert the_row(session, directory, on=day)["period"] == on[:7]


def test_any_two_dates_in_order_are_a_period(session, directory, ask):
    ask(TEN)
    whole_time = load_contact_rows(session, directory, from_on=date.min, to_on=date.max)
    assert len(list(whole_time)) == 1
    assert list(load_contact_rows(session, directory, from_on=date.max, to_on=date.max)) == []
    with pytest.raises(PeriodBackwards):
        load_contact_rows(session, directory, from_on=MONDAY, to_on=date(2026, 11, 22))


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
    rows = list(load_contact_rows(session, directory, from_on=MONDAY, to_on=MONDAY))
    assert len(rows) == len({row["contact_id"] for row in rows}) == len(copies) + 1
    assert [row["created_at"] for row in rows] == sorted(str(row["created_at"]) for row in rows)


def test_a_batch_takes_as_many_questions_as_the_last(session, directory, ask, statements):
    for turn in range(20):
        ask(TEN + seconds(turn))
    with statements() as few:
        next(load_contact_rows(session, directory, from_on=MONDAY, to_on=MONDAY))
    for turn in range(20):
        ask(TEN + seconds(100 + turn))
    with statements() as many:
        list(load_contact_rows(session, directory, from_on=MONDAY, to_on=MONDAY))
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
    write_contacts_csv(load_contact_rows(session, directory, from_on=MONDAY, to_on=MONDAY), out)
    for word in (*texts.values(), gp.name, "+4670", "mia", "Mia", "fia"):
        assert word not in out.getvalue()


def test_the_file_is_rfc_4180_with_the_documented_heading(session, directory, ask):
    ask(TEN)
    out = io.StringIO(newline="")
    rows = load_contact_rows(session, directory, from_on=MONDAY, to_on=MONDAY)
    assert write_contacts_csv(rows, out) == 1
    text = out.getvalue()
    assert text.endswith("\r\n")
    assert text.count("\r\n") == text.count("\n") == 2
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert list(row) == [column.name for column in CONTACT_COLUMNS]
    assert row["answered_at"] == ""


def test_without_contacts_there_is_still_a_heading():
    out = io.StringIO(newline="")
    assert write_contacts_csv([], out) == 0
    assert out.getvalue().startswith("contact_id,case_code,period,")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_never_becomes_a_formula(start):
    row = {column.name: None for column in CONTACT_COLUMNS} | {"specialty": f"{start}1+1"}
    _heading, line = contacts_csv_lines([row])
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


def _another_account(session: Session) -> int:
    row = AccountRow(
        username="mia",
        password_hash="-",
        role=AccountRole.SPECIALIST,
        name="Mia",
        is_active=True,
        created_at=TEN,
        session_nonce="-",
    )
    session.add(row)
    session.commit()
    return row.id
