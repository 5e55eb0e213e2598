"""Inte nu: somebody on duty who may not be disturbed for a while, and who answers instead."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Away:
    """One person's do-not-disturb, from ``starts_at`` to ``ends_at`` (UTC, whole minutes).

    ``forward_to`` is the colleague (person id) who is rung instead; None: nobody is.
    """

    person_id: str
    starts_at: datetime
    ends_at: datetime
    forward_to: str | None = None

    def holds(self, at: datetime) -> bool:
        """Whether it holds at a moment."""
        return self.starts_at <= at < self.ends_at
