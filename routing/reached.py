"""What asking a line gives: somebody to ring, or why nobody is."""

from dataclasses import dataclass
from datetime import datetime

from routing.reasons import Reason


@dataclass(frozen=True, slots=True)
class Reached:
    """Somebody to ring; ``person_id`` None means a line without rota, by its function phone.

    ``number`` is their own, or else the line's. ``function_number`` is the line's function phone
    where it is another: it is rung first.
    """

    person_id: str | None
    number: str
    reason: Reason
    function_number: str | None = None


@dataclass(frozen=True, slots=True)
class Unreached:
    """Nobody to ring; before ``changes_at`` (UTC, None: never) nothing can make it otherwise."""

    reason: Reason
    changes_at: datetime | None
