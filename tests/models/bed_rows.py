"""Wards, reports of their beds, and admissions to them, as rows."""

import itertools
import uuid
from datetime import UTC, datetime
from typing import Any

from models.tables.accounts import AccountRole, AccountRow
from models.tables.admissions import AdmissionRow
from models.tables.beds import BedReportRow, WardRow
from models.tables.contacts import CallMode, CareRequestRow
from models.tables.decisions import DecisionRow
from routing.admission import AdmissionStatus
from routing.beds import BedSource
from routing.decisions import DecisionKind, DecisionStatus
from routing.lifecycle import RequestStatus
from routing.outcome import Side
from routing.types import ContactPath, RequesterRole

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)  # twelve o'clock in Stockholm
_numbers = itertools.count(1)


def add_ward(session, ward_id, *, stale_after_hours=8):
    """A ward of a unit that is there."""
    session.add(WardRow(ward_id=ward_id, stale_after_hours=stale_after_hours))
    session.commit()


def add_report(session, ward_id, *, source=BedSource.HAND, counted_at=NOON, **figures: Any):
    """The newest report of a ward and a source; its row's id."""
    row = BedReportRow(
        **{
            "ward_id": ward_id,
            "source": source,
            "counted_at": counted_at,
            "received_at": counted_at,
            "staffed": 20,
            "occupied": 15,
            "is_open": True,
            "is_latest": True,
        }
        | figures
    )
    session.add(row)
    session.commit()
    return row.id


def add_admission(session, ward_id, status=AdmissionStatus.RESERVED, **about: Any):
    """A direct admission at a ward, with the contact and the decision it belongs to; its id."""
    number = next(_numbers)
    account = AccountRow(
        username=f"remittent-{number}",
        password_hash="-",
        role=AccountRole.PRIMARVARDSLAKARE,
        name="Mira Exempel",
        is_active=True,
        created_at=NOON,
        session_nonce="-",
    )
    session.add(account)
    session.flush()
    request_id, decision_id, admission_id = (str(uuid.uuid4()) for _ in range(3))
    session.add(
        CareRequestRow(
            id=request_id,
            case_code=f"AK-{number:04}",
            path=ContactPath.AKUT,
            status=RequestStatus.CLOSED,
            mode=CallMode.RING_ME,
            requester_id=account.id,
            requester_role=RequesterRole.PRIMARVARDSLAKARE,
            municipality="2062",
            plan={},
            promise_seconds=120,
            created_at=NOON,
        )
    )
    session.flush()
    session.add(
        DecisionRow(
            id=decision_id,
            request_id=request_id,
            kind=DecisionKind.DIRECT_ADMISSION,
            status=DecisionStatus.DECIDED,
            side=Side.REQUESTER,
            account_id=account.id,
            decided_at=NOON,
        )
    )
    session.flush()
    session.add(
        AdmissionRow(
            id=admission_id,
            decision_id=decision_id,
            request_id=request_id,
            status=status,
            municipality="2062",
            ward_id=ward_id,
            created_at=NOON,
            **about,
        )
    )
    session.commit()
    return admission_id
