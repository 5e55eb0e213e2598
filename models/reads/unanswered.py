"""Obesvarade: contacts nobody answered, until somebody has dealt with them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session

from models.reads.contact_view import ContactView
from models.reads.contacts import load_where
from models.tables.contacts import AttemptRow, CareRequestRow, RequestEventRow
from routing.lifecycle import RequestEvent
from routing.outcome import Side
from routing.types import ContactPath

# More than this are said to be "more".
MOST_COUNTED = 99


def load_unanswered(
    session: Session, unit_ids: Sequence[str], *, limit: int, offset: int = 0
) -> tuple[ContactView, ...]:
    """Contacts nobody answered, for which a unit of these was rung, and which nobody has dealt
    with: what one unit has done the others need not do."""
    return load_where(session, _is_unanswered(unit_ids), limit=limit, offset=offset)


@dataclass(frozen=True, slots=True)
class DealtWith:
    """A contact nobody answered, and which unit dealt with it when (UTC)."""

    request_id: str
    case_code: str
    path: ContactPath
    specialty: str | None
    unit_id: str | None
    at: datetime


def load_dealt_with(
    session: Session, unit_ids: Sequence[str], *, since: datetime, limit: int
) -> tuple[DealtWith, ...]:
    """What was dealt with lately of that for which a unit of these was rung, the newest first."""
    rows = session.execute(
        select(
            CareRequestRow.id,
            CareRequestRow.case_code,
            CareRequestRow.path,
            CareRequestRow.specialty,
            RequestEventRow.unit_id,
            RequestEventRow.at,
        )
        .join(RequestEventRow, RequestEventRow.request_id == CareRequestRow.id)
        .where(
            RequestEventRow.event == RequestEvent.UNANSWERED_HANDLED,
            RequestEventRow.taken_back_at.is_(None),
            RequestEventRow.at >= since,
            _was_rung(unit_ids),
        )
        .order_by(RequestEventRow.at.desc())
        .limit(limit)
    )
    return tuple(DealtWith(*row) for row in rows)


def count_unanswered(
    session: Session, unit_ids: Sequence[str], *, most: int | None = MOST_COUNTED + 1
) -> int:
    """How many those are, counted no further than ``most``; None counts all."""
    some = select(CareRequestRow.id).where(_is_unanswered(unit_ids)).limit(most)
    return session.scalar(select(func.count()).select_from(some.subquery())) or 0


def _is_unanswered(unit_ids: Sequence[str]) -> ColumnElement[bool]:
    return and_(CareRequestRow.unanswered_at.is_not(None), _was_rung(unit_ids))


def _was_rung(unit_ids: Sequence[str]) -> ColumnElement[bool]:
    return exists().where(
        AttemptRow.request_id == CareRequestRow.id,
        AttemptRow.side == Side.RESPONDER,
        AttemptRow.unit_id.in_(unit_ids),
    )


def load_fallback_words(
    session: Session, request_ids: Sequence[str]
) -> dict[str, tuple[RequestEvent, ...]]:
    """What is known of those who were put through to the fallback, by contact, in order."""
    rows = session.execute(
        select(RequestEventRow.request_id, RequestEventRow.event)
        .where(
            RequestEventRow.request_id.in_(request_ids),
            RequestEventRow.event.in_(
                (RequestEvent.FALLBACK_ANSWERED, RequestEvent.FALLBACK_UNANSWERED)
            ),
        )
        .order_by(RequestEventRow.id)
    )
    found: dict[str, tuple[RequestEvent, ...]] = defaultdict(tuple)
    for request_id, event in rows:
        found[request_id] += (event,)
    return found
