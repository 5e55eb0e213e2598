"""Contacts with decisions in them, as the other side of the service leaves them."""

import itertools
import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from models.tables.accounts import AccountRole, AccountRow
from models.tables.admissions import AdmissionEventRow, AdmissionRow, WardAnswerRow
from models.tables.contacts import CallMode, CareRequestRow
from models.tables.decisions import DecisionRow
from routing.admission import AdmissionEvent, AdmissionStatus, RefusalReason, WardReply
from routing.decisions import DecisionKind, DecisionStatus
from routing.lifecycle import RequestStatus
from routing.outcome import Side
from routing.types import ContactPath, RequesterRole
from tests.routing.county import local

MONDAY = local("2026-11-23 09:00")
DIRECT, STAY = DecisionKind.DIRECT_ADMISSION, DecisionKind.ADVICE
_codes = itertools.count(1)


def doctor(session: Session) -> int:
    """An account that decides; its id."""
    row = AccountRow(
        username=f"lakare-{next(_codes)}",
        password_hash="-",
        role=AccountRole.PRIMARVARDSLAKARE,
        name="Vera Provdoktor",
        is_active=True,
        created_at=MONDAY,
        session_nonce="-",
    )
    session.add(row)
    session.commit()
    return row.id


def contact(session: Session, doctor_id: int, *, at: datetime = MONDAY) -> str:
    """A contact that somebody has answered; its id."""
    row = CareRequestRow(
        id=str(uuid.uuid4()),
        case_code=f"AK-{next(_codes):04d}",
        path=ContactPath.AKUT,
        requester_id=doctor_id,
        requester_role=RequesterRole.PRIMARVARDSLAKARE,
        municipality="2062",
        mode=CallMode.RING_ME,
        status=RequestStatus.CLOSED,
        plan={},
        promise_seconds=60,
        created_at=at,
        answered_at=at,
        ended_at=at,
    )
    session.add(row)
    session.commit()
    return row.id


def decide(
    session: Session,
    request_id: str,
    kind: DecisionKind = DIRECT,
    *,
    status: DecisionStatus = DecisionStatus.DECIDED,
    at: datetime = MONDAY,
) -> str:
    """A decision in a contact; its id."""
    request = session.get_one(CareRequestRow, request_id)
    row = DecisionRow(
        id=str(uuid.uuid4()),
        request_id=request_id,
        kind=kind,
        status=status,
        side=Side.REQUESTER,
        account_id=request.requester_id,
        note="",
        next_text="",
        detail={},
        decided_at=at,
    )
    session.add(row)
    session.commit()
    return row.id


def admission(session: Session, doctor_id: int, *, at: datetime = MONDAY) -> str:
    """A direct admission that has been decided and proposed; its id."""
    request_id = contact(session, doctor_id, at=at)
    row = AdmissionRow(
        id=str(uuid.uuid4()),
        decision_id=decide(session, request_id, at=at),
        request_id=request_id,
        status=AdmissionStatus.PROPOSED,
        municipality="2062",
        checklist=[],
        created_at=at,
    )
    session.add(row)
    session.commit()
    return row.id


def answer(
    session: Session,
    admission_id: str,
    ward_id: str,
    reply: WardReply | RefusalReason,
    *,
    at: datetime = MONDAY,
    note: str = "",
) -> None:
    """What a ward answered; a reason is a no."""
    reason = reply if isinstance(reply, RefusalReason) else None
    session.add(
        WardAnswerRow(
            admission_id=admission_id,
            ward_id=ward_id,
            round=1,
            reply=WardReply.REFUSED if isinstance(reply, RefusalReason) else reply,
            reason=reason,
            note=note,
            at=at,
        )
    )
    session.commit()


def happen(
    session: Session,
    admission_id: str,
    *events: AdmissionEvent,
    at: datetime = MONDAY,
    ward_id: str | None = None,
) -> None:
    """Lines in the log of an admission, all at the same moment."""
    for event in events:
        session.add(
            AdmissionEventRow(
                admission_id=admission_id, event=event, at=at, ward_id=ward_id, detail={}
            )
        )
        session.flush()
    session.commit()
