"""The call-backs somebody has promised and not yet made."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models.reads.contact_view import ContactView
from models.reads.contacts import find_contact
from models.tables.contacts import AttemptRow, CareRequestRow
from routing.lifecycle import RequestStatus
from routing.outcome import Side


def load_promised_by(session: Session, person_id: str) -> tuple[ContactView, ...]:
    """The contacts in which somebody waits for this person, the most pressing first."""
    promised = exists().where(
        AttemptRow.request_id == CareRequestRow.id,
        AttemptRow.side == Side.RESPONDER,
        AttemptRow.person_id == person_id,
        AttemptRow.call_back_at.is_not(None),
    )
    ids = session.scalars(
        select(CareRequestRow.id)
        .where(CareRequestRow.status == RequestStatus.CALL_BACK_PROMISED, promised)
        .order_by(CareRequestRow.check_at)
    ).all()
    found = (find_contact(session, one) for one in ids)
    return tuple(
        contact
        for contact in found
        if contact is not None and contact.call_back and contact.call_back.person_id == person_id
    )
