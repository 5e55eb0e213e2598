"""Uppföljning läses in: how it went after decisions, from the region's data warehouse."""

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.actions.imports.follow_up_rows import rows_of
from app.actions.imports.read_csv import read_csv
from app.actions.imports.store_import import NewImport, Stored, store_import
from app.actions.shared.actor import Actor
from models.db import transaction
from models.tables.imports import FollowUpRow, ImportKind
from routing.follow_up import FILE_COLUMNS


def import_follow_up(session: Session, content: bytes, *, by: Actor | None, at: datetime) -> Stored:
    """Take a file in whole, or refuse it whole with ``BadFile``. One transaction.

    The same file again is the same import. Where several imports name a decision, the newest that
    has not been taken back counts. ``by`` None is the command line.
    """
    said = rows_of(session, read_csv(content, known=FILE_COLUMNS))
    with transaction(session):
        stored = store_import(
            session, NewImport(ImportKind.FOLLOW_UP, content, len(said)), by=by, at=at
        )
        if stored.is_new:
            session.execute(
                insert(FollowUpRow),
                [
                    {"import_id": stored.id, "decision_id": one.decision_id}
                    | {name.value: answer for name, answer in one.answers.items()}
                    for one in said
                ],
            )
        session.commit()
    return stored
