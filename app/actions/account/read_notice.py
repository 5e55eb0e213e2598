"""Somebody opens what they have been told (läser ett meddelande)."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.actions.shared.actor import Actor
from models.db import transaction
from models.logs.undo import Done, remembering
from models.reads.inbox import Whose, unopened
from models.tables.notices import NoticeRow
from routing.undo import Act


def whose_inbox(actor: Actor) -> Whose:
    """The inbox of whoever is signed in."""
    return Whose(actor.account_id, actor.person_id, actor.unit_id)


def read_notice(session: Session, notice_id: str, *, by: Actor, at: datetime) -> bool:
    """Mark one of one's own as read; False when it is another's, or has been read before."""
    with transaction(session):
        marked = session.execute(
            update(NoticeRow)
            .where(NoticeRow.id == notice_id, unopened(whose_inbox(by)))
            .values(read_at=at)
            .returning(NoticeRow.id)
        ).all()
        session.commit()
    return bool(marked)


def read_all(session: Session, *, by: Actor, at: datetime) -> int:
    """Mark all one's own as read; returns how many that were."""
    with transaction(session), remembering(session) as memento:
        marked = session.execute(
            update(NoticeRow)
            .where(unopened(whose_inbox(by)))
            .values(read_at=at)
            .returning(NoticeRow.id)
        ).all()
        for (notice_id,) in marked:
            memento.also(NoticeRow, notice_id, was={"read_at": None}, now={"read_at": at})
        if marked:
            memento.keep(Done(Act.NOTICES_READ, str(by.account_id), by.account_id, at))
        session.commit()
    return len(marked)
