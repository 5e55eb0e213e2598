"""Somebody chooses the language of their pages (språk)."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.actions.shared.actor import Actor
from models.db import transaction
from models.snapshot import bump_version
from models.tables.accounts import AccountRow
from notifications.language import Language


def choose_language(session: Session, language: Language, *, by: Actor, at: datetime) -> None:
    """Keep it; every process forgets what it knew of the account."""
    with transaction(session):
        chosen = update(AccountRow).where(AccountRow.id == by.account_id)
        session.execute(chosen.values(language=language.value))
        bump_version(session, at=at)
        session.commit()
