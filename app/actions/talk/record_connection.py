"""Somebody joined a contact's common talk: when the two are in it, the contact is answered.

Reports come late, twice and in any order, and some never do. What counts is when somebody was in
the room, so that a short talk is one although its reports come when it is over; and a room that
ends around somebody who has not hung up had another in it.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.hunting import hunt
from app.actions.shared.locked_call import lock_call
from app.actions.talk.end_talk import end_talk
from models.db import transaction
from models.logs.contacts import Happening, happened, happened_to_attempt, lock_request, write
from models.tables.contacts import AttemptRow, CareRequestRow
from models.tables.outbox import MessageKind
from notifications.outbox import take_back
from routing.directory import Directory
from routing.lifecycle import AttemptState, RequestEvent, RequestStatus
from routing.outcome import Side


class Unreported(StrEnum):
    """Hur det ändå är känt att två talar med varandra."""

    SILENCE = "utan_rapport"
    ONE_SAID_SO = "en_av_dem_sade_det"


WITHIN_THE_SECOND = timedelta(milliseconds=999)
"""The provider tells whole seconds; it joined no later than this after what it told."""

_MAY_BE_JOINED = frozenset({AttemptState.ACCEPTED, AttemptState.NOT_JOINED})


def record_connection(
    session: Session,
    request_id: str,
    *,
    call_id: str,
    at: datetime,
    told_at: datetime | None = None,
) -> bool:
    """Note that a call joined; False when the contact or the call is unknown.

    ``told_at`` is when, by the provider's own clock, to the second; None: it did not say.
    """
    with transaction(session):
        request = lock_request(session, request_id)
        attempt = (
            None
            if request is None
            else session.scalar(
                select(AttemptRow).where(
                    AttemptRow.request_id == request_id, AttemptRow.provider_call_id == call_id
                )
            )
        )
        if request is None or attempt is None:
            return False
        if attempt.connected_at is None:
            _note(session, request, attempt, _seen_at(attempt, told_at, at))
        session.commit()
    return True


def record_room_left(
    session: Session, attempt_id: str, *, directory: Directory, at: datetime
) -> None:
    """The room ended around somebody who has not hung up: another was in it, and left it.

    Twilio asks what comes after the talk on the call itself, so that this is known although no
    report of who joined has come.
    """
    with transaction(session):
        call = lock_call(session, attempt_id, directory=directory, at=at)
        if call is None:
            return
        request, attempt = call.request, call.attempt
        other = _newest_yes(session, request.id)
        if other is not None and attempt.side in (Side.REQUESTER, Side.RESPONDER):
            answered(session, request, other, at=at)
        session.commit()


def _seen_at(attempt: AttemptRow, told_at: datetime | None, at: datetime) -> datetime:
    """When it joined: what the provider says, where that can be true, else now.

    A call that joined after it was reported to be over goes on.
    """
    if told_at is not None and attempt.ended_at is not None and told_at > attempt.ended_at:
        attempt.ended_at = None
    latest = min(at, attempt.ended_at or at)
    if told_at is None:
        return latest
    return min(max(told_at + WITHIN_THE_SECOND, attempt.started_at), latest)


def _note(
    session: Session, request: CareRequestRow, attempt: AttemptRow, seen_at: datetime
) -> None:
    attempt.connected_at = seen_at
    session.flush()
    if attempt.side is Side.THIRD_PARTY:
        happened_to_attempt(session, attempt, Happening(RequestEvent.CONNECTED, seen_at))
        joined = Happening(RequestEvent.THIRD_PARTY_JOINED, seen_at)
        write(session, request.id, joined, attempt=attempt)
        return
    pair = _pair(session, request.id, attempt)
    if pair is not None:
        answered(session, request, pair, at=seen_at)


def _pair(session: Session, request_id: str, attempt: AttemptRow) -> AttemptRow | None:
    """The responder of the two who were in the room at the same time; None when there are no
    two."""
    sides = (Side.REQUESTER, Side.RESPONDER)
    if attempt.side not in sides:
        return None
    (other_side,) = (side for side in sides if side is not attempt.side)
    others = session.scalars(
        select(AttemptRow)
        .where(
            AttemptRow.request_id == request_id,
            AttemptRow.side == other_side,
            AttemptRow.connected_at.is_not(None),
        )
        .order_by(AttemptRow.connected_at.desc())
    ).all()
    for other in others:
        responder = attempt if attempt.side is Side.RESPONDER else other
        if responder.state in _MAY_BE_JOINED and _met(attempt, other):
            return responder
    return None


def _met(one: AttemptRow, other: AttemptRow) -> bool:
    if one.connected_at is None or other.connected_at is None:
        return False
    both_since = max(one.connected_at, other.connected_at)
    return all(leg.ended_at is None or leg.ended_at >= both_since for leg in (one, other))


def answered(
    session: Session,
    request: CareRequestRow,
    responder: AttemptRow,
    *,
    at: datetime,
    how: Unreported | None = None,
) -> None:
    """The two are joined. If the search had gone on, whoever rings now is let go.

    Part of its callers' transactions. ``how`` it is known, when not by the provider's reports.
    """
    was = request.status
    if was in (RequestStatus.SELF_DIALLING, RequestStatus.CALL_BACK_PROMISED):
        return
    detail = {} if how is None else {"how": how.value}
    connected = Happening(RequestEvent.CONNECTED, at, detail=detail)
    if not happened(session, request, connected, attempt=responder):
        return
    responder.accepted_at = responder.accepted_at or at
    request.answered_at = at
    request.check_at = None
    session.flush()
    hunt.stop_ringing(session, request, at=at)
    leg = hunt.requester_leg(session, request.id)
    if was is RequestStatus.CANCELLED:  # it is over; that they had talked was told too late
        return
    request.ended_at = None
    if leg is not None:
        take_back(session, leg, MessageKind.TELL_REQUESTER)
    if leg is None or responder.ended_at is not None:
        end_talk(session, request, left_by=responder, at=max(at, responder.ended_at or at))


def _newest_yes(session: Session, request_id: str) -> AttemptRow | None:
    return session.scalars(
        select(AttemptRow)
        .where(
            AttemptRow.request_id == request_id,
            AttemptRow.side == Side.RESPONDER,
            AttemptRow.state.in_(_MAY_BE_JOINED),
            AttemptRow.confirmed_at.is_not(None),
        )
        .order_by(AttemptRow.confirmed_at.desc())
        .limit(1)
    ).one_or_none()
