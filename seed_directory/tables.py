"""Reads the CSV tables, as Excel or an editor writes them, one row at a time through its schema."""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from marshmallow import ValidationError

from seed_directory.problems import Problem
from seed_directory.rows import SeedRow
from seed_directory.schema import Table


def read_table(folder: Path, table: Table, *, problems: list[Problem]) -> tuple[SeedRow, ...]:
    """The good rows of a table; the faults of the others are added to ``problems``.

    Semicolon or comma between cells; a byte order mark, Windows line ends and blank lines are
    read past. The text must be UTF-8.
    """
    text = read_text(folder / table.file, problems=problems)
    if text is None:
        return ()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        lines = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    except csv.Error:
        problems.append(Problem(table.file, reader.line_num, "", "citattecknen går inte ihop"))
        return ()
    rows = _Rows(table, problems)
    if not rows.has_good_headings(lines[0][1] if lines else []):
        return ()
    return tuple(rows.read(lines[1:]))


def read_text(path: Path, *, problems: list[Problem]) -> str | None:
    """A file's text, None (and a problem) when it is missing or is not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        problems.append(Problem(path.name, 0, "", "filen saknas"))
    except UnicodeDecodeError:
        reason = "filen är inte UTF-8; spara den som ”CSV UTF-8” i Excel"
        problems.append(Problem(path.name, 0, "", reason))
    return None


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return ";" if first.count(";") >= first.count(",") else ","


class _Rows:
    def __init__(self, table: Table, problems: list[Problem]) -> None:
        self._table = table
        self._schema = table.schema()
        self._headings = table.headings()
        self._problems = problems
        self._found: list[str] = []

    def has_good_headings(self, found: list[str]) -> bool:
        self._found = [heading.lower() for heading in found]
        wanted = set(self._headings.values())
        must = {
            field.data_key or name
            for name, field in self._schema.load_fields.items()
            if field.required
        }
        faults = [
            *((heading, "okänd kolumn") for heading in self._found if heading not in wanted),
            *((heading, "kolumnen saknas") for heading in sorted(must - set(self._found))),
            *((heading, "kolumnen finns två gånger") for heading in self._twice()),
        ]
        self._problems += [
            Problem(self._table.file, 1, heading, reason) for heading, reason in faults
        ]
        return not faults

    def _twice(self) -> list[str]:
        return sorted({heading for heading in self._found if self._found.count(heading) > 1})

    def read(self, lines: list[tuple[int, list[str]]]) -> Iterator[SeedRow]:
        for line, cells in lines:
            if not any(cells):
                continue
            if len(cells) != len(self._found):
                reason = f"raden har {len(cells)} celler men rubrikraden {len(self._found)}"
                self._problems.append(Problem(self._table.file, line, "", reason))
                continue
            filled = {
                heading: cell for heading, cell in zip(self._found, cells, strict=True) if cell
            }
            row = self._load(line, filled)
            if row:
                yield row

    def _load(self, line: int, cells: Mapping[str, str]) -> SeedRow | None:
        try:
            values: dict[str, Any] = self._schema.load(cells)
        except ValidationError as error:
            for heading, reasons in error.messages_dict.items():
                reason = "; ".join(_texts(reasons))
                self._problems.append(Problem(self._table.file, line, heading, reason))
            return None
        return SeedRow(self._table.file, line, values, self._headings, {})


def _texts(messages: Any) -> Iterator[str]:  # noqa: ANN401 - marshmallow nests them as it likes
    if isinstance(messages, str):
        yield messages
    elif isinstance(messages, Mapping):
        for inner in messages.values():
            yield from _texts(inner)
    else:
        for inner in messages:
            yield from _texts(inner)
