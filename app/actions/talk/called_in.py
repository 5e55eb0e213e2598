"""The requester's own leg when they have rung us: it is there already, so the hunt begins at once.

Part of its callers' transactions: it commits nothing itself.
"""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.hunting import hunt
from app.actions.talk.errors import CallerHungUp
from models.db import insert_now
from models.logs.contacts import Happening, happened
from models.tables.contacts import AttemptRow, CareRequestRow
from models.tables.incoming import IncomingCallRow
from routing.directory import Directory
from routing.lifecycle import AttemptState, RequestEvent
from routing.outcome import Side

NO_NUMBER = ""
"""Stands on the leg of a caller who shows no number: it is never rung, and never shown."""


def lock_incoming(session: Session, incoming_call_id: str) -> IncomingCallRow:
    """The call, locked. Raises ``CallerHungUp`` when it is over."""
    call = session.scalar(
        select(IncomingCallRow)
        .where(IncomingCallRow.id == incoming_call_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if call is None or call.ended_at is not None:
        raise CallerHungUp
    return call


def take_up(
    session: Session, request: CareRequestRow, call: IncomingCallRow, *, directory: Directory
) -> None:
    """Add the leg, say that the requester is ready, and ring the first one."""
    at: datetime = request.created_at
    attempt = AttemptRow(
        id=str(uuid.uuid4()),
        request_id=request.id,
        side=Side.REQUESTER,
        step_order=0,
        unit_id=request.requester_unit_id,
        person_id=request.requester_person_id,
        number=call.from_number or NO_NUMBER,
        ring_seconds=0,
        state=AttemptState.QUEUED,
        started_at=at,
        gives_up_at=at,
        prompts=0,
        provider_call_id=call.provider_call_id,
    )
    insert_now(session, attempt)
    call.request_id = request.id
    happened(session, request, Happening(RequestEvent.REQUESTER_READY, at), attempt=attempt)
    hunt.advance(session, request, directory=directory, at=at)
