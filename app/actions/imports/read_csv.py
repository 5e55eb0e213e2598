"""A CSV file as rows with their numbers, or everything that is wrong with its form."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from app.actions.imports.fault import BadFile, Fault
from app.actions.imports.identities import identities_in
from routing.identity import holds_identity
from seed_directory.sheets import BadSheet, Columns, read_sheet

MOST_ROWS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the file; ``row`` as a spreadsheet counts. ``cells`` are trimmed; a column that the
    file does not have is an empty cell."""

    row: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """``columns`` are those of the file, in its order. Rows without any cell filled are left
    out."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]


def read_csv(content: bytes, *, known: Collection[str]) -> Sheet:
    """Read a table with a heading; a row may end before its empty cells do.

    Raises ``BadFile`` with every fault of its form: what is not text, columns that nobody knows or
    that come twice, rows with too many cells, too many rows.
    """
    try:
        sheet = read_sheet(content, Columns(known), may_end_early=True)
    except BadSheet as bad:
        raise BadFile(
            [Fault(one.row, _shown(one.column), _sentence(one.reason)) for one in bad.faults]
        ) from None
    if len(sheet.rows) > MOST_ROWS:
        reason = f"Filen har fler än {MOST_ROWS} rader: dela den."
        raise BadFile([Fault(sheet.rows[MOST_ROWS].row, "", reason)])
    nothing = dict.fromkeys(known, "")
    lines = tuple(
        Line(one.row, nothing | dict(zip(sheet.columns, one.cells, strict=True)))
        for one in sheet.rows
    )
    if named := [fault for line in lines for fault in identities_in(line.row, line.cells)]:
        raise BadFile(named)
    return Sheet(sheet.columns, lines)


def _sentence(reason: str) -> str:
    return f"{reason[0].upper()}{reason[1:]}."


def _shown(column: str) -> str:
    """A heading may be quoted unless it names somebody."""
    return "" if holds_identity(column) else column
