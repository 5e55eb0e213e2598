"""Whose a call at the provider is: what one call says is never taken for another."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.tables.contacts import AttemptRow


def is_call_of(session: Session, attempt_id: str, call_id: str) -> bool:
    """Whether a call may speak for an attempt: it is the one the attempt is known by.

    An attempt whose call is not known yet may have any that is not another attempt's; of an attempt
    that does not exist nothing can be said for another. Ends the transaction.
    """
    wanted = select(AttemptRow.provider_call_id).where(AttemptRow.id == attempt_id)
    known = session.scalar(wanted)
    session.rollback()
    if known is not None:
        return known == call_id
    return not is_call_of_another(session, attempt_id, call_id)


def is_call_of_another(session: Session, attempt_id: str, call_id: str) -> bool:
    """Whether another attempt is known by this call. Ends the transaction."""
    wanted = select(AttemptRow.id).where(
        AttemptRow.provider_call_id == call_id, AttemptRow.id != attempt_id
    )
    found = session.scalar(wanted)
    session.rollback()
    return found is not None
