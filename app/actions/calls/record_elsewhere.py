"""How it went at the fallback (reservnumret): whether its phone was picked up, and no more.

It may be a person, a menu or a queue that picks up: that they talked nobody but they know, so that
the contact stays unanswered. Where it is not known that anything picked up, the caller gets the
number in writing too. Reports come twice, late and never; the log has what is known, once.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.calls.phone_words import PhoneWords
from app.actions.hunting.notify_exhausted import notify_requester
from app.actions.shared.locked_call import LockedCall, lock_call
from models.db import transaction
from models.frozen_plan import plan_from_json
from models.logs.contacts import Happening, write
from models.tables.contacts import AttemptRow, CareRequestRow, RequestEventRow
from notifications.channels.base import OtherEnd
from notifications.dialogue import SayGoodbye
from notifications.render import render
from routing.directory import Directory
from routing.lifecycle import RequestEvent
from routing.outcome import Side

SAID_WITHIN: Final = timedelta(seconds=20)
"""From when they begin to hear that nobody answered until they have heard the number."""

TOLD_WITHIN: Final = timedelta(seconds=10)
"""From the end of their call until the reports of the other end have come."""

ANSWERS_WITHIN: Final = timedelta(seconds=120)
"""From when they are put through until the other end has been picked up, or has not."""


def record_elsewhere(
    session: Session,
    attempt_id: str,
    outcome: OtherEnd,
    *,
    directory: Directory,
    at: datetime,
) -> None:
    """A report of the other end. Again, or of another call than a requester's: nothing."""
    with transaction(session):
        call = lock_call(session, attempt_id, directory=directory, at=at)
        if call is not None:
            _note(call, outcome)
            session.commit()


def elsewhere_over(
    session: Session,
    attempt_id: str,
    outcome: OtherEnd,
    *,
    directory: Directory,
    at: datetime,
) -> SayGoodbye:
    """What a requester hears who is still on the line when that call is over, or came to
    nothing."""
    with transaction(session):
        call = lock_call(session, attempt_id, directory=directory, at=at)
        if call is None or call.attempt.side is not Side.REQUESTER:
            return SayGoodbye(render("unknown_call", "voice"))
        _note(call, outcome)
        words = PhoneWords(session, call.request, directory)
        number = plan_from_json(call.request.plan).fallback.number
        was_picked_up = outcome is OtherEnd.PICKED_UP
        text = words.elsewhere_ended(number) if was_picked_up else words.elsewhere_in_vain(number)
        session.commit()
    return SayGoodbye(text, words.language)


def settle_elsewhere(
    session: Session, request: CareRequestRow, *, directory: Directory, at: datetime
) -> datetime | None:
    """Say what is not known of those who were put through, and give the number in writing to
    whoever may not have heard it; returns when to look again. Part of its callers' transactions."""
    look_at: list[datetime] = []
    for leg in session.scalars(
        select(AttemptRow).where(
            AttemptRow.request_id == request.id, AttemptRow.side == Side.REQUESTER
        )
    ):
        call = LockedCall(session, request, leg, directory, at)
        lines = _lines(session, request.id, leg.id)
        put_through = [one for one in lines if one.event is RequestEvent.FALLBACK_DIALLED]
        if not put_through:
            _write_if_unheard(call)
        elif len(put_through) == len(lines):
            until = put_through[0].at + ANSWERS_WITHIN
            if leg.ended_at is not None:
                until = min(until, leg.ended_at + TOLD_WITHIN)
            if until > at:
                look_at.append(until)
            else:
                _note(call, OtherEnd.UNKNOWN)
    return min(look_at, default=None)


def _write_if_unheard(call: LockedCall) -> None:
    """Their line broke while they were being told."""
    told_at = call.session.scalar(
        select(RequestEventRow.at).where(
            RequestEventRow.request_id == call.request.id,
            RequestEventRow.event == RequestEvent.REQUESTER_TOLD,
        )
    )
    left_at = call.attempt.ended_at
    if told_at is not None and left_at is not None and told_at <= left_at < told_at + SAID_WITHIN:
        notify_requester(call.session, call.request, directory=call.directory, at=call.at)


def _note(call: LockedCall, outcome: OtherEnd) -> None:
    """Write it down, once; only what was not known may be known later."""
    lines = _lines(call.session, call.request.id, call.attempt.id)
    known = [one for one in lines if one.event is not RequestEvent.FALLBACK_DIALLED]
    is_unknown = all(one.detail.get("why") == OtherEnd.UNKNOWN for one in known)
    if not lines or not is_unknown or (known and outcome is OtherEnd.UNKNOWN):
        return
    if outcome is OtherEnd.PICKED_UP:
        happening = Happening(RequestEvent.FALLBACK_ANSWERED, call.at)
    else:
        why = {"why": outcome.value}
        happening = Happening(RequestEvent.FALLBACK_UNANSWERED, call.at, detail=why)
        notify_requester(call.session, call.request, directory=call.directory, at=call.at)
    write(call.session, call.request.id, happening, attempt=call.attempt)


def _lines(session: Session, request_id: str, attempt_id: str) -> Sequence[RequestEventRow]:
    return session.scalars(
        select(RequestEventRow)
        .where(
            RequestEventRow.request_id == request_id,
            RequestEventRow.attempt_id == attempt_id,
            RequestEventRow.event.in_(
                (
                    RequestEvent.FALLBACK_DIALLED,
                    RequestEvent.FALLBACK_ANSWERED,
                    RequestEvent.FALLBACK_UNANSWERED,
                )
            ),
        )
        .order_by(RequestEventRow.id)
    ).all()
