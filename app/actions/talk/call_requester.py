"""The first leg of "Ring upp mig": the requester's own phone, before anybody else is disturbed."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.talk.errors import MissingNumber
from models.db import insert_now
from models.tables.contacts import AttemptRow, CareRequestRow
from models.tables.outbox import MessageKind
from notifications.outbox import LIFETIME, enqueue
from notifications.record import GRACE
from routing.lifecycle import AttemptState
from routing.outcome import Side

RING_SECONDS = 30

# Calls in all to a requester whose phone has told us nothing, how such a call stands when it is
# over, and the seconds until the next, in which one that still rings, or hears a word, is over.
CALLS_UNHEARD = 2
UNHEARD = frozenset({AttemptState.NO_ANSWER, AttemptState.NO_DIGIT, AttemptState.VOICEMAIL})
AFTER_SECONDS = 8


def call_requester(
    session: Session, request: CareRequestRow, *, at: datetime, delay: int = 0
) -> AttemptRow:
    """Add the attempt and its outbox message, to be sent after ``delay`` seconds; part of the
    caller's transaction."""
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
    enqueue(session, MessageKind.CALL_REQUESTER, attempt, at=at, delay=delay)
    return attempt


def call_again_unheard(session: Session, request: CareRequestRow, *, at: datetime) -> bool:
    """Ring the requester once more when nobody knows what came of the first call; False if not.

    Either the provider never said, or the phone was picked up and nobody pressed a key: a voicemail
    box, or our question never came. They pressed "Ring upp mig", so they wait for it.
    """
    states = session.scalars(
        select(AttemptRow.state).where(
            AttemptRow.request_id == request.id, AttemptRow.side == Side.REQUESTER
        )
    ).all()
    if len(states) >= CALLS_UNHEARD or not set(states) <= UNHEARD:
        return False
    attempt = call_requester(session, request, at=at, delay=AFTER_SECONDS)
    request.check_at = attempt.gives_up_at
    return True


def gives_up_at(at: datetime) -> datetime:
    """When a contact made ``at`` must be looked at, unless the provider says something before."""
    return at + timedelta(seconds=LIFETIME[MessageKind.CALL_REQUESTER] + GRACE)
