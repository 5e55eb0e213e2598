"""How many contacts may be sought at the same time (gräns för levande ärenden).

Each contact that is sought rings phones, which costs money and disturbs people. So many of one
account, and so many that ring up one number, live at the same time. Akut has a count and more room
of its own: an acute contact of somebody who has none alive is never refused.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from routing.lifecycle import RequestStatus

RINGS: Final = frozenset(
    {RequestStatus.CALLING_REQUESTER, RequestStatus.HUNTING, RequestStatus.JOINING}
)
"""We ring somebody, or are about to. Not where the requester dials by hand, where a person has
promised to call back at a time of their own, or where the two talk, however that ends."""

LONGEST_SEARCH: Final = timedelta(hours=2)
"""No search lasts so long: what stands longer has been forgotten, and locks nobody out."""

ACUTE_TIMES: Final = 2
"""So many times as many acute contacts as others."""


class LimitKind(StrEnum):
    """Vilken gräns som nåddes."""

    ACCOUNT = "konto"
    NUMBER = "nummer"


@dataclass(frozen=True, slots=True)
class LiveLimits:
    """The house's settings: living contacts of one account, and those that ring up one number."""

    per_account: int = 5
    per_number: int = 3


USUAL_LIMITS: Final = LiveLimits()


@dataclass(frozen=True, slots=True)
class Living:
    """What lives already and is acute, or is not, as what is asked for."""

    of_account: int = 0
    on_number: int = 0


def limit_met(living: Living, limits: LiveLimits, *, is_acute: bool) -> LimitKind | None:
    """Why no more is begun; None when it may be."""
    if is_acute and not living.of_account:
        return None  # whatever others do to one's number
    times = ACUTE_TIMES if is_acute else 1
    if living.of_account >= times * limits.per_account:
        return LimitKind.ACCOUNT
    if living.on_number >= times * limits.per_number:
        return LimitKind.NUMBER
    return None
