"""A table that somebody saved as CSV: its headings and rows, or everything wrong with its form.

Both the county's files and the files that are taken in are read here. Semicolon (Swedish Excel),
comma or tab stands between the cells; a line ``sep=;``, rows without a filled cell, empty columns
at the end and any line ends are read past.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from seed_directory.text_file import UnreadableText, text_of

_DELIMITERS: Final = ";,\t"  # the first wins where there are as many
_SAID_DELIMITER: Final = re.compile(r'"?sep=(?P<sign>[;,\t])"?[;,\t]*', re.IGNORECASE)
_QUOTED: Final = re.compile(r'"[^"]*"')

_Rows = list[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class SheetFault:
    """``row`` counts lines, the first is 1; ``column`` is a heading, empty for the whole row.
    ``reason`` is in Swedish, without capital and full stop."""

    row: int
    column: str
    reason: str


class BadSheet(ValueError):
    """The file cannot be read; ``faults`` are all that was found, in the order of rows."""

    def __init__(self, faults: Collection[SheetFault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = tuple(sorted(faults, key=lambda fault: fault.row))


@dataclass(frozen=True, slots=True)
class Columns:
    """The headings a table may have, in small letters, and those it must have."""

    known: Collection[str]
    needed: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row with at least one cell filled; ``row`` is the line it begins on. Cells are trimmed."""

    row: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """``columns`` are the headings in the file's order; each row has as many cells."""

    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]


def read_sheet(content: bytes, columns: Columns, *, may_end_early: bool = False) -> Sheet:
    """The rows of a table; raises ``BadSheet`` with every fault of its form.

    ``may_end_early``: spreadsheets leave out the empty cells at the end of a row. Where a missing
    cell would be missed, as a telephone number is, a row must be whole.
    """
    try:
        text = text_of(content)
    except UnreadableText as bad:
        raise BadSheet([SheetFault(one.row, "", one.reason) for one in bad.faults]) from None
    faults: list[SheetFault] = []
    lines = [(row, cells) for row, cells in _cut(text, faults) if any(cells)]
    heading_row, headings = _headings(lines)
    faults += _faults_of_headings(heading_row, headings, columns)
    rows = []
    for row, cells in lines[1:]:
        filled = _without_empty_end(cells, len(headings))
        missing = len(headings) - len(filled)
        if missing < 0 or (missing and not may_end_early):
            faults.append(_misfit(row, len(filled), len(headings)))
        rows.append(SheetRow(row, (*filled, *[""] * missing)))
    if faults:
        raise BadSheet(faults)
    return Sheet(headings, tuple(rows))


def _cut(text: str, faults: list[SheetFault]) -> _Rows:
    """Each row with the line it begins on; a cell may hold line breaks."""
    first, said = _first_line(text)
    sign = said or max(_DELIMITERS, key=_QUOTED.sub("", first).count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    rows: _Rows = []
    before = 0
    try:
        for cells in reader:
            rows.append((before + 1, [cell.strip() for cell in cells]))
            before = reader.line_num
    except csv.Error:
        reason = "raden går inte att dela i celler: citattecknen går inte ihop"
        faults.append(SheetFault(before + 1, "", reason))
    if said:
        rows = [(row, cells) for row, cells in rows if row > _row_of(rows)]
    return rows


def _row_of(rows: _Rows) -> int:
    """The line of the first row with a filled cell: there the delimiter is said."""
    return next((row for row, cells in rows if any(cells)), 0)


def _first_line(text: str) -> tuple[str, str]:
    """The first line that says something (the headings), and the delimiter that is said before it
    with ``sep=``."""
    lines = (line for line in re.split("\r\n|\r|\n", text) if line.strip(" \t;,\"'\u00a0"))
    first = next(lines, "")
    said = _SAID_DELIMITER.fullmatch(first.strip(" "))
    return (next(lines, ""), said["sign"]) if said else (first, "")


def _headings(lines: _Rows) -> tuple[int, tuple[str, ...]]:
    if not lines:
        return 1, ()
    row, cells = lines[0]
    names = [" ".join(cell.lower().split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    return row, tuple(names)


def _faults_of_headings(
    row: int, headings: Sequence[str], columns: Columns
) -> Iterator[SheetFault]:
    if not headings and not columns.needed:
        yield SheetFault(row, "", "filen saknar rubrikrad")
    counts = Counter(headings)
    known = ", ".join(columns.known)
    for place, name in enumerate(headings, start=1):
        if not name:
            yield SheetFault(row, "", f"kolumn {place} saknar rubrik")
    for name, count in counts.items():
        if name and name not in columns.known:
            yield SheetFault(row, name, f"okänd kolumn; kända är {known}")
        elif name and count > 1:
            yield SheetFault(row, name, "kolumnen finns två gånger")
    for name in sorted(set(columns.needed) - set(headings)):
        yield SheetFault(row, name, "kolumnen saknas")


def _without_empty_end(cells: list[str], width: int) -> list[str]:
    """A row without the empty cells beyond its headings."""
    while len(cells) > width and not cells[-1]:
        cells = cells[:-1]
    return cells


def _misfit(row: int, found: int, wanted: int) -> SheetFault:
    how = "; fyll ut med tomma celler om ingen fattas" if found < wanted else ""
    return SheetFault(row, "", f"raden har {found} celler men rubrikraden {wanted}{how}")
