"""Somebody has said yes, but the requester is not on the line: they are rung, twice at most.

It comes to that after a call-back, and when a search has gone on without them. Whoever said yes
waits meanwhile; when the requester cannot be reached they are told so, and the yes still stands.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.actions import hunt
from app.actions.call_requester import call_requester
from models.care_request import AttemptRow, CallMode, CareRequestRow, RequestEventRow
from models.journal import Happening, happened_to_attempt, look_again_at, write
from models.outbox import MessageKind
from notifications.outbox import cancel_pending_calls, enqueue
from routing.lifecycle import OPEN_STATES, AttemptState, RequestEvent
from routing.outcome import Side

# Times the requester is rung for one who has said yes.
TRIES = 2


def fetch_requester(session: Session, request: CareRequestRow, *, at: datetime) -> bool:
    """Ring the requester unless they are on the line; returns whether they have to be waited for.

    Part of its callers' transactions: it commits nothing itself.
    """
    if request.mode is CallMode.SELF_DIAL or hunt.requester_leg(session, request.id) is not None:
        return False
    calls = _calls_since_the_yes(session, request)
    if any(one.state in OPEN_STATES for one in calls):
        return True
    if len(calls) >= TRIES or request.requester_number is None:
        _give_up(session, request, calls, at=at)
        return False
    attempt = call_requester(session, request, at=at)
    look_again_at(request, attempt.gives_up_at)
    return True


def look_at_talk(session: Session, request: CareRequestRow, *, at: datetime) -> None:
    """One look at a contact that is answered: who is rung in vain, and who waits in vain?

    Part of its callers' transactions: it commits nothing itself.
    """
    request.check_at = None
    for attempt in hunt.open_attempts(session, request.id):
        if attempt.gives_up_at > at:
            look_again_at(request, attempt.gives_up_at)
            continue
        cancel_pending_calls(session, [attempt])
        happened_to_attempt(session, attempt, Happening(RequestEvent.NO_ANSWER, at))
        attempt.ended_at = at
        enqueue(session, MessageKind.HANG_UP, attempt, at=at)
    session.flush()
    if request.ended_at is None and _somebody_waits(session, request.id):
        fetch_requester(session, request, at=at)


def is_lost(session: Session, request_id: str) -> bool:
    """Whether the requester could not be reached for the one who had said yes."""
    lost = exists().where(
        RequestEventRow.request_id == request_id,
        RequestEventRow.event == RequestEvent.REQUESTER_UNREACHABLE,
    )
    return bool(session.scalar(select(lost)))


def _give_up(
    session: Session, request: CareRequestRow, calls: Sequence[AttemptRow], *, at: datetime
) -> None:
    last = calls[-1] if calls else None
    unreached = Happening(RequestEvent.REQUESTER_UNREACHABLE, at)
    write(session, request.id, unreached, attempt=last)
    request.ended_at = at
    for leg in hunt.joined_legs(session, request.id):
        enqueue(session, MessageKind.RELEASE, leg, at=at)


def _calls_since_the_yes(session: Session, request: CareRequestRow) -> Sequence[AttemptRow]:
    return session.scalars(
        select(AttemptRow)
        .where(
            AttemptRow.request_id == request.id,
            AttemptRow.side == Side.REQUESTER,
            AttemptRow.started_at >= request.answered_at,
        )
        .order_by(AttemptRow.started_at)
    ).all()


def _somebody_waits(session: Session, request_id: str) -> bool:
    """A responder who holds the phone and has never been connected."""
    waits = exists().where(
        AttemptRow.request_id == request_id,
        AttemptRow.side == Side.RESPONDER,
        AttemptRow.state == AttemptState.ACCEPTED,
        AttemptRow.confirmed_at.is_not(None),
        AttemptRow.ended_at.is_(None),
    )
    return bool(session.scalar(select(waits)))
