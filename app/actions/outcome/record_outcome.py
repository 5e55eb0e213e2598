"""Result and value after a contact, one tap each, from both sides; avoidance is computed later."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.outcome.errors import BadOutcome
from app.actions.shared.actor import Actor
from app.actions.shared.errors import NotYours, TooEarly, UnknownContact
from app.actions.shared.sides import side_of
from app.actions.talk.say_they_talk import one_says_they_talk
from models.db import transaction
from models.logs.contacts import Happening, lock_request, write
from models.tables.contacts import OutcomeRow
from routing.lifecycle import LIVE, RequestEvent, apply
from routing.outcome import ResultAfter, Side

SCALE = range(1, 6)


@dataclass(frozen=True, slots=True)
class NewOutcome:
    """What one side says; None leaves it as it was. ``value`` and ``understanding`` are 1–5."""

    result: ResultAfter | None = None
    value: int | None = None
    understanding: int | None = None


def record_outcome(
    session: Session, request_id: str, outcome: NewOutcome, *, by: Actor, at: datetime
) -> Side:
    """Keep what this side says, and return which side it is. Saying it again replaces it.

    Raises ``UnknownContact``, ``NotYours``, ``TooEarly`` (still ringing) or ``BadOutcome``.
    """
    _check(outcome)
    with transaction(session):
        request = lock_request(session, request_id)
        if request is None:
            raise UnknownContact
        side = side_of(session, request, by)
        if side is not None:
            one_says_they_talk(session, request, at=at)
        if side is None or request.status in LIVE:
            raise NotYours if side is None else TooEarly
        who = by.in_log
        row = _row(session, request_id, side)
        row.account_id = by.account_id
        row.recorded_at = at
        row.result = outcome.result or row.result
        row.value = outcome.value or row.value
        row.understanding = outcome.understanding or row.understanding
        if outcome.result is not None:
            request.status = apply(request.status, RequestEvent.OUTCOME_RECORDED)
            detail = {"side": side.value, "result": outcome.result.value}
            write(session, request_id, Happening(RequestEvent.OUTCOME_RECORDED, at, who, detail))
        if outcome.value is not None or outcome.understanding is not None:
            detail = {"side": side.value}
            write(session, request_id, Happening(RequestEvent.VALUE_RECORDED, at, who, detail))
        session.commit()
    return side


def _check(outcome: NewOutcome) -> None:
    if outcome == NewOutcome():
        raise BadOutcome
    for number in (outcome.value, outcome.understanding):
        if number is not None and number not in SCALE:
            raise BadOutcome


def _row(session: Session, request_id: str, side: Side) -> OutcomeRow:
    row = session.scalar(
        select(OutcomeRow).where(OutcomeRow.request_id == request_id, OutcomeRow.side == side)
    )
    if row is None:
        row = OutcomeRow(request_id=request_id, side=side)
        session.add(row)
    return row
