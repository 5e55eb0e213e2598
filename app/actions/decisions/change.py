"""A decision is carried out, falls through, is taken back, or gives way to another."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.actions.decisions.errors import DecisionIsOver, HasItsOwnPage, UnknownDecision
from app.actions.decisions.locked_contact import LockedContact, locked
from app.actions.decisions.tell_receiver import tell_of_no_patient
from app.actions.shared.actor import Actor
from models.logs.decisions import decision_happened
from models.logs.undo import Done, remembering
from models.tables.admissions import AdmissionRow
from models.tables.decisions import DecisionRow
from models.tables.radiology import BookingRow
from routing.admission import OVER
from routing.decisions import DECISION, DecisionEvent
from routing.directory import Directory
from routing.radiology import BookingStatus
from routing.undo import Act

BY_HAND: Final = frozenset(
    {DecisionEvent.DONE, DecisionEvent.FELL_THROUGH, DecisionEvent.WITHDRAWN}
)
"""What somebody can say of a decision; it is replaced by making another (``decide``)."""

_BOOKING_GOES_ON: Final = (BookingStatus.BOOKED, BookingStatus.PERFORMED)


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a decision: one of ``BY_HAND``."""

    request_id: str
    decision_id: str
    event: DecisionEvent


def change_decision(
    session: Session, change: Change, *, by: Actor, directory: Directory, at: datetime
) -> bool:
    """Keep what became of a decision; False, and nothing changed, when it is said again.

    Either side may say it. Raises what ``lock_contact_of`` and ``end_by_hand`` raise.
    """
    if change.event not in BY_HAND:
        raise ValueError(f"{change.event.value} is not said by hand")
    with (
        locked(session, change.request_id, by=by, directory=directory, at=at) as case,
        remembering(session, DecisionRow) as memento,
    ):
        _decision, is_changed = end_by_hand(case, change.decision_id, change.event)
        if is_changed:
            act, code = Act.DECISION_ENDED, case.request.case_code
            memento.keep(Done(act, case.request.id, by.account_id, at, code))
        session.commit()
    return is_changed


def end_by_hand(
    case: LockedContact, decision_id: str, event: DecisionEvent
) -> tuple[DecisionRow, bool]:
    """Let the event end a decision of the contact, and tell who would have received the patient;
    returns it, and whether that changed it. Part of its callers' transactions.

    Raises ``UnknownDecision``, ``DecisionIsOver``, or ``HasItsOwnPage`` while an admission or a
    booking goes on.
    """
    decision = case.session.scalar(
        select(DecisionRow)
        .where(DecisionRow.id == decision_id, DecisionRow.request_id == case.request.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if decision is None:
        raise UnknownDecision
    if _goes_on_elsewhere(case.session, decision.id):
        raise HasItsOwnPage
    is_repeated = decision.status in DECISION.table[event].values()
    if not is_repeated and not DECISION.allows(decision.status, event):
        raise DecisionIsOver
    was_expected = decision.ended_at is None
    is_changed = decision_happened(case.session, decision, event, at=case.at, by=case.by)
    if is_changed and was_expected and event is not DecisionEvent.DONE:
        tell_of_no_patient(case, decision)
    return decision, is_changed


def _goes_on_elsewhere(session: Session, decision_id: str) -> bool:
    """Whether an admission or a booking of the decision has a life of its own yet."""
    admission = exists().where(
        AdmissionRow.decision_id == decision_id, AdmissionRow.status.not_in(OVER)
    )
    booking = exists().where(
        BookingRow.decision_id == decision_id, BookingRow.status.in_(_BOOKING_GOES_ON)
    )
    return bool(session.scalar(select(admission | booking)))
