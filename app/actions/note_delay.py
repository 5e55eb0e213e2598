"""Dröjsmål: a promise of an answer is broken because telephony is down, and the requester knows."""

from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.actions.actor import Actor
from app.actions.tell_requester import ToldBy
from models.care_request import CareRequestRow, RequestEventRow
from models.contacts import ContactView
from models.db import start_writing
from models.journal import By, Happening, lock_request, write
from models.outages import Outage
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
    start_writing(session)
    request = lock_request(session, request_id)
    if request is None or request.requester_id != by.account_id or _is_noted(session, request):
        session.rollback()
        return
    who = By(by.account_id, by.unit_id)
    write(
        session,
        request_id,
        Happening(RequestEvent.DELAY_TOLD, at, who, {"how": ToldBy.PAGE.value}),
    )
    session.commit()


def _is_noted(session: Session, request: CareRequestRow) -> bool:
    noted = exists().where(
        RequestEventRow.request_id == request.id,
        RequestEventRow.event == RequestEvent.DELAY_TOLD,
    )
    return request.status not in _BY_US or bool(session.scalar(select(noted)))
