"""Who does something: the signed-in person, as a frozen value."""

from dataclasses import dataclass

from models.logs.contacts import By
from models.tables.accounts import AccountRole


@dataclass(frozen=True, slots=True)
class Actor:
    """``unit_id`` is the unit they act for; ``number`` where they can be rung, E.164 or None."""

    account_id: int
    name: str
    role: AccountRole
    person_id: str | None
    unit_id: str | None
    number: str | None

    @property
    def in_log(self) -> By:
        """Who did it and for which unit, as event logs have it."""
        return By(self.account_id, self.unit_id)
