"""The first leg of "Ring upp mig": the requester's own phone, before anybody else is disturbed."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.actions.errors import MissingNumber
from models.care_request import AttemptRow, CareRequestRow
from models.db import insert_now
from models.outbox import MessageKind
from notifications.outbox import LIFETIME, enqueue
from notifications.record import GRACE
from routing.lifecycle import AttemptState
from routing.outcome import Side

RING_SECONDS = 30


def call_requester(session: Session, request: CareRequestRow, *, at: datetime) -> AttemptRow:
    """Add the attempt and its outbox message; part of the caller's transaction."""
    if request.requester_number is None:
        raise MissingNumber
    attempt = AttemptRow(
        id=str(uuid.uuid4()),
        request_id=request.id,
        side=Side.REQUESTER,
        step_order=0,
        unit_id=request.requester_unit_id,
        person_id=request.requester_person_id,
        number=request.requester_number,
        ring_seconds=RING_SECONDS,
        state=AttemptState.QUEUED,
        started_at=at,
        gives_up_at=gives_up_at(at),
        prompts=0,
    )
    insert_now(session, attempt)
    enqueue(session, MessageKind.CALL_REQUESTER, attempt, at=at)
    return attempt


def gives_up_at(at: datetime) -> datetime:
    """When a contact made ``at`` must be looked at, unless the provider says something before."""
    return at + timedelta(seconds=LIFETIME[MessageKind.CALL_REQUESTER] + GRACE)
