"""Decisions and admissions to count: rows and logs, as the actions leave them."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from models.logs.admissions import AdmissionHappening, note_admission
from models.logs.decisions import decision_happened, note_decision
from models.tables.admissions import AdmissionRow
from models.tables.decisions import DecisionRow
from routing.admission import ADMISSION, AdmissionEvent, AdmissionStatus
from routing.decisions import DecisionEvent, DecisionKind, DecisionStatus
from routing.outcome import Side


def decided(
    session: Session,
    request_id: str,
    account_id: int,
    *,
    at: datetime,
    kind: DecisionKind = DecisionKind.ADVICE,
    **about: Any,
) -> DecisionRow:
    """A decision of the requester's, with the first line of its log; committed."""
    is_proposal = about.pop("is_proposal", False)
    row = DecisionRow(
        id=str(uuid.uuid4()),
        request_id=request_id,
        kind=kind,
        status=DecisionStatus.PROPOSED if is_proposal else DecisionStatus.DECIDED,
        account_id=account_id,
        decided_at=at,
        **({"side": Side.REQUESTER, "detail": {}} | about),
    )
    session.add(row)
    session.flush()
    first = DecisionEvent.PROPOSED if is_proposal else DecisionEvent.DECIDED
    note_decision(session, row.id, first, at=at)
    session.commit()
    return row


def became(session: Session, decision: DecisionRow, event: DecisionEvent, *, at: datetime) -> None:
    """Something became of a decision; committed."""
    decision_happened(session, decision, event, at=at)
    session.commit()


def lived(
    session: Session, decision: DecisionRow, log: Sequence[AdmissionHappening]
) -> AdmissionRow:
    """The direct admission of a decision whose log holds these lines, in this order; committed."""
    row = AdmissionRow(
        id=str(uuid.uuid4()),
        decision_id=decision.id,
        request_id=decision.request_id,
        status=AdmissionStatus.PROPOSED,
        specialty="kardiologi",
        municipality="2062",
        checklist=[],
        created_at=decision.decided_at,
    )
    session.add(row)
    session.flush()
    for line in log:
        note_admission(session, row, line)
        if ADMISSION.allows(row.status, line.event):
            row.status = ADMISSION.apply(row.status, line.event)
    session.commit()
    return row


def line(event: AdmissionEvent, at: datetime, ward: str | None = None, **detail: Any):
    """One line of an admission's log."""
    return AdmissionHappening(event, at, ward_id=ward, detail=detail)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)
