"""The occasion on which somebody does something: who, with which directory, when."""

from dataclasses import dataclass
from datetime import datetime

from app.actions.shared.actor import Actor
from models.logs.contacts import By
from routing.directory import Directory


@dataclass(frozen=True, slots=True)
class Occasion:
    """Who does something, with which directory, when (UTC)."""

    by: Actor
    directory: Directory
    at: datetime

    @property
    def who(self) -> By:
        """As the log has it."""
        return self.by.in_log
