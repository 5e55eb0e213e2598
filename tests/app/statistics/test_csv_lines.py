"""Rows as CSV, safe in every spreadsheet: also where cells are parted at another sign."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.statistics.columns import Source, of, text
from app.statistics.csv_lines import csv_lines, safe

COLUMNS = of(Source.COMPUTED, text("a", "A"), text("b", "B"), text("c", "C"))
RUNS = tuple("=+-@")


def line_of(cell) -> str:
    _heading, line = csv_lines(COLUMNS, [{"a": "x", "b": cell, "c": None}])
    return line


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+46701740605", "'+46701740605"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"),
        ("\r=1", "'\r'=1"),
        ("\n=1", "'\n'=1"),
        ("\tx", "'\tx"),
        (" =1", " '=1"),
        ("\u00a0=1", "\u00a0'=1"),
        ('"=1"', '"\'=1"'),
        ("\uff1d1", "'\uff1d1"),  # full-width: a formula to some
        ('x;=HYPERLINK("http://a.example")', 'x;\'=HYPERLINK("http://a.example")'),
        ("x; =1", "x; '=1"),
        ('x;"=1"', 'x;"\'=1"'),
        ("x,=1", "x,'=1"),
        ("x\t=1", "x\t'=1"),
        ("x\n=1", "x\n'=1"),
        ("x|=1", "x|'=1"),
        ("x;+1;-1;@a", "x;'+1;'-1;'@a"),
        (";=1", ";'=1"),
        (";;=1", ";;'=1"),
        # what runs nothing stays as it is
        ("a=b", "a=b"),
        ("halv-akut", "halv-akut"),
        ("08:00-17:00", "08:00-17:00"),
        ("a;b", "a;b"),
        ("'x", "'x"),
        ("", ""),
        (None, None),
        (-5, -5),
        (0, 0),
    ],
)
def test_what_would_run_is_shown(cell, shown):
    assert safe(cell) == shown


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@given(cell=st.text(alphabet=st.sampled_from(list("=+-@;,\t\r\n\"' ax\u00a0")), max_size=12))
def test_wherever_cells_are_parted_none_begins_a_formula(delimiter, cell):
    for piece in re.split(f"[{delimiter}\r\n]", line_of(cell)):
        assert not piece.strip(' "\u00a0\t').startswith(RUNS)


@given(cell=st.text(max_size=12))
def test_a_row_is_read_back_as_one_row_by_its_own_rules(cell):
    rows = list(csv.reader(io.StringIO(line_of(cell), newline=""), strict=True))
    assert rows == [["x", safe(cell), ""]]
