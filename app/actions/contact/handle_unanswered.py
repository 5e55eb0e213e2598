"""A unit says that it has dealt with a contact nobody answered."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.actions.shared.actor import Actor
from app.actions.shared.errors import NotYours, UnknownContact
from models.db import transaction
from models.logs.contacts import dealt_with, lock_request
from models.logs.undo import Done, remembering
from models.tables.contacts import AttemptRow, CareRequestRow, RequestEventRow
from routing.errors import InvalidTransition
from routing.lifecycle import RequestEvent
from routing.outcome import Side
from routing.undo import Act


@dataclass(frozen=True, slots=True)
class Handled:
    """Which unit has dealt with it, and when (UTC): the first that said so."""

    unit_id: str | None
    at: datetime


def handle_unanswered(session: Session, request_id: str, *, by: Actor, at: datetime) -> Handled:
    """Take the contact off every unit's list: what one has done the others need not do. Returns who
    was first; again, or from another unit, it changes nothing. Only a unit that was rung may.

    Raises ``UnknownContact``, ``NotYours``, or ``InvalidTransition`` when it is not unanswered.
    """
    with transaction(session), remembering(session, CareRequestRow) as memento:
        request = lock_request(session, request_id)
        if request is None:
            raise UnknownContact
        was_rung = session.scalar(
            select(
                exists().where(
                    AttemptRow.request_id == request_id,
                    AttemptRow.side == Side.RESPONDER,
                    AttemptRow.unit_id == by.unit_id,
                )
            )
        )
        if by.unit_id is None or not was_rung:
            raise NotYours
        if _first(session, request_id, RequestEvent.EXHAUSTED) is None:
            status = request.status
            raise InvalidTransition(f"{status.value} is not unanswered")
        handled = _first(session, request_id, RequestEvent.UNANSWERED_HANDLED)
        if handled is None:
            handled = Handled(by.unit_id, at)
            dealt_with(session, request, at=at, by=by.in_log)
            act = Act.UNANSWERED_HANDLED
            memento.keep(Done(act, request.id, by.account_id, at, request.case_code))
        session.commit()
        return handled


def _first(session: Session, request_id: str, event: RequestEvent) -> Handled | None:
    row = session.execute(
        select(RequestEventRow.unit_id, RequestEventRow.at)
        .where(
            RequestEventRow.request_id == request_id,
            RequestEventRow.event == event,
            RequestEventRow.taken_back_at.is_(None),
        )
        .order_by(RequestEventRow.id)
        .limit(1)
    ).one_or_none()
    return None if row is None else Handled(*row)
