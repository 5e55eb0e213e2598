"""Tidy rows as CSV (RFC 4180: comma, CRLF), or as Swedish spreadsheets read it; safe to open."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
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


class Form(StrEnum):
    """Filens form: as programs read it, or as Excel with Swedish settings opens it at a double
    click (semicolons, and a mark that says UTF-8)."""

    CSV = "csv"
    SHEET = "kalkylark"


_SEPARATOR: Final = {Form.CSV: ",", Form.SHEET: ";"}
_BEGINNING: Final = {Form.CSV: "", Form.SHEET: "\ufeff"}


def csv_lines(
    columns: Sequence[Column], rows: Iterable[Row], form: Form = Form.CSV
) -> Iterator[str]:
    """The heading and then each row, one line at a time with its CRLF; None is an empty cell."""
    writer = csv.writer(_Echo(), lineterminator="\r\n", delimiter=_SEPARATOR[form])
    names = [column.name for column in columns]
    yield _BEGINNING[form] + writer.writerow(names)
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
