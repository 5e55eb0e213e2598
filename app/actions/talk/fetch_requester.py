"""Somebody has said yes, but the requester is not on the line: they are rung, twice at most.

It comes to that after a call-back, and when a search has gone on without them. Whoever said yes
waits meanwhile; when the requester cannot be reached they are told so, with the number to ring.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from app.actions.hunting import hunt
from app.actions.talk.call_requester import call_requester
from models.logs.contacts import Happening, happened, look_again_at
from models.tables.contacts import AttemptRow, CallMode, CareRequestRow, RequestEventRow
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
    calls = _calls_for_the_yes(session, request)
    if any(one.state in OPEN_STATES for one in calls):
        return True
    if len(calls) >= TRIES or request.requester_number is None:
        _give_up(session, request, at=at)
        return False
    attempt = call_requester(session, request, at=at)
    look_again_at(request, attempt.gives_up_at)
    return True


def is_lost(session: Session, request_id: str) -> bool:
    """Whether the requester could not be reached for the one who had said yes."""
    lost = exists().where(
        RequestEventRow.request_id == request_id,
        RequestEventRow.event == RequestEvent.REQUESTER_UNREACHABLE,
    )
    return bool(session.scalar(select(lost)))


def _give_up(session: Session, request: CareRequestRow, *, at: datetime) -> None:
    happened(session, request, Happening(RequestEvent.REQUESTER_UNREACHABLE, at))
    request.ended_at = at
    request.check_at = None
    hunt.stop_ringing(session, request, at=at)
    hunt.let_go(session, hunt.joined_legs(session, request.id), at=at)


def _calls_for_the_yes(session: Session, request: CareRequestRow) -> Sequence[AttemptRow]:
    """The calls to the requester since the yes that stands, and one that rings since before it."""
    said_yes_at = session.scalar(
        select(AttemptRow.accepted_at)
        .where(
            AttemptRow.request_id == request.id,
            AttemptRow.side == Side.RESPONDER,
            AttemptRow.state == AttemptState.ACCEPTED,
        )
        .order_by(AttemptRow.accepted_at.desc())
        .limit(1)
    )
    return session.scalars(
        select(AttemptRow)
        .where(
            AttemptRow.request_id == request.id,
            AttemptRow.side == Side.REQUESTER,
            or_(
                AttemptRow.started_at >= (said_yes_at or request.created_at),
                AttemptRow.state.in_(OPEN_STATES),
            ),
        )
        .order_by(AttemptRow.started_at)
    ).all()
