"""What is wrong with a seed: file, line, column and reason, all of it at once."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault. ``line`` counts from 1 (a table's headings are line 1); 0 is the file as a whole.

    ``column`` is the Swedish heading, empty when the whole row is meant; ``reason`` is in Swedish.
    """

    file: str
    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        place = f"{self.file}, rad {self.line}" if self.line else self.file
        return (
            f"{place}, {self.column}: {self.reason}" if self.column else f"{place}: {self.reason}"
        )


class BadSeed(ValueError):
    """The folder cannot be loaded; ``problems`` are all its faults, in the order of the files."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))
