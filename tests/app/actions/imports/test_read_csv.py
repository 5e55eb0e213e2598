"""A CSV file as rows, and everything that is wrong with one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.actions.imports.fault import FAULTS_SHOWN, BadFile, Fault
from app.actions.imports.read_csv import MOST_ROWS, Line, read_csv

KNOWN = ("id", "moved", "died")


def faults_of(content: bytes) -> list[tuple[int, str]]:
    with pytest.raises(BadFile) as refused:
        read_csv(content, known=KNOWN)
    assert all(fault.reason.endswith(".") for fault in refused.value.faults)
    return [(fault.row, fault.column) for fault in refused.value.faults]


@pytest.mark.parametrize(
    "content",
    [
        b"id,moved\na,1\nb,\n",
        b"id,moved\r\na,1\r\nb,\r\n",
        b"\xef\xbb\xbfid;moved\r\na;1\r\nb;\r\n",  # as Swedish Excel saves it
        b"id\tmoved\na\t1\nb\n",  # a row may end early
        b'"id","moved"\n"a","1"\n"b",""',
        b" ID , Moved \n a , 1 \n b ,\n",
        b"id,moved\n\na,1\n,\nb,\n\n",
        b"id;moved;;\na;1;;\n;;;\nb;;;\n",  # empty columns at the end
        b"\n;;\n\nid;moved\na;1\nb;\n",  # empty rows before the headings
        b"sep=;\nid;moved\na;1\nb;\n",
        b'"sep=,"\nid,moved\na,1\nb,\n',
        b"SEP=\t\nid\tmoved\na\t1\nb\t\n",
        b"id,moved\ra,1\rb,\r",  # line ends of old
        b"id,moved\na,1\r\nb,\r",
        "id;moved\na;1\nb;\n".encode("utf-16"),
        "id\tmoved\r\na\t1\r\nb\t\r\n".encode("utf-16"),  # "Unicode-text"
        "id;moved\na;\u00a01\u00a0\nb;\n".encode(),
        "id;moved\na;\ufeff1\nb;\n".encode(),  # two files put together
    ],
)
def test_the_same_rows_however_they_were_saved(content):
    sheet = read_csv(content, known=KNOWN)
    assert sheet.columns == ("id", "moved")
    assert [dict(line.cells) for line in sheet.lines] == [
        {"id": "a", "moved": "1", "died": ""},
        {"id": "b", "moved": "", "died": ""},
    ]


def test_rows_are_counted_as_a_spreadsheet_counts_them():
    sheet = read_csv(b"id,moved\n\na,1\n,\nb,0\n", known=KNOWN)
    assert [line.row for line in sheet.lines] == [3, 5]


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (b"", [(1, "")]),
        (b"\n\n", [(1, "")]),
        (b"PK\x03\x04workbook", [(1, "")]),
        ("id,moved\nå,1\n".encode("mac_roman"), [(2, "")]),
        ("id,moved\nå,1\n".encode("cp850"), [(2, "")]),
        ("id\n1\n".encode("utf-16-le"), [(1, ""), (2, ""), (3, "")]),  # nothing says that it is
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1workbook", [(1, "")]),
        (b"id,moved\na,\x00\nb,1\nc,\x00\n", [(2, ""), (4, "")]),
        (b"id,moved\na,\x07\n", [(2, "")]),
        ("id,moved\na,\ufffd\n".encode(), [(2, "")]),
        ("id,moved\nå,1\n".encode().decode("cp1252").encode(), [(2, "")]),
        (b"id,moved\na,811218-9876\n8112189876,1\n", [(2, "moved"), (3, "id")]),
        ("id,moved\nåttioett tolv arton 9876,1\n".encode(), [(2, "id")]),
        (b"id,811218-9876\na,1\n", [(1, "")]),
        (b"id,dead,alive\na,1,2\n", [(1, "dead"), (1, "alive")]),
        (b"id,moved,moved\na,1,1\n", [(1, "moved")]),
        (b"id,,moved\na,,1\n", [(1, "")]),
        (b"\n\nid,dead\na,1\n", [(3, "dead")]),
        (b"id,dead\na,1,2\n", [(1, "dead"), (2, "")]),  # all at once
        (b"id,moved\na,1,2\nb,1\nc,1,2,3\n", [(2, ""), (4, "")]),
        (b'id,moved\na,1\n"b"x,1\n', [(3, "")]),
        (b'id,moved\n"never closed,1\n', [(2, "")]),
        (b"id\n" + b"x" * 200_000, [(2, "")]),  # longer than any cell
    ],
)
def test_what_is_wrong_is_told_by_row_and_column(content, where):
    assert faults_of(content) == where


def test_a_file_that_is_far_too_long_is_refused():
    assert faults_of(b"id\n" + b"a\n" * (MOST_ROWS + 1)) == [(MOST_ROWS + 2, "")]
    assert len(read_csv(b"id\n" + b"a\n" * MOST_ROWS, known=KNOWN).lines) == MOST_ROWS


def test_the_first_faults_are_shown_and_all_are_counted():
    many = [Fault(row, "id", "Fel.") for row in range(500, 1, -1)]
    refused = BadFile(many)
    assert refused.count == 499
    assert [fault.row for fault in refused.faults] == list(range(2, 2 + FAULTS_SHOWN))


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(content):
    try:
        sheet = read_csv(content, known=KNOWN)
    except BadFile as refused:
        assert refused.count  # noqa: PT017 - most bytes are refused, some are read
    else:
        assert all(isinstance(line, Line) for line in sheet.lines)


def test_a_file_that_names_a_patient_is_not_quoted():
    with pytest.raises(BadFile) as refused:
        read_csv(b"id,moved\na,811218;9876\n811218 9876,1\n", known=KNOWN)
    assert all("personnummer" in fault.reason for fault in refused.value.faults)
    assert "9876" not in repr(refused.value.faults)


def test_nor_is_one_whose_form_is_wrong_too():
    with pytest.raises(BadFile) as refused:
        read_csv(b"id,811218-9876\na,811218;9876,1,2\n", known=KNOWN)
    assert "9876" not in repr(refused.value.faults)
