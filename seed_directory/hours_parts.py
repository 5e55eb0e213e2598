"""The parts of opening hours as they are read, and the schedule they make together."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from routing.opening_hours import DateException, Interval, OpeningHours, WeeklyHours


class BadHours(ValueError):
    """The text is no opening hours; the message says which part, in Swedish."""


class _Word(StrEnum):
    AS_USUAL = "som vanligt"


AS_USUAL: Final = _Word.AS_USUAL
"""Red days are like any weekday."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its text, and what it says. ``keys`` are what may be said only once.

    ``red``: what holds on red days in general; None: it says nothing of them. ``is_all_days``: of
    all days in general, so of red days too unless another part speaks of those.
    """

    text: str
    keys: tuple[str, ...]
    weekly: tuple[WeeklyHours, ...] = ()
    red: tuple[Interval, ...] | _Word | None = None
    exceptions: tuple[DateException, ...] = ()
    eves: frozenset[str] | None = None
    says_days: bool = False
    is_all_days: bool = False


def assembled(parts: Sequence[Part]) -> OpeningHours:
    """The schedule that the parts make together; raises ``BadHours`` when two say the same
    thing."""
    said: set[str] = set()
    for part in parts:
        if said.intersection(part.keys):
            reason = "samma dag står mer än en gång; skriv dess tider med komma emellan"
            raise BadHours(f"”{part.text}”: {reason}")
        said.update(part.keys)
    hours = OpeningHours(
        weekly=tuple(row for part in parts for row in part.weekly),
        on_red_days=_on_red_days(parts),
        exceptions=tuple(row for part in parts for row in part.exceptions),
    )
    eves = next((part.eves for part in parts if part.eves is not None), hours.eves_as_red)
    return OpeningHours(hours.weekly, hours.on_red_days, hours.exceptions, eves)


def _on_red_days(parts: Sequence[Part]) -> tuple[Interval, ...] | None:
    for part in parts:
        if part.red is not None:
            return None if isinstance(part.red, _Word) else part.red
    return None if any(part.is_all_days for part in parts) else ()
