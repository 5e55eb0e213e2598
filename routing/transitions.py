"""A life as a table: which event takes a thing from which status to which, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from routing.errors import InvalidTransition

Status = TypeVar("Status", bound=StrEnum)
Event = TypeVar("Event", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Lifecycle(Generic[Status, Event]):
    """``table``: event → status before → status after. An event that is not in it changes nothing:
    it is only noted. One that leads to the status it comes from is true there already."""

    table: Mapping[Event, Mapping[Status, Status]]

    def apply(self, status: Status, event: Event) -> Status:
        """The status after an event; the same when the event is only noted, or is repeated.

        Raises ``InvalidTransition`` for an event that cannot be true in this status.
        """
        moves = self.table.get(event)
        if moves is None:
            return status
        if status in moves:
            return moves[status]
        if status in moves.values():
            return status
        raise InvalidTransition(f"{event.value} is not allowed in {status.value}")

    def allows(self, status: Status, event: Event) -> bool:
        """Whether the event would change this status."""
        return self.table.get(event, {}).get(status, status) is not status

    def knows(self, status: Status, event: Event) -> bool:
        """Whether the table says what the event does in this status."""
        return status in self.table.get(event, {})
