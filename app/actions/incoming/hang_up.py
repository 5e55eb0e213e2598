"""Whoever rang us has hung up: in the menu that ends it, in the hunt it stops every phone."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.calls.record_call_status import CallReport, record_call_status
from models.db import transaction
from models.tables.contacts import AttemptRow
from models.tables.incoming import IncomingCallRow
from routing.directory import Directory


def note_hung_up(
    session: Session, report: CallReport, *, directory: Directory, at: datetime
) -> bool:
    """The call to us is over; False when it is unknown. Two short transactions: the call's own,
    after which no contact is made in it, and that of the contact it became."""
    with transaction(session):
        row = session.scalar(
            select(IncomingCallRow)
            .where(IncomingCallRow.provider_call_id == report.call_id)
            .with_for_update()
        )
        if row is None:
            return False
        row.ended_at = row.ended_at or at
        session.commit()
    attempt_id = find_leg(session, report.call_id)
    if attempt_id is not None:
        record_call_status(session, attempt_id, report, directory=directory, at=at)
    return True


def find_leg(session: Session, call_id: str) -> str | None:
    """The attempt that a call to us became the leg of, None before there is a contact."""
    return session.scalar(select(AttemptRow.id).where(AttemptRow.provider_call_id == call_id))
