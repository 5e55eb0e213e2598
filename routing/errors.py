"""Situations the rules name instead of answering."""

from datetime import datetime

from routing.calendar import MomentOutOfRange, UnknownZone
from routing.matrix import Fallback
from routing.reasons import Reason

__all__ = [
    "AdmissionCannot",
    "InvalidTransition",
    "MomentOutOfRange",
    "NoContactPath",
    "NoWardToAsk",
    "UnknownZone",
]


class NoContactPath(Exception):
    """Nobody can be reached on this path now: says when it opens next and what to do meanwhile.

    ``next_opening`` is UTC, the first whole minute at which a decision gives a plan, None when
    there is none within the horizon searched; ``fallback`` None only when the matrix has no rule
    for the role at all.
    """

    def __init__(
        self,
        *,
        next_opening: datetime | None,
        fallback: Fallback | None,
        reasons: tuple[Reason, ...],
        matrix_version: str,
    ) -> None:
        super().__init__("no contact path is open")
        self.next_opening = next_opening
        self.fallback = fallback
        self.reasons = reasons
        self.matrix_version = matrix_version


class NoWardToAsk(NoContactPath):
    """The matrix has no ward to ask for a bed now."""


class InvalidTransition(Exception):
    """The contact's (or the attempt's) status does not allow this event."""


class AdmissionCannot(InvalidTransition):
    """The direct admission's status does not allow this event."""
