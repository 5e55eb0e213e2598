"""Between a yes and the talk (väntan på ihopkoppling): an answer counts when the two are joined.

Until then the yes may break: the line does, the phone is never lifted, no word comes. Then the
search goes on by itself, and whoever said yes is told. Part of its callers' transactions: it
commits nothing itself.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.hunting import hunt
from app.actions.hunting.unreported_talk import BELIEVED_AFTER, find_pair
from app.actions.shared.locked_call import LockedCall
from app.actions.talk.fetch_requester import fetch_requester
from app.actions.talk.notify_not_joined import notify_not_joined
from app.actions.talk.record_connection import Unreported, answered
from models.logs.contacts import Happening, happened, happened_to_attempt, look_again_at
from models.tables.contacts import AttemptRow, CareRequestRow
from models.tables.outbox import MessageKind
from notifications.outbox import cancel_pending_calls, enqueue
from notifications.wake import Need, wake_after_commit
from routing.directory import Directory
from routing.lifecycle import AttemptState, RequestEvent, RequestStatus
from routing.outcome import Side

LIFT_WITHIN: Final = timedelta(seconds=21)
"""From a yes given elsewhere until the phone must have been picked up: with the second until the
worker looks, and the next call to be made, 25."""

JOIN_WITHIN: Final = timedelta(seconds=20)
"""From a digit until both must have been seen in the room: a sentence, some delay, late reports."""

PATIENCE: Final = timedelta(seconds=2)
"""From the end of a call until it is believed that no talk took place: reports come in any
order."""


class Why(StrEnum):
    """Varför ett ja inte blev ett samtal."""

    LINE_BROKE = "linjen_brots"
    NOT_LIFTED = "lyfte_inte"
    NEVER_SEEN = "syntes_aldrig_till"
    SAID_NO = "sade_nej_i_telefonen"


def wait_for_talk(call: LockedCall) -> None:
    """Say until when the two must be joined, now that this phone has come so far."""
    attempt = call.attempt
    if attempt.confirmed_at is not None:
        attempt.gives_up_at = call.at + JOIN_WITHIN
    elif attempt.picked_up_at is not None:
        attempt.gives_up_at = call.at + hunt.question_may_take(call.request)
    else:
        attempt.gives_up_at = call.at + LIFT_WITHIN
    call.request.check_at = attempt.gives_up_at


def give_time_to_join(call: LockedCall) -> None:
    """The requester has been fetched: from now on the two have the usual time to be joined."""
    taken = standing_yes(call.session, call.request.id)
    if taken is not None and call.request.status is RequestStatus.JOINING:
        taken.gives_up_at = call.at + JOIN_WITHIN
        call.request.check_at = taken.gives_up_at


def note_yes_over(call: LockedCall) -> None:
    """The call of one who has said yes has ended, and they have not been seen in the talk."""
    if call.attempt.ended_at is None:
        call.attempt.ended_at = call.at
    look_again_at(call.request, call.at + PATIENCE)
    wake_after_commit(call.session, Need.HUNTS)


def look_at_yes(
    session: Session, request: CareRequestRow, *, directory: Directory, at: datetime
) -> None:
    """One look at a contact somebody has said yes to: go on searching, or wait on."""
    taken = standing_yes(session, request.id)
    if taken is None:
        raise LookupError(f"nobody has said yes to {request.id}")
    give_up_overdue(session, request, at=at)
    hung_up_at = _requester_left_at(session, taken)
    broken_at = None if taken.ended_at is None else taken.ended_at + PATIENCE
    if hung_up_at is not None:  # nobody else is rung for them
        if hung_up_at + PATIENCE <= at:
            requester_hung_up(session, request, at=at)
        else:
            request.check_at = hung_up_at + PATIENCE
        return
    call = LockedCall(session, request, taken, directory, at)
    if broken_at is not None and broken_at <= at:
        go_on(call, _why(taken))
        return
    if _is_out_of_time(session, request, taken, at=at):
        _time_is_up(call)
        return
    rings_until = [one.gives_up_at for one in hunt.open_attempts(session, request.id)]
    moments = (broken_at, taken.gives_up_at, at + JOIN_WITHIN, *rings_until)
    request.check_at = min(one for one in moments if one is not None and one > at)
    if taken.confirmed_at is not None and taken.ended_at is None:
        fetch_requester(session, request, at=at)


def _time_is_up(call: LockedCall) -> None:
    """No report of the two has come. They may talk all the same, and nobody is to be rung or pulled
    out for want of a report: unless one of them is heard to wait alone they are left in peace."""
    pair = find_pair(call.session, call.request.id, call.attempt)
    if pair is None or pair.has_waited:
        go_on(call, _why(call.attempt))
    elif pair.sent_at + BELIEVED_AFTER <= call.at:
        joined_at, how = pair.entered_at, Unreported.SILENCE
        answered(call.session, call.request, call.attempt, at=joined_at, how=how)
    else:
        call.request.check_at = pair.sent_at + BELIEVED_AFTER


def go_on(call: LockedCall, why: Why) -> None:
    """The yes came to nothing: whoever gave it is told, and the next in turn is rung.

    A phone that was picked up is left alone: what it is asked, or where it waits, may still end in
    a talk, which then counts.
    """
    session, request, taken, at = call.session, call.request, call.attempt, call.at
    broke = Happening(RequestEvent.NOT_JOINED, at, detail={"why": why.value})
    if not happened(session, request, broke, attempt=taken):
        return
    notify_not_joined(session, request, taken, directory=call.directory, at=at)
    taken.accepted_at = taken.accepted_in = None
    cancel_pending_calls(session, [taken])
    if why is Why.SAID_NO:
        call.attempt_saw(RequestEvent.DECLINED)
        taken.ended_at = at
    if taken.ended_at is None and taken.picked_up_at is None:
        taken.ended_at = at
        enqueue(session, MessageKind.HANG_UP, taken, at=at)
    session.flush()
    hunt.advance(session, request, directory=call.directory, at=at)


def requester_hung_up(session: Session, request: CareRequestRow, *, at: datetime) -> None:
    """They want nothing more: whoever has said yes is let go with a word."""
    if not happened(session, request, Happening(RequestEvent.REQUESTER_HUNG_UP, at)):
        return
    request.ended_at = at
    request.check_at = None
    hunt.stop_ringing(session, request, at=at)
    hunt.let_go(session, hunt.joined_legs(session, request.id), at=at)


def standing_yes(session: Session, request_id: str) -> AttemptRow | None:
    """The call of whoever has said yes, if that yes stands."""
    return session.scalars(
        select(AttemptRow)
        .where(
            AttemptRow.request_id == request_id,
            AttemptRow.side == Side.RESPONDER,
            AttemptRow.state == AttemptState.ACCEPTED,
        )
        .order_by(AttemptRow.accepted_at.desc())
        .limit(1)
    ).one_or_none()


def give_up_overdue(session: Session, request: CareRequestRow, *, at: datetime) -> None:
    """Give up calls that have rung too long while somebody has said yes: the requester's, or a
    third party's."""
    for attempt in hunt.open_attempts(session, request.id):
        if attempt.gives_up_at > at:
            continue
        cancel_pending_calls(session, [attempt])
        happened_to_attempt(session, attempt, Happening(RequestEvent.NO_ANSWER, at))
        attempt.ended_at = at
        enqueue(session, MessageKind.HANG_UP, attempt, at=at)
    session.flush()


def _why(taken: AttemptRow) -> Why:
    if taken.confirmed_at is None and taken.picked_up_at is None:
        return Why.NOT_LIFTED
    return Why.NEVER_SEEN if taken.ended_at is None else Why.LINE_BROKE


def _is_out_of_time(
    session: Session, request: CareRequestRow, taken: AttemptRow, *, at: datetime
) -> bool:
    """Whoever waits on the line while the requester is being rung has all the time that takes."""
    if taken.gives_up_at > at:
        return False
    return taken.confirmed_at is None or hunt.requester_leg(session, request.id) is not None


def _requester_left_at(session: Session, taken: AttemptRow) -> datetime | None:
    """When a requester who was on the line at the yes, or has come since, hung up; None if not."""
    if hunt.requester_leg(session, taken.request_id) is not None:
        return None
    return session.scalar(
        select(AttemptRow.ended_at)
        .where(
            AttemptRow.request_id == taken.request_id,
            AttemptRow.side == Side.REQUESTER,
            AttemptRow.state == AttemptState.ACCEPTED,
            AttemptRow.ended_at >= taken.accepted_at,
        )
        .order_by(AttemptRow.ended_at.desc())
        .limit(1)
    )
