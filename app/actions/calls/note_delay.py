"""Dröjsmål: a promise of an answer is broken because telephony is down, and the requester knows."""

from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.actions.calls.tell_requester import ToldBy
from app.actions.shared.actor import Actor
from models.db import transaction
from models.logs.contacts import MACHINE, By, Happening, lock_request, write
from models.reads.contact_view import ContactView
from models.reads.outages import Outage
from models.tables.contacts import CareRequestRow, RequestEventRow
from routing.lifecycle import AttemptState, RequestEvent, RequestStatus

_BY_US = frozenset({RequestStatus.CALLING_REQUESTER, RequestStatus.HUNTING})
_RINGS = frozenset({AttemptState.DIALLED, AttemptState.RINGING, AttemptState.PROMPT})


def is_delayed(contact: ContactView, outage: Outage | None, at: datetime) -> bool:
    """Whether the answer promise is broken while the provider takes no calls for the contact."""
    if outage is None or contact.status not in _BY_US:
        return False
    promised_at = contact.created_at + timedelta(seconds=contact.promise_seconds)
    return at > promised_at and not any(one.state in _RINGS for one in contact.attempts)


def note_delay_told(session: Session, request_id: str, *, by: Actor, at: datetime) -> None:
    """Write once that the requester's own page says so; nothing for anybody else."""
    with transaction(session):
        request = lock_request(session, request_id)
        if request is not None and request.requester_id == by.account_id:
            _note(session, request, ToldBy.PAGE, by=by.in_log, at=at)
            session.commit()


def note_delay_told_by_phone(session: Session, request_id: str, *, at: datetime) -> None:
    """Write once that they hear it while they wait on the line."""
    with transaction(session):
        request = lock_request(session, request_id)
        if request is not None:
            _note(session, request, ToldBy.PHONE, by=MACHINE, at=at)
            session.commit()


def _note(session: Session, request: CareRequestRow, how: ToldBy, *, by: By, at: datetime) -> None:
    noted = exists().where(
        RequestEventRow.request_id == request.id,
        RequestEventRow.event == RequestEvent.DELAY_TOLD,
    )
    if request.status in _BY_US and not session.scalar(select(noted)):
        detail = {"how": how.value}
        write(session, request.id, Happening(RequestEvent.DELAY_TOLD, at, by, detail))
