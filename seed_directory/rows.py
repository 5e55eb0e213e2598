"""Rows as they were read, each knowing where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from seed_directory.problems import Problem


@dataclass(frozen=True, slots=True)
class SeedRow:
    """One checked row, ``values`` by attribute; ``lines``: heading → its line if not ``line``."""

    file: str
    line: int
    values: Mapping[str, Any]
    headings: Mapping[str, str]
    lines: Mapping[str, int]

    def problem(self, attribute: str, reason: str) -> Problem:
        """A fault in one of this row's cells."""
        heading = self.headings[attribute]
        return Problem(self.file, self.lines.get(heading, self.line), heading, reason)
