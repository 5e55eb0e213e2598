"""Åtkomstloggen: who opened or took out what; written in the transaction of whoever calls."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.actions.shared.actor import Actor
from app.auth.permissions import Verb
from models.tables.accounts import AccessLogRow


def note_access(
    session: Session, verb: Verb, thing: str, *, by: Actor | None, at: datetime
) -> None:
    """Add a line; the caller commits.

    ``thing`` is an id or a period, never a name or a number; ``by`` None is the command line.
    """
    session.add(AccessLogRow(**access_row(verb, thing, by=by, at=at)))


def access_row(verb: Verb, thing: str, *, by: Actor | None, at: datetime) -> dict[str, Any]:
    """A line of the log as columns."""
    return {
        "at": at,
        "account_id": by.account_id if by else None,
        "unit_id": by.unit_id if by else None,
        "verb": verb.value,
        "thing": thing,
    }
