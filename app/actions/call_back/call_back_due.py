"""A promised call-back is due: whoever promised is rung, and then the requester.

If they do not say yes, the search goes on with the next in turn; the log tells of the broken
promise. The promise holds although the shift may have ended since: whoever gave it chose the time.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.call_back.errors import NotPromised
from app.actions.hunting import hunt
from app.actions.hunting.ring_step import add_attempt, ring
from app.actions.shared.actor import Actor
from app.actions.shared.errors import NotYours, UnknownContact
from app.actions.shared.own_contact import lock_own_contact
from models.db import transaction
from models.frozen_plan import plan_from_json
from models.logs.contacts import MACHINE, By, Happening, happened, lock_request
from models.tables.contacts import AttemptRow, CareRequestRow
from routing.directory import Directory
from routing.lifecycle import RequestEvent, RequestStatus
from routing.plan import PlanStep


def call_back_due(
    session: Session,
    request: CareRequestRow,
    *,
    directory: Directory,
    at: datetime,
    by: By = MACHINE,
) -> None:
    """Ring whoever promised. Part of its callers' transactions: it commits nothing itself."""
    promised = _promised(session, request.id)
    if not happened(session, request, Happening(RequestEvent.CALL_BACK_DUE, at, by)):
        return
    request.check_at = None
    step = None if promised is None else _step_of(promised, request)
    if promised is None or step is None or _wants_peace(promised, directory, at):
        hunt.advance(session, request, directory=directory, at=at)
        return
    attempt = add_attempt(session, request, step, hunting_round=promised.round, at=at)
    attempt.person_id = promised.person_id
    attempt.number = promised.number
    attempt.call_back_at = promised.call_back_at
    ring(session, request, attempt, directory=directory, at=at)


def call_back_now(
    session: Session, request_id: str, *, by: Actor, directory: Directory, at: datetime
) -> None:
    """ "Ring nu": whoever promised is free before the time. A second click changes nothing.

    Raises ``UnknownContact``, ``NotYours`` or ``NotPromised``.
    """
    with transaction(session):
        request = _locked(session, request_id)
        promised = _promised(session, request_id)
        if promised is None or promised.person_id is None or promised.person_id != by.person_id:
            raise NotYours
        if request.status is RequestStatus.CALL_BACK_PROMISED:
            who = by.in_log
            call_back_due(session, request, directory=directory, at=at, by=who)
        elif request.status is not RequestStatus.HUNTING:
            raise NotPromised
        session.commit()


def search_on(
    session: Session, request_id: str, *, by: Actor, directory: Directory, at: datetime
) -> None:
    """ "Sök vidare nu": the requester cannot wait for the call-back; the next in turn is rung.

    Whoever says yes is connected when the requester has been rung. A second click changes nothing.
    Raises ``UnknownContact``, ``NotYours`` or ``NotPromised``.
    """
    with transaction(session):
        request = lock_own_contact(session, request_id, by=by)
        if request.status is RequestStatus.CALL_BACK_PROMISED:
            detail = {"why": "remittenten_vantar_inte"}
            who = by.in_log
            happened(session, request, Happening(RequestEvent.CALL_BACK_DUE, at, who, detail))
            hunt.advance(session, request, directory=directory, at=at)
        elif request.status is not RequestStatus.HUNTING:
            raise NotPromised
        session.commit()


def _locked(session: Session, request_id: str) -> CareRequestRow:
    request = lock_request(session, request_id)
    if request is None:
        raise UnknownContact
    return request


def _promised(session: Session, request_id: str) -> AttemptRow | None:
    return session.scalars(
        select(AttemptRow)
        .where(AttemptRow.request_id == request_id, AttemptRow.call_back_at.is_not(None))
        .order_by(AttemptRow.started_at.desc())
        .limit(1)
    ).one_or_none()


def _step_of(promised: AttemptRow, request: CareRequestRow) -> PlanStep | None:
    steps = plan_from_json(request.plan).steps
    return next((step for step in steps if step.order == promised.step_order), None)


def _wants_peace(promised: AttemptRow, directory: Directory, at: datetime) -> bool:
    """ "Inte nu" came after the promise."""
    return any(one.holds(at) for one in directory.away.get(promised.person_id or "", ()))
