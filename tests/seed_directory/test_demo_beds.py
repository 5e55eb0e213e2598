"""The demonstration's bed figures: read with their age, and refused where they cannot be."""

from datetime import UTC, datetime, timedelta

import pytest

from routing.beds import BedReport, BedSource
from seed_directory.demo_beds import read_demo_beds
from seed_directory.problems import BadSeed
from tests.seed_directory.seeds import replace, write_folder

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FILE = "demo_vardplatser.csv"
TEXT = (
    "avdelning;källa;minuter sedan;bemannade;belagda;öppen\n"
    "avdelningen;för hand;20;10;11;ja\n"
    "avdelningen;inläst;90;10;9;nej\n"
)


@pytest.fixture
def folder(tmp_path):
    """The small seed with two reports of its ward."""
    (tmp_path / FILE).write_text(TEXT, encoding="utf-8")
    return write_folder(tmp_path)


def test_the_reports_are_so_old_and_the_oldest_comes_first(folder):
    older, newer = read_demo_beds(folder, at=AT)
    assert older == BedReport(
        "avdelningen", BedSource.IMPORT, AT - timedelta(minutes=90), 10, 9, is_open=False
    )
    assert newer == BedReport("avdelningen", BedSource.HAND, AT - timedelta(minutes=20), 10, 11)


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "reason"),
    [
        (";20;", ";0;", 2, "minuter sedan", "inget heltal från 1"),
        (";20;", ";721;", 2, "minuter sedan", "mer än 720"),
        (";10;11;", ";10;-1;", 2, "belagda", "inget heltal från 0"),
        ("för hand", "ryktesvis", 2, "källa", "är inget av: for_hand"),
        ("avdelningen;för", "borta;för", 2, "avdelning", "står inte i vardplatser.csv"),
        ("inläst", "för hand", 3, "avdelning", "står redan på rad 2"),
    ],
)
def test_a_fault_is_shown_where_it_stands(folder, old, new, line, column, reason):
    replace(folder, FILE, old, new)
    with pytest.raises(BadSeed, match=f"{FILE}, rad {line}, {column}: .*{reason}"):
        read_demo_beds(folder, at=AT)
