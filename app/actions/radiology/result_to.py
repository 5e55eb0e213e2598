"""Vem svaret rings till, and the number: what somebody typed, or the one that is known."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.decisions.locked_contact import LockedContact
from app.actions.radiology.errors import MissingResultNumber
from app.actions.radiology.locked_booking import LockedBooking
from app.actions.shared.phone_number import to_e164
from models.tables.accounts import AccountRow
from models.tables.contacts import AttemptRow, CareRequestRow
from routing.outcome import Side
from routing.radiology import ResultTo


def result_number(case: LockedContact | LockedBooking, to: ResultTo, typed: str) -> str:
    """Where the result is phoned, E.164.

    Raises ``BadNumber``, or ``MissingResultNumber`` where nothing is typed and nothing known.
    """
    if typed.strip():
        return to_e164(typed, case.directory)
    known = known_number(case.session, case.request.id, to)
    if known is None:
        raise MissingResultNumber
    return known


def known_number(session: Session, request_id: str, to: ResultTo) -> str | None:
    """The number one of the two who talked has; None for wards and others."""
    if to is ResultTo.REQUESTER:
        row = session.execute(
            select(CareRequestRow.requester_number, AccountRow.number)
            .join(AccountRow, AccountRow.id == CareRequestRow.requester_id)
            .where(CareRequestRow.id == request_id)
        ).one_or_none()
        return None if row is None else row[0] or row[1]
    if to is ResultTo.RESPONDER:
        return session.scalar(
            select(AttemptRow.number)
            .where(
                AttemptRow.request_id == request_id,
                AttemptRow.side == Side.RESPONDER,
                AttemptRow.accepted_at.is_not(None),
            )
            .limit(1)
        )
    return None
