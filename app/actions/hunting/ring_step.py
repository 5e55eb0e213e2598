"""One step of the hunt is taken: the call to whoever stands there, and what they are told.

Part of its callers' transactions: it commits nothing itself.
"""

import uuid
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.actions.hunting.alert_responder import alert
from models.db import insert_now
from models.logs.contacts import Happening, look_again_at, write
from models.tables.contacts import AttemptRow, CallMode, CareRequestRow
from models.tables.outbox import MessageKind
from notifications.outbox import LIFETIME, enqueue
from notifications.record import GRACE
from routing.directory import Directory
from routing.lifecycle import AttemptState, RequestEvent
from routing.outcome import Side
from routing.plan import PlanStep
from routing.reasons import ReasonCode

# How long a contact dialled by hand waits for the requester's word before it counts as left.
UNREPORTED = timedelta(hours=1)

# How long a phone that is let go with a word is busy with that.
GOODBYE = timedelta(seconds=7)


def add_attempt(
    session: Session,
    request: CareRequestRow,
    step: PlanStep,
    *,
    hunting_round: int,
    at: datetime,
) -> AttemptRow:
    """Add the attempt; nobody is told of it yet."""
    by_hand = request.mode is CallMode.SELF_DIAL
    latest = timedelta(seconds=LIFETIME[MessageKind.CALL_RESPONDER] + GRACE)
    attempt = AttemptRow(
        id=str(uuid.uuid4()),
        request_id=request.id,
        side=Side.RESPONDER,
        step_order=step.order,
        line_id=step.line_id,
        unit_id=step.unit_id,
        tier=step.tier,
        person_id=step.person_id,
        number=step.number,
        ring_seconds=step.ring_seconds,
        state=AttemptState.DIALLED if by_hand else AttemptState.QUEUED,
        started_at=at,
        gives_up_at=at + latest,
        prompts=0,
        round=hunting_round,
        phone=step.phone,
        forwarded_from=_forwarded_from(step),
    )
    insert_now(session, attempt)
    return attempt


def ring(
    session: Session,
    request: CareRequestRow,
    attempt: AttemptRow,
    *,
    directory: Directory,
    at: datetime,
) -> None:
    """Tell whoever is sought, and make the phone ring when that has had its time; one who is
    dialled by hand is told by the one who dials."""
    if request.mode is CallMode.SELF_DIAL:
        request.check_at = at + UNREPORTED
        write(session, request.id, Happening(RequestEvent.DIALLED, at), attempt=attempt)
        return
    delay = max(
        alert(session, request, attempt, directory=directory, at=at),
        _seconds_until_free(session, attempt, at=at),
    )
    attempt.gives_up_at += timedelta(seconds=delay)
    enqueue(session, MessageKind.CALL_RESPONDER, attempt, at=at, delay=delay)
    look_again_at(request, attempt.gives_up_at)


def _seconds_until_free(session: Session, attempt: AttemptRow, *, at: datetime) -> int:
    """How long the phone still hears why it was let go: a colleague's yes has just come to
    nothing."""
    let_go_at = session.scalar(
        select(func.max(AttemptRow.ended_at)).where(
            AttemptRow.request_id == attempt.request_id,
            AttemptRow.number == attempt.number,
            AttemptRow.state == AttemptState.CANCELLED,
            AttemptRow.picked_up_at.is_not(None),
        )
    )
    if let_go_at is None or let_go_at + GOODBYE <= at:
        return 0
    return ceil((let_go_at + GOODBYE - at).total_seconds())


def _forwarded_from(step: PlanStep) -> str | None:
    is_forwarded = step.reason.code is ReasonCode.FORWARDED
    return step.reason.values.get("person") if is_forwarded else None
