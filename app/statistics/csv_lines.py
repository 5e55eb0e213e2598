"""Tidy rows as CSV (RFC 4180: comma, CRLF), safe to open in a spreadsheet."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from app.statistics.columns import Column

Cell = str | int | None
Row = Mapping[str, Cell]

# A spreadsheet runs a cell that begins with one of these. A cell begins where the text does, and
# wherever some spreadsheet parts its cells: Swedish ones do at semicolons, whatever the file says,
# and take a quotation mark within the row for a letter.
_RUNS: Final = "=+\\-@\uff1d\uff0b\uff0d\uff20"
_FORMULA: Final = re.compile(rf"(?P<before>(?:^|[;,\t\r\n|])[\s\"]*)(?=[{_RUNS}])")
_LEADING: Final = ("\t", "\r", "\n")


def csv_lines(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str]:
    """The heading and then each row, one line at a time with its CRLF; None is an empty cell."""
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    names = [column.name for column in columns]
    yield writer.writerow(names)
    for row in rows:
        yield writer.writerow([safe(row[name]) for name in names])


def safe(cell: Cell) -> Cell:
    """What a spreadsheet would take for a formula gets an apostrophe in front."""
    if not isinstance(cell, str):
        return cell
    shown = _FORMULA.sub(r"\g<before>'", cell)
    return f"'{shown}" if shown.startswith(_LEADING) else shown


class _Echo:
    """A file that keeps nothing: ``writerow`` returns what its file's ``write`` returns."""

    def write(self, text: str) -> str:
        return text
