"""Datakatalogen: every column of every table says what it is, in one place that stays true."""

import csv
from pathlib import Path

import pytest

from app.statistics.columns import ColumnType, Source
from app.statistics.exports import (
    TABLES,
    dictionary_csv,
    dictionary_markdown,
)

DOCUMENT = Path(__file__).parents[3] / "docs" / "datakatalog.md"
COLUMNS = [(table, column) for table in TABLES.values() for column in table.columns]


@pytest.mark.parametrize(
    ("table", "column"), COLUMNS, ids=[f"{table.name}.{column.name}" for table, column in COLUMNS]
)
def test_every_column_says_what_it_is(table, column):
    assert column.name.isascii()
    assert column.name == column.name.lower()
    assert column.description.endswith(".")
    assert column.source in {source.value for source in Source}
    if column.type is not ColumnType.STRING:
        assert column.unit
    assert "|" not in column.description


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_table_names_each_column_once_and_previews_its_own(table):
    names = [column.name for column in table.columns]
    assert len(names) == len(set(names))
    assert set(table.preview) <= set(names)


def test_the_tables_agree_on_what_they_share():
    """The same name means the same kind of thing everywhere."""
    kinds: dict[str, set[ColumnType]] = {}
    for _table, column in COLUMNS:
        kinds.setdefault(column.name, set()).add(column.type)
    assert all(len(found) == 1 for found in kinds.values())


def test_the_file_holds_a_row_for_each_column():
    rows = list(csv.DictReader(dictionary_csv()))
    assert [(row["table"], row["name"]) for row in rows] == [
        (table.name, column.name) for table, column in COLUMNS
    ]


def test_the_document_is_the_one_that_is_written():
    """Otherwise: kontaktvagar export datakatalog --format md --out docs/datakatalog.md"""
    assert DOCUMENT.read_text(encoding="utf-8") == dictionary_markdown()
