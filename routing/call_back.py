"""Återuppringning: whether whoever is rung may promise to call back, and in how many minutes."""

from typing import Final

from routing.types import ContactPath
from routing.urgency import URGENCY_OF, Urgency

MINUTES: Final = (5, 15, 30, 60)
"""What can be promised on a page."""

MINUTES_ON_PHONE: Final = 15
"""What a digit promises."""


def may_be_called_back(path: ContactPath) -> bool:
    """Not where it is urgent: a patient waits, and the next in turn may be free at this moment."""
    return URGENCY_OF[path] is not Urgency.URGENT
