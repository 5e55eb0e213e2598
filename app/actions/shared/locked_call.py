"""One call of a contact, both locked, and the moment at which something happens to them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from models.logs.contacts import MACHINE, By, Happening, happened, happened_to_attempt, lock_attempt
from models.tables.contacts import AttemptRow, CareRequestRow
from routing.directory import Directory
from routing.lifecycle import OPEN_STATES, RequestEvent, RequestStatus


@dataclass(frozen=True, slots=True)
class LockedCall:
    """What the steps of one action hand to each other; lives as long as the transaction."""

    session: Session
    request: CareRequestRow
    attempt: AttemptRow
    directory: Directory
    at: datetime

    @property
    def is_open(self) -> bool:
        """The contact still looks for somebody, and nothing has come of this call yet."""
        return self.request.status is RequestStatus.HUNTING and self.attempt.state in OPEN_STATES

    def attempt_saw(self, event: RequestEvent, *, by: By = MACHINE) -> bool:
        """Let an event change the attempt; False when late or repeated."""
        return happened_to_attempt(self.session, self.attempt, Happening(event, self.at, by))

    def request_saw(self, event: RequestEvent, *, by: By = MACHINE) -> bool:
        """Let an event change the contact's status; False when late or repeated."""
        return happened(self.session, self.request, Happening(event, self.at, by))

    def both_saw(self, event: RequestEvent, *, by: By = MACHINE) -> bool:
        """One event that changes the contact and this attempt of it."""
        happening = Happening(event, self.at, by)
        return happened(self.session, self.request, happening, attempt=self.attempt)


def lock_call(
    session: Session, attempt_id: str, *, directory: Directory, at: datetime
) -> LockedCall | None:
    """One call, locked in the action's transaction; None when it is unknown."""
    found = lock_attempt(session, attempt_id)
    return None if found is None else LockedCall(session, *found, directory, at)
