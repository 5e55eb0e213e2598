"""The hunt (jakten på en mottagare): whoever stands next in the frozen plan and is on duty now.

Part of its callers' transactions: it commits nothing itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.actions.hunting.notify_exhausted import notify_units
from app.actions.hunting.ring_step import add_attempt, ring
from app.actions.hunting.unreported_talk import look_again_for_talk
from models.frozen_plan import plan_from_json, plan_to_json
from models.logs.contacts import (
    MACHINE,
    By,
    Happening,
    happened,
    happened_to_attempt,
    look_again_at,
    write,
)
from models.reads.line_rest import load_rested, note_rung
from models.tables.contacts import AttemptRow, CallMode, CareRequestRow
from models.tables.outbox import MessageKind
from notifications.outbox import cancel_pending_calls, enqueue
from notifications.wake import Need, wake_after_commit
from routing.directory import Directory
from routing.escalate import (
    AttemptView,
    Exhausted,
    HuntSoFar,
    Ring,
    Settled,
    Skipped,
    Wait,
    next_step,
)
from routing.hunting_order import settled_turns
from routing.lifecycle import OPEN_STATES, AttemptState, RequestEvent, outcome_of
from routing.outcome import Side
from routing.plan import Plan, PlanStep, by_hand
from routing.urgency import URGENCY_OF, Urgency

# How long a phone that was picked up holds up the next one: it may be a voicemail box, and a person
# who still hears the question can go on answering it. With the worker's second and the call to be
# made it is 20 seconds from pick-up to the next ring, and 12 where it is urgent.
QUESTION_MAY_TAKE = timedelta(seconds=17)
URGENT_QUESTION_MAY_TAKE = timedelta(seconds=9)

# How long the requester's own call is given to say that nobody answered, before that is repeated.
UNTOLD = timedelta(seconds=30)


def advance(
    session: Session, request: CareRequestRow, *, directory: Directory, at: datetime
) -> None:
    """Ring the next ones, wait for those who ring, or tell the requester that nobody is left."""
    plan = frozen = plan_from_json(request.plan)
    if request.mode is CallMode.SELF_DIAL:
        plan = by_hand(plan)
    so_far = HuntSoFar(
        attempts=[
            replace(view_of(one), yields_at=yields_at(request, one))
            for one in _responders(session, request.id)
            if _counts(request, one)
        ],
        excluding=excluded(request.requester_person_id),
        rested=load_rested(session, plan),
    )
    step = next_step(plan, so_far, directory, at)
    match step:
        case Ring():
            _log_skipped(session, request, step.skipped, at=at)
            _keep_turns(request, frozen, step.step, so_far.rested)
            note_rung(session, step.steps, at=at)
            request.check_at = None
            for still in open_attempts(session, request.id):  # they hear the question yet
                look_again_at(request, still.gives_up_at)
            for one in step.steps:
                attempt = add_attempt(session, request, one, hunting_round=step.round, at=at)
                ring(session, request, attempt, directory=directory, at=at)
        case Wait(until):
            request.check_at = until
        case Exhausted() if seen_by := look_again_for_talk(session, request, at):
            request.check_at = seen_by  # nobody is pulled out of a talk that was not reported
        case Exhausted(skipped):
            _log_skipped(session, request, skipped, at=at)
            _exhaust(session, request, directory=directory, at=at)
        case Settled():
            request.check_at = None


def question_may_take(request: CareRequestRow) -> timedelta:
    """How long whoever has picked up is waited for before the next is rung."""
    is_urgent = URGENCY_OF[request.path] is Urgency.URGENT
    return URGENT_QUESTION_MAY_TAKE if is_urgent else QUESTION_MAY_TAKE


def yields_at(request: CareRequestRow, attempt: AttemptRow) -> datetime | None:
    """From when the next may be rung although this phone, which was picked up, has not answered."""
    if attempt.picked_up_at is None:
        return None
    return attempt.picked_up_at + question_may_take(request)


def _keep_turns(
    request: CareRequestRow, plan: Plan, rung: PlanStep, rested: Mapping[str, datetime]
) -> None:
    """Freeze the order of those that take turns when the first of them is rung."""
    turns = settled_turns(plan, rung, rested)
    if turns is not plan.turns:
        request.plan = plan_to_json(replace(plan, turns=turns))


def excluded(person_id: str | None) -> frozenset[str]:
    """Nobody is rung about their own question."""
    return frozenset() if person_id is None else frozenset({person_id})


def open_attempts(session: Session, request_id: str) -> Sequence[AttemptRow]:
    """The attempts of a contact that nothing has come of yet, the requester's own among them."""
    return session.scalars(_OPEN, {"id": request_id}).all()


def requester_leg(session: Session, request_id: str) -> AttemptRow | None:
    """The requester's own call while it lasts."""
    legs = joined_legs(session, request_id)
    return next((leg for leg in legs if leg.side is Side.REQUESTER), None)


def joined_legs(session: Session, request_id: str) -> Sequence[AttemptRow]:
    """The calls of those who said yes and are still on the phone, the requester's among them."""
    return session.scalars(_JOINED, {"id": request_id}).all()


def stop_ringing(session: Session, request: CareRequestRow, *, at: datetime) -> None:
    """End every call nothing has come of: those not made are taken back, those that ring are hung
    up, and whoever has picked up is let go with a word."""
    stop(session, open_attempts(session, request.id), at=at)
    for attempt in session.scalars(_ASKED_IN_VAIN, {"id": request.id}).all():
        attempt.ended_at = at
        enqueue(session, MessageKind.RELEASE, attempt, at=at)


def let_go(session: Session, legs: Sequence[AttemptRow], *, at: datetime) -> None:
    """End the calls of those on the phone: whoever waits for the requester hears a word, all others
    know why."""
    cancel_pending_calls(session, legs)
    for leg in legs:
        hears_a_word = leg.side is Side.RESPONDER and leg.picked_up_at is not None
        kind = MessageKind.RELEASE if hears_a_word else MessageKind.HANG_UP
        enqueue(session, kind, leg, at=at)


def stop(
    session: Session, ringing: Sequence[AttemptRow], *, at: datetime, by: By = MACHINE
) -> None:
    """End these calls, of which nothing has come; if the hunt goes on, their phones may be rung
    again."""
    cancel_pending_calls(session, ringing)
    for attempt in ringing:
        is_listening = attempt.state is AttemptState.PROMPT
        if happened_to_attempt(session, attempt, Happening(RequestEvent.CANCELLED, at, by)):
            attempt.ended_at = at
            kind = MessageKind.RELEASE if is_listening else MessageKind.HANG_UP
            enqueue(session, kind, attempt, at=at)


def _responders(session: Session, request_id: str) -> Sequence[AttemptRow]:
    return session.scalars(_RESPONDERS, {"id": request_id}).all()


# A ward asked for a bed is no part of the talk: it goes on being asked when that is over.
_OF_CONTACT = select(AttemptRow).where(
    AttemptRow.request_id == bindparam("id"), AttemptRow.side != Side.WARD
)
_OPEN = _OF_CONTACT.where(AttemptRow.state.in_(OPEN_STATES))
_JOINED = _OF_CONTACT.where(
    AttemptRow.state == AttemptState.ACCEPTED, AttemptRow.ended_at.is_(None)
)
# Their yes, given elsewhere, came to nothing; the phone has been picked up since, and is asked.
_ASKED_IN_VAIN = _OF_CONTACT.where(
    AttemptRow.state == AttemptState.NOT_JOINED,
    AttemptRow.confirmed_at.is_(None),
    AttemptRow.ended_at.is_(None),
)
_RESPONDERS = _OF_CONTACT.where(AttemptRow.side == Side.RESPONDER).order_by(
    AttemptRow.started_at, AttemptRow.step_order
)


def _counts(request: CareRequestRow, attempt: AttemptRow) -> bool:
    """Whether somebody has been sought in vain in this attempt. Whoever dials by hand instead of us
    may still reach those whose calls we did not get through, or took back."""
    by_us = (AttemptState.CANCELLED, AttemptState.FAILED)
    return request.mode is not CallMode.SELF_DIAL or attempt.state not in by_us


def view_of(attempt: AttemptRow) -> AttemptView:
    """An attempt as the rules of escalation see it."""
    return AttemptView(
        step_order=attempt.step_order,
        person_id=attempt.person_id,
        outcome=outcome_of(attempt.state),
        gives_up_at=attempt.gives_up_at,
        number=attempt.number,
        round=attempt.round,
        ended_at=attempt.ended_at,
    )


def _exhaust(
    session: Session, request: CareRequestRow, *, directory: Directory, at: datetime
) -> None:
    if not happened(session, request, Happening(RequestEvent.EXHAUSTED, at)):
        return
    request.check_at = None
    request.ended_at = at
    notify_units(session, request, directory=directory, at=at)
    if request.mode is CallMode.SELF_DIAL:  # their own page shows it
        return
    leg = requester_leg(session, request.id)
    if leg is not None:
        enqueue(session, MessageKind.TELL_REQUESTER, leg, at=at)
        request.check_at = at + UNTOLD
        return
    request.check_at = at  # not on the line: rung up at once
    wake_after_commit(session, Need.HUNTS)


def _log_skipped(
    session: Session,
    request: CareRequestRow,
    skipped: Sequence[Skipped],
    *,
    at: datetime,
) -> None:
    for step in skipped:
        detail = {"order": step.step_order, "reason": step.reason.code, **step.reason.values}
        happening = Happening(RequestEvent.STEP_SKIPPED, at, detail=detail)
        write(session, request.id, happening)
