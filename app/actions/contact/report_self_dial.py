""" "Jag ringer själv": the requester says whether the one they dialled answered."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.answers.accept_contact import AcceptedIn, accept_contact
from app.actions.contact.errors import NotSelfDialled
from app.actions.hunting import hunt
from app.actions.shared.actor import Actor
from app.actions.shared.errors import NotYours, Refused, UnknownContact
from app.actions.shared.locked_call import LockedCall, lock_call
from models.db import transaction
from models.logs.contacts import By
from models.logs.undo import Done, remembering
from models.tables.contacts import AttemptRow, CallMode, CareRequestRow
from routing.directory import Directory
from routing.lifecycle import OPEN_STATES, RequestEvent, RequestStatus
from routing.undo import Act


@dataclass(frozen=True, slots=True)
class SelfDialReport:
    """Of which attempt, and whether somebody answered."""

    attempt_id: str
    answered: bool


def report_self_dial(
    session: Session, report: SelfDialReport, *, by: Actor, directory: Directory, at: datetime
) -> str:
    """Yes ends the hunt; no shows the next number. A repeated report changes nothing.

    Returns the contact's id. Raises ``UnknownContact``, ``NotYours`` or ``NotSelfDialled``.
    """
    with transaction(session), remembering(session, CareRequestRow, AttemptRow) as memento:
        call = lock_call(session, report.attempt_id, directory=directory, at=at)
        if call is None:
            raise UnknownContact
        if refusal := _refusal(call, by):
            raise refusal
        who = by.in_log
        is_open = (
            call.request.status is RequestStatus.SELF_DIALLING and call.attempt.state in OPEN_STATES
        )
        if is_open and report.answered:
            accept_contact(call, how=AcceptedIn.BY_HAND, by=who)
            call.request.ended_at = at
        elif is_open:
            _nobody_answered(call, who)
        if is_open:
            act, code = Act.DIALLED_BY_HAND, call.request.case_code
            memento.keep(Done(act, call.request.id, by.account_id, at, code))
        session.commit()
    return call.request.id


def _refusal(call: LockedCall, by: Actor) -> Refused | None:
    if call.request.requester_id != by.account_id:
        return NotYours()
    if call.request.mode is not CallMode.SELF_DIAL:
        return NotSelfDialled()
    return None


def _nobody_answered(call: LockedCall, who: By) -> None:
    call.attempt_saw(RequestEvent.SELF_DIAL_UNANSWERED, by=who)
    call.attempt.ended_at = call.at
    hunt.advance(call.session, call.request, directory=call.directory, at=call.at)
