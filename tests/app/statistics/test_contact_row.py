"""From what happened to a contact to its row."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from app.actions.calls.record_answer import Pressed, record_answer
from app.actions.calls.record_pickup import record_pickup
from app.actions.contact.cancel_request import cancel_request
from app.actions.contact.escalate_due import escalate_due
from app.actions.contact.report_self_dial import SelfDialReport, report_self_dial
from app.actions.outcome.record_outcome import NewOutcome, record_outcome
from app.actions.talk.record_connection import record_connection
from models.tables.accounts import AccountRole, AccountRow
from models.tables.contacts import AttemptRow, CallMode, CareRequestRow
from routing.outcome import ResultAfter
from tests.app.statistics.world import TEN, ringing, seconds, the_row

pytestmark = pytest.mark.postgresql


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
    record_pickup(session, own, call_id="CA1", directory=directory, at=TEN + seconds(4))
    record_answer(session, own, Pressed("1"), directory=directory, at=TEN + seconds(5))
    first = ringing(session, contact)
    record_pickup(session, first, call_id="CA2", directory=directory, at=TEN + seconds(12))
    record_answer(session, first, Pressed("1"), directory=directory, at=TEN + seconds(20))
    record_connection(session, contact, call_id="CA1", at=TEN + seconds(6))
    record_connection(session, contact, call_id="CA2", at=TEN + seconds(21))

    row = the_row(session, directory)

    assert row == row | {
        "attempts": 1,
        "answered": 1,
        "phones_rung": 1,
        "rounds": 1,
        "seconds_to_answer": 21,
        "within_promise": 1,
        "answering_unit_id": "mora-medicin",
        "connected": 1,
        "seconds_to_connect": 21,
        "decline_reasons": None,
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
        "phones_rung": 3,
        "rounds": 1,
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
    escalate_due(sessions, lambda _session: directory, clock=lambda: due)
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
