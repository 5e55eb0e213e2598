"""A unit says that it has dealt with a contact nobody answered."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.actions.shared.actor import Actor
from app.actions.shared.errors import NotYours, UnknownContact
from models.db import transaction
from models.logs.contacts import Happening, lock_request, write
from models.tables.contacts import AttemptRow, RequestEventRow
from routing.errors import InvalidTransition
from routing.lifecycle import RequestEvent
from routing.outcome import Side


def handle_unanswered(session: Session, request_id: str, *, by: Actor, at: datetime) -> None:
    """Take the contact off the unit's list. Again: nothing. Only a unit that was rung may.

    Raises ``UnknownContact``, ``NotYours``, or ``InvalidTransition`` when it is not unanswered.
    """
    with transaction(session):
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
        if not _has(session, request_id, RequestEvent.EXHAUSTED):
            status = request.status
            raise InvalidTransition(f"{status.value} is not unanswered")
        if not _has(session, request_id, RequestEvent.UNANSWERED_HANDLED, unit_id=by.unit_id):
            who = by.in_log
            write(session, request_id, Happening(RequestEvent.UNANSWERED_HANDLED, at, who))
        session.commit()


def _has(
    session: Session, request_id: str, event: RequestEvent, *, unit_id: str | None = None
) -> bool:
    found = exists().where(RequestEventRow.request_id == request_id, RequestEventRow.event == event)
    if unit_id is not None:
        found = found.where(RequestEventRow.unit_id == unit_id)
    return bool(session.scalar(select(found)))
