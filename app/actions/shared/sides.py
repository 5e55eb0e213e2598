"""Which of the two of a contact somebody is: whoever asked, whoever answered, or neither."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.shared.actor import Actor
from models.tables.contacts import AttemptRow, CareRequestRow
from routing.outcome import Side


def which_side(actor: Actor, *, requester_id: int, answered_by: str | None) -> Side | None:
    """The requester is an account (remittent), the responder a person of the directory
    (mottagare); None for everybody else."""
    if requester_id == actor.account_id:
        return Side.REQUESTER
    is_responder = answered_by is not None and answered_by == actor.person_id
    return Side.RESPONDER if is_responder else None


def side_of(session: Session, request: CareRequestRow, actor: Actor) -> Side | None:
    """The same of a contact's row; whoever said yes is asked of the database."""
    took = select(AttemptRow.person_id).where(
        AttemptRow.request_id == request.id,
        AttemptRow.side == Side.RESPONDER,
        AttemptRow.accepted_at.is_not(None),
        AttemptRow.person_id == actor.person_id,
    )
    answered_by = session.scalar(took.limit(1))
    return which_side(actor, requester_id=request.requester_id, answered_by=answered_by)
