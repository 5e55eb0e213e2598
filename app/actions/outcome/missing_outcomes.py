"""Answered contacts whose outcome (utfall) one of the two sides has not given."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from models.tables.accounts import AccountRow
from models.tables.contacts import AttemptRow, CareRequestRow, OutcomeRow
from notifications.recipients import ToAccount, ToPerson
from routing.outcome import Side

# What nobody has said for so long is asked no more.
FORGOTTEN_AFTER = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class MissingOutcome:
    """One side of one contact that has not said how it went. ``to`` is whoever should."""

    request_id: str
    case_code: str
    side: Side
    answered_at: datetime
    ended_at: datetime
    to: ToPerson | ToAccount


def load_missing_outcomes(
    session: Session, *, ended_before: datetime, at: datetime
) -> tuple[MissingOutcome, ...]:
    """Every side that is missing of talks that ended before a moment, the oldest first.

    A requester who is somebody of the directory is asked as that person: one list for both sides.
    """
    rows = session.execute(
        select(CareRequestRow, AccountRow.person_id, AttemptRow.person_id)
        .join(AccountRow, AccountRow.id == CareRequestRow.requester_id)
        .join(
            AttemptRow,
            and_(
                AttemptRow.request_id == CareRequestRow.id,
                AttemptRow.side == Side.RESPONDER,
                AttemptRow.accepted_at.is_not(None),
            ),
        )
        .where(
            CareRequestRow.created_at > at - FORGOTTEN_AFTER,
            CareRequestRow.answered_at.is_not(None),
            CareRequestRow.ended_at <= ended_before,
            or_(*(~_has_said(side) for side in (Side.REQUESTER, Side.RESPONDER))),
        )
        .order_by(CareRequestRow.ended_at)
    ).all()
    said = _said(session, [request.id for request, *_people in rows])
    able = _with_accounts(session, {responder for *_others, responder in rows if responder})
    return tuple(
        one
        for request, requester, responder in rows
        for one in _sides(request, requester, responder if responder in able else None)
        if (one.request_id, one.side) not in said
    )


def _has_said(side: Side) -> ColumnElement[bool]:
    outcome = aliased(OutcomeRow)
    return exists().where(
        outcome.request_id == CareRequestRow.id,
        outcome.side == side,
        outcome.result.is_not(None),
    )


def _said(session: Session, ids: Sequence[str]) -> set[tuple[str, Side]]:
    rows = session.execute(
        select(OutcomeRow.request_id, OutcomeRow.side).where(
            OutcomeRow.request_id.in_(ids), OutcomeRow.result.is_not(None)
        )
    )
    return {(request_id, side) for request_id, side in rows}


def _with_accounts(session: Session, person_ids: Collection[str]) -> set[str | None]:
    """Those who can sign in and say it."""
    return set(
        session.scalars(
            select(AccountRow.person_id).where(
                AccountRow.person_id.in_(person_ids), AccountRow.is_active.is_(True)
            )
        )
    )


def _sides(
    request: CareRequestRow, requester: str | None, responder: str | None
) -> Iterator[MissingOutcome]:
    whom: list[tuple[Side, ToPerson | ToAccount]] = [
        (Side.REQUESTER, ToPerson(requester) if requester else ToAccount(request.requester_id))
    ]
    if responder is not None:  # nobody knows who picked up a function phone
        whom.append((Side.RESPONDER, ToPerson(responder)))
    for side, to in whom:
        if request.answered_at is not None and request.ended_at is not None:
            yield MissingOutcome(
                request_id=request.id,
                case_code=request.case_code,
                side=side,
                answered_at=request.answered_at,
                ended_at=request.ended_at,
                to=to,
            )
