"""How bad the provider is at the moment: calm, rough, or gone. Chance decides, from a seed."""

from dataclasses import dataclass
from enum import StrEnum
from random import Random
from threading import Lock


class Fault(StrEnum):
    """What the provider does wrong with a REST request."""

    NONE = "none"
    TOO_MANY = "429"
    BROKEN = "500"
    UNAVAILABLE = "503"
    RESET = "reset"
    SLOW = "slow"  # answers after 30 s, by when nobody listens
    DONE_BUT_BROKEN = "done, 500"
    DONE_BUT_RESET = "done, reset"
    DONE_BUT_SILENT = "done, never answered"


class Delivery(StrEnum):
    """What happens to a status webhook on its way."""

    ONCE = "once"
    TWICE = "twice"
    LATE = "late"  # overtaken by what comes after
    AN_HOUR_LATE = "an hour late"
    LOST = "lost"
    LYING = "followed by a lying completed"


_CALM = 0.03
_ROUGH = 0.35
_ROUGH_FAULTS = (
    Fault.TOO_MANY,
    Fault.BROKEN,
    Fault.UNAVAILABLE,
    Fault.RESET,
    Fault.SLOW,
    Fault.DONE_BUT_BROKEN,
    Fault.DONE_BUT_RESET,
    Fault.DONE_BUT_SILENT,
)
_DELIVERIES = {
    Delivery.TWICE: 0.06,
    Delivery.LATE: 0.05,
    Delivery.AN_HOUR_LATE: 0.02,
    Delivery.LOST: 0.01,
    Delivery.LYING: 0.01,
}


@dataclass(frozen=True, slots=True)
class Spell:
    """A spell of weather; ``seconds`` of the campaign's time."""

    seconds: float
    chance: float
    is_gone: bool = False


class Weather:
    """Asked before each request; everything is fine after ``clear_up``."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._lock = Lock()
        self._spell = Spell(0, _CALM)
        self.is_clear = False

    def next_spell(self) -> Spell:
        """The weather changes: mostly calm, now and then rough, seldom nobody answers at all."""
        with self._lock:
            draw = self._random.random()
            if draw < 0.5:
                self._spell = Spell(self._random.uniform(20, 60), _CALM)
            elif draw < 0.9:
                self._spell = Spell(self._random.uniform(15, 40), _ROUGH)
            else:
                self._spell = Spell(self._random.uniform(10, 45), 1.0, is_gone=True)
            return self._spell

    def clear_up(self) -> None:
        """No more faults."""
        self.is_clear = True

    def fault(self) -> Fault:
        """What goes wrong with the REST request that comes now."""
        with self._lock:
            if self.is_clear:
                return Fault.NONE
            if self._spell.is_gone:
                return self._random.choice((Fault.UNAVAILABLE, Fault.RESET))
            if self._random.random() >= self._spell.chance:
                return Fault.NONE
            return self._random.choice(_ROUGH_FAULTS)

    def delivery(self) -> Delivery:
        """What happens to the status webhook that is sent now."""
        with self._lock:
            draw = self._random.random()
            if self.is_clear:
                return Delivery.ONCE
            for delivery, chance in _DELIVERIES.items():
                if draw < chance:
                    return delivery
                draw -= chance
            return Delivery.ONCE

    def between(self, least: float, most: float) -> float:
        """A number from the weather's own chance."""
        with self._lock:
            return self._random.uniform(least, most)
