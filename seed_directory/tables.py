"""Reads the CSV tables of a seed folder, one row at a time through its schema."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from marshmallow import ValidationError

from seed_directory.problems import Problem
from seed_directory.rows import SeedRow
from seed_directory.schema import Table
from seed_directory.sheets import BadSheet, Columns, read_sheet


def read_table(folder: Path, table: Table, *, problems: list[Problem]) -> tuple[SeedRow, ...]:
    """The good rows of a table; the faults of the others are added to ``problems``."""
    try:
        content = (folder / table.file).read_bytes()
    except FileNotFoundError:
        problems.append(Problem(table.file, 0, "", "filen saknas"))
        return ()
    schema = table.schema()
    needed = [one.data_key or name for name, one in schema.load_fields.items() if one.required]
    columns = Columns(list(table.headings().values()), needed)
    try:
        sheet = read_sheet(content, columns)
    except BadSheet as bad:
        problems += [Problem(table.file, one.row, one.column, one.reason) for one in bad.faults]
        return ()
    rows = []
    for line in sheet.rows:
        filled = {name: cell for name, cell in zip(sheet.columns, line.cells, strict=True) if cell}
        try:
            values: dict[str, Any] = schema.load(filled)
        except ValidationError as error:
            problems += _faults(table.file, line.row, error.messages_dict)
        else:
            rows.append(SeedRow(table.file, line.row, values, table.headings(), {}))
    return tuple(rows)


def _faults(file: str, row: int, messages: Mapping[str, Any]) -> Iterator[Problem]:
    for heading, reasons in messages.items():
        yield Problem(file, row, heading, "; ".join(_texts(reasons)))


def _texts(messages: Any) -> Iterator[str]:  # noqa: ANN401 - marshmallow nests them as it likes
    if isinstance(messages, str):
        yield messages
    elif isinstance(messages, Mapping):
        for inner in messages.values():
            yield from _texts(inner)
    else:
        for inner in messages:
            yield from _texts(inner)
