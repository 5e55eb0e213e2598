"""SBAR: what a colleague needs to hear, in the order in which it is said and asked for."""

from collections.abc import Mapping
from enum import StrEnum

from routing.lifecycle import LIVE, RequestStatus


class SbarPart(StrEnum):
    """En del av SBAR. The order of the members is the order it is told in."""

    SITUATION = "situation"
    BACKGROUND = "background"
    ASSESSMENT = "assessment"
    RECOMMENDATION = "recommendation"


def may_be_told(status: RequestStatus, *, is_over: bool) -> bool:
    """Whether a contact can still be told about: until the talk is over, or nobody is sought."""
    return status in LIVE or (status is RequestStatus.ANSWERED and not is_over)


def next_untold(told: Mapping[SbarPart, str], *, after: SbarPart | None = None) -> SbarPart | None:
    """The first part with no text, of those that come later than ``after``; None when no more."""
    parts = list(SbarPart)
    rest = parts if after is None else parts[parts.index(after) + 1 :]
    return next((part for part in rest if not told.get(part)), None)
