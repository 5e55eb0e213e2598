"""Contacts with decisions in them, as the other side of the service leaves them."""

import itertools
import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from models.accounts import AccountRole, AccountRow
from models.care_request import CallMode, CareRequestRow
from models.decisions import DecisionRow
from routing.decisions import DecisionKind, DecisionStatus
from routing.lifecycle import RequestStatus
from routing.outcome import Side
from routing.types import ContactPath, RequesterRole
from tests.app.actions.imports.desk import MONDAY

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
