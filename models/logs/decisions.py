"""What happens to a decision: every change of its status passes here, with a line in its log."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models.db import insert_now
from models.logs.contacts import MACHINE, By
from models.tables.decisions import DecisionEventRow, DecisionRow
from routing.decisions import AFTER_ALL, DECISION, DecisionEvent, DecisionStatus


def decision_happened(
    session: Session,
    decision: DecisionRow,
    event: DecisionEvent,
    *,
    at: datetime,
    by: By = MACHINE,
) -> bool:
    """Let an event change a decision; False, and nothing changed, when it is repeated.

    Raises ``InvalidTransition`` when the status does not allow it. Part of its caller's
    transaction; the contact is locked.
    """
    status = DECISION.apply(decision.status, event)
    if status is decision.status:
        return False
    decision.status = status
    decision.ended_at = None if status is DecisionStatus.DECIDED else at
    note_decision(session, decision.id, event, at=at, by=by)
    return True


def decision_done_after_all(
    session: Session, decision: DecisionRow, *, at: datetime, by: By
) -> bool:
    """The decision fell through, and was carried out all the same; False, and nothing changed, for
    every other one. Part of its caller's transaction; the contact is locked."""
    event = DecisionEvent.DONE
    if not AFTER_ALL.allows(decision.status, event):
        return False
    decision.status, decision.ended_at = AFTER_ALL.apply(decision.status, event), at
    note_decision(session, decision.id, event, at=at, by=by)
    return True


def note_decision(
    session: Session,
    decision_id: str,
    event: DecisionEvent,
    *,
    at: datetime,
    by: By = MACHINE,
    **detail: Any,
) -> None:
    """Append one event to a decision's log; ``detail`` holds codes and ids only."""
    insert_now(
        session,
        DecisionEventRow(
            decision_id=decision_id,
            event=event,
            at=at,
            account_id=by.account_id,
            unit_id=by.unit_id,
            detail=detail,
        ),
    )
