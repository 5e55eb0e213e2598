"""A decision of one of the simple kinds is made in a contact, or takes another one's place.

Direct admissions and examinations have steps of their own, and make their decision there. A
decision on a conference (MDK) is kept here and leads on to a contact on the MDK path that continues
this one: that contact has its own life, and the decision is done when somebody says so, like all.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from app.actions.decisions.add_decision import NewDecision, add_decision, find_by_key
from app.actions.decisions.change import end_by_hand
from app.actions.decisions.errors import (
    BadReceiver,
    DecisionIsOver,
    HasItsOwnPage,
    MissingDay,
    MissingSafetyNet,
    NobodyNext,
)
from app.actions.decisions.locked_contact import LockedContact, locked
from app.actions.decisions.tell_receiver import tell_of_patient
from app.actions.shared.actor import Actor
from app.actions.shared.faults import Faults
from app.actions.shared.fingerprint import fingerprint_of, refuse_other_content
from app.actions.shared.free_text import checked
from routing.decisions import BY_DOCTORS, DecisionEvent, DecisionKind
from routing.directory import Directory
from routing.outcome import BOTH_SIDES, Side
from routing.receivers import RECEIVED_BY, VisitDay

WHEN: Final = "when"


@dataclass(frozen=True, slots=True)
class Decide:
    """What is decided in which contact; ``replaces`` is the decision whose place it takes."""

    request_id: str
    decision: NewDecision
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """``is_new`` is False when the same key had already made this decision."""

    id: str
    is_new: bool


def decide_in_contact(
    session: Session, command: Decide, *, by: Actor, directory: Directory, at: datetime
) -> Decided:
    """Make the decision, end the one it replaces, and tell who receives: one transaction.

    Raises what ``lock_contact_of``, ``add_decision`` and ``end_by_hand`` raise, ``BadReceiver``,
    ``MissingDay``, ``MissingSafetyNet``, ``NobodyNext``, ``HasItsOwnPage`` for the kinds that have
    steps of their own, or ``IdempotencyConflict``.
    """
    new = command.decision
    _check(new, directory)
    with locked(session, command.request_id, by=by, directory=directory, at=at) as case:
        earlier = find_by_key(session, case.request.id, new.idempotency_key)
        if earlier is not None:
            refuse_other_content(earlier.fingerprint, command)
            return Decided(earlier.id, is_new=False)
        keyed = replace(new, fingerprint=fingerprint_of(command))
        decision_id = _make(case, keyed, replaces=command.replaces)
        session.commit()
    return Decided(decision_id, is_new=True)


def _check(new: NewDecision, directory: Directory) -> None:
    """What needs no look at the contact."""
    if new.kind in BY_DOCTORS:
        raise HasItsOwnPage
    faults = Faults()
    with faults.noting():
        if new.kind is DecisionKind.SPECIALIST_VISIT and new.detail.get(WHEN) not in set(VisitDay):
            raise MissingDay
    with faults.noting():
        if new.kind is DecisionKind.ADVICE and not new.note.strip():
            raise MissingSafetyNet
    with faults.noting():
        if new.receiver_id is not None:
            unit = directory.units.get(new.receiver_id)
            if unit is None or unit.kind not in RECEIVED_BY.get(new.kind, ()):
                raise BadReceiver
    for name in ("note", "next_text"):
        with faults.noting():
            checked(name, getattr(new, name))
    faults.refuse_if_any()


def _make(case: LockedContact, new: NewDecision, *, replaces: str | None) -> str:
    may_be_next = BOTH_SIDES if case.request.answered_at else (Side.REQUESTER,)
    if new.next_by is not None and new.next_by not in may_be_next:
        raise NobodyNext
    made = add_decision(case.session, case.request, new, by=case.actor, at=case.at)
    if replaces is not None:
        old, is_changed = end_by_hand(case, replaces, DecisionEvent.REPLACED)
        if not is_changed:
            raise DecisionIsOver  # another one has its place already
        old.replaced_by_id = made.id
    tell_of_patient(case, made)
    return made.id
