"""Nobody answered, and the requester does not know it yet: they are told again, until they do.

Part of its caller's transaction: it commits nothing itself.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.actions.calls.record_elsewhere import settle_elsewhere
from app.actions.hunting import hunt
from app.actions.hunting.notify_exhausted import notify_requester
from app.actions.talk.call_requester import call_requester
from models.logs.contacts import Happening, happened_to_attempt
from models.tables.contacts import AttemptRow, CareRequestRow, RequestEventRow
from models.tables.outbox import MessageKind, MessageState, OutboxMessageRow
from notifications.outbox import cancel_pending_calls, enqueue
from routing.directory import Directory
from routing.lifecycle import OPEN_STATES, AttemptState, RequestEvent
from routing.outcome import Side

# Seconds from one call that told them nothing to the next, since a call may break off before a word
# is heard. After the last one the page is left, where they see it when they look.
CALLS_AGAIN = (0, 30, 60, 120, 300, 600)

# Times a call under way is asked to say it, before it counts as gone.
SAID_ON_THE_LINE = 2


def tell_again(
    session: Session, request: CareRequestRow, *, directory: Directory, at: datetime
) -> None:
    """One look at a contact nobody answered: do what is next, and say when to look again."""
    if is_told(session, request.id):
        request.check_at = settle_elsewhere(session, request, directory=directory, at=at)
        return
    calls = _calls_to_requester(session, request.id)
    ringing = [one for one in calls if one.state in OPEN_STATES]
    if waits_until := [one.gives_up_at for one in ringing if one.gives_up_at > at]:
        request.check_at = min(waits_until)
        return
    _give_up(session, ringing, at=at)
    on_the_line = [
        one for one in calls if one.state is AttemptState.ACCEPTED and one.ended_at is None
    ]
    if on_the_line and _say_on_the_line(session, on_the_line[-1], at=at):
        request.check_at = at + hunt.UNTOLD
        return
    notify_requester(session, request, directory=directory, at=at)
    _call_again(session, request, calls, at=at)


def is_told(session: Session, request_id: str) -> bool:
    """Whether the log says that the requester knows that nobody answered."""
    told = exists().where(
        RequestEventRow.request_id == request_id,
        RequestEventRow.event == RequestEvent.REQUESTER_TOLD,
    )
    return bool(session.scalar(select(told)))


def _calls_to_requester(session: Session, request_id: str) -> Sequence[AttemptRow]:
    return session.scalars(
        select(AttemptRow)
        .where(AttemptRow.request_id == request_id, AttemptRow.side == Side.REQUESTER)
        .order_by(AttemptRow.started_at)
    ).all()


def _give_up(session: Session, ringing: Sequence[AttemptRow], *, at: datetime) -> None:
    if not ringing:
        return
    cancel_pending_calls(session, ringing)
    for attempt in ringing:
        happened_to_attempt(session, attempt, Happening(RequestEvent.NO_ANSWER, at))
        attempt.ended_at = at
        enqueue(session, MessageKind.HANG_UP, attempt, at=at)


def _say_on_the_line(session: Session, leg: AttemptRow, *, at: datetime) -> bool:
    """Ask the call under way to say it; False when it has not done so and counts as gone."""
    states = session.scalars(
        select(OutboxMessageRow.state).where(
            OutboxMessageRow.attempt_id == leg.id,
            OutboxMessageRow.kind == MessageKind.TELL_REQUESTER,
        )
    ).all()
    if MessageState.PENDING in states or MessageState.SENDING in states:
        return True
    if len(states) < SAID_ON_THE_LINE:
        enqueue(session, MessageKind.TELL_REQUESTER, leg, at=at)
        return True
    leg.ended_at = at
    enqueue(session, MessageKind.HANG_UP, leg, at=at)
    return False


def _call_again(
    session: Session, request: CareRequestRow, calls: Sequence[AttemptRow], *, at: datetime
) -> None:
    calls_again = max(len(calls) - 1, 0)
    if calls_again >= len(CALLS_AGAIN) or request.requester_number is None:
        request.check_at = None
        return
    last = max((one.ended_at or one.started_at for one in calls), default=at)
    due = last + timedelta(seconds=CALLS_AGAIN[calls_again])
    if due > at:
        request.check_at = due
        return
    request.check_at = call_requester(session, request, at=at).gives_up_at
