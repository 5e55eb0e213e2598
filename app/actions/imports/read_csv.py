"""A CSV file as rows with their numbers, or everything that is wrong with its form."""

import csv
import io
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from app.actions.imports.fault import BadFile, Fault
from app.actions.imports.identities import identities_in
from routing.identity import holds_identity

MOST_ROWS: Final = 20_000

_NOT_TEXT: Final = "Filen är inte text i UTF-8. Spara den som ”CSV UTF-8” och försök igen."
_WORKBOOK: Final = "Filen är en arbetsbok. Spara den som ”CSV UTF-8” och försök igen."


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
    """Read UTF-8 with a heading, separated by comma, semicolon (Swedish Excel) or tab.

    Raises ``BadFile`` with every fault of its form: what is not text, columns that nobody knows or
    that come twice, rows with too many cells.
    """
    heading, *rows = _rows(_text(content)) or [(1, [])]
    columns = tuple(name.strip().lower() for name in heading[1])
    faults = _faults_of_heading(columns, known)
    if faults:
        raise BadFile(faults)
    lines = []
    for row, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(columns):
            reason = f"Raden har {len(cells)} celler, men rubriken {len(columns)}."
            faults.append(Fault(row, "", reason))
        named = dict(zip(columns, (cell.strip() for cell in cells), strict=False))
        faults += identities_in(row, named)
        lines.append(Line(row, dict.fromkeys(known, "") | named))
    if len(lines) > MOST_ROWS:
        faults.append(Fault(MOST_ROWS + 2, "", f"Filen har fler än {MOST_ROWS} rader: dela den."))
    if faults:
        raise BadFile(faults)
    return Sheet(columns, tuple(lines))


def _text(content: bytes) -> str:
    if content.startswith(b"PK\x03\x04"):
        raise BadFile([Fault(1, "", _WORKBOOK)])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        raise BadFile([Fault(row, "", _NOT_TEXT)]) from None
    if "\x00" in text:
        row = text[: text.index("\x00")].count("\n") + 1
        raise BadFile([Fault(row, "", _NOT_TEXT)])
    return text


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Each row with its number. A cell may hold line breaks; the row's number is its first."""
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows, before = [], 0
    try:
        for cells in reader:
            rows.append((before + 1, cells))
            before = reader.line_num
    except csv.Error:
        reason = "Raden går inte att dela i celler: ett citattecken står fel."
        raise BadFile([Fault(before + 1, "", reason)]) from None
    return rows


def _faults_of_heading(columns: tuple[str, ...], known: Collection[str]) -> list[Fault]:
    if not any(columns):
        return [Fault(1, "", "Filen saknar rubrikrad.")]
    words = ", ".join(known)
    counts = Counter(columns)
    unknown = [name for name in counts if name not in known]
    shown = {name: "" if holds_identity(name) else name for name in unknown}
    twice = [name for name, count in counts.items() if count > 1 and name in known]
    return [
        *(Fault(1, shown[name], f"Kolumnen är okänd. Kända: {words}.") for name in unknown),
        *(Fault(1, name, "Kolumnen står flera gånger.") for name in twice),
    ]
