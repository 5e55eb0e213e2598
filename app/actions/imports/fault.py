"""Vad som är fel i en fil: row, column and reason of everything that keeps it from being read."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from app.actions.shared.errors import Refused

# Nobody mends more at a time; that there are more is said.
FAULTS_SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Fault:
    """``row`` is counted as a spreadsheet counts it: 1 is the heading. ``column`` is empty when the
    whole row, or the whole file, is at fault. ``reason`` is a sentence in Swedish."""

    row: int
    column: str
    reason: str


class BadFile(Refused):
    """The file is refused whole. ``faults`` in order of rows, at most ``FAULTS_SHOWN`` of them;
    ``count`` is how many there are in all."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        found = sorted(faults, key=lambda fault: fault.row)
        super().__init__(f"{len(found)} faults")
        self.count = len(found)
        self.faults = tuple(found[:FAULTS_SHOWN])
