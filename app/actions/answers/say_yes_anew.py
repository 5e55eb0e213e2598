"""Ja en gång till: whoever said yes and was never joined says yes anew, as long as nobody else has.

Their line broke, or they did not get to the phone in time; that they are willing is as true as it
was. Part of its callers' transactions: it commits nothing itself.
"""

from dataclasses import replace
from typing import Final

from sqlalchemy import select

from app.actions.hunting.ring_step import add_attempt
from app.actions.shared.locked_call import LockedCall
from models.frozen_plan import plan_from_json
from models.tables.contacts import AttemptRow
from models.tables.outbox import MessageKind
from notifications.outbox import enqueue
from routing.lifecycle import OPEN_STATES, AttemptState, RequestStatus
from routing.outcome import Side

ANSWERABLE: Final = OPEN_STATES | {AttemptState.NOT_JOINED}
"""A yes given elsewhere than on the phone counts in a call that stands so, while we search."""


def newest_call(call: LockedCall) -> LockedCall:
    """The last call of this contact to the same person's phone."""
    newest = call.session.scalars(
        select(AttemptRow)
        .where(
            AttemptRow.request_id == call.request.id,
            AttemptRow.side == Side.RESPONDER,
            AttemptRow.person_id == call.attempt.person_id,
            AttemptRow.number == call.attempt.number,
        )
        .order_by(AttemptRow.started_at.desc())
        .limit(1)
    ).one_or_none()
    return call if newest is None else replace(call, attempt=newest)


def may_say_yes(call: LockedCall) -> bool:
    """Whether a yes given elsewhere than on the phone counts in this call, the last one to them."""
    is_sought = call.request.status is RequestStatus.HUNTING
    return is_sought and call.attempt.state in ANSWERABLE


def call_for_yes(call: LockedCall) -> LockedCall:
    """The call that the yes is given in: the one that rings or still hears a question, or when that
    is over a new one to the same phone, so that late reports of the old one say nothing of it."""
    old = call.attempt
    if old.state in OPEN_STATES or old.ended_at is None:
        return call
    steps = plan_from_json(call.request.plan).steps
    step = next(one for one in steps if one.order == old.step_order)
    attempt = add_attempt(
        call.session,
        call.request,
        replace(step, person_id=old.person_id, number=old.number),
        hunting_round=old.round,
        at=call.at,
    )
    attempt.forwarded_from = old.forwarded_from
    enqueue(call.session, MessageKind.CALL_RESPONDER, attempt, at=call.at)
    return replace(call, attempt=attempt)
