"""En inläsning av uppföljning tas tillbaka: it counts for nothing, and the file may come again."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.imports.store_import import mark_taken_back
from app.actions.shared.actor import Actor
from models.db import transaction
from models.tables.imports import ImportKind


def take_back_follow_up(
    session: Session, import_id: str, *, by: Actor | None, at: datetime
) -> bool:
    """Take an import back; False when it was before. What an earlier import said counts again.

    Raises ``UnknownImport``. ``by`` None is the command line.
    """
    with transaction(session):
        is_new = mark_taken_back(session, import_id, kind=ImportKind.FOLLOW_UP, by=by, at=at)
        session.commit()
    return is_new
