"""One contact, locked, somebody who takes part in it, and the moment they decide something."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.decisions.add_decision import lock_contact_of
from app.actions.shared.actor import Actor
from models.db import transaction
from models.logs.contacts import By
from models.tables.contacts import CareRequestRow
from routing.directory import Directory


@dataclass(frozen=True, slots=True)
class LockedContact:
    """What the steps of one action hand to each other; lives as long as the transaction."""

    session: Session
    request: CareRequestRow
    actor: Actor
    directory: Directory
    at: datetime

    @property
    def by(self) -> By:
        """Who decides, as the log has it."""
        return self.actor.in_log


@contextmanager
def locked(
    session: Session, request_id: str, *, by: Actor, directory: Directory, at: datetime
) -> Iterator[LockedContact]:
    """The action's transaction on a contact of one's own; the action commits it. Raises what
    ``lock_contact_of`` raises."""
    with transaction(session):
        request, _side = lock_contact_of(session, request_id, by=by, at=at)
        yield LockedContact(session, request, by, directory, at)
