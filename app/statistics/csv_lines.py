"""Tidy rows as CSV (RFC 4180: comma, CRLF), safe to open in a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from app.statistics.columns import Column

Cell = str | int | None
Row = Mapping[str, Cell]

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What makes a spreadsheet run a cell instead of showing it."""


def csv_lines(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str]:
    """The heading and then each row, one line at a time with its CRLF; None is an empty cell."""
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    names = [column.name for column in columns]
    yield writer.writerow(names)
    for row in rows:
        yield writer.writerow([safe(row[name]) for name in names])


def safe(cell: Cell) -> Cell:
    """A text that a spreadsheet would take for a formula gets an apostrophe in front."""
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return "'" + cell
    return cell


class _Echo:
    """A file that keeps nothing: ``writerow`` returns what its file's ``write`` returns."""

    def write(self, text: str) -> str:
        return text
