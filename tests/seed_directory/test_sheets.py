"""Tables as people save them: what can only mean one thing is read, the rest said plainly."""

import unicodedata

import pytest

from models.mail_addresses import is_mail_address
from seed_directory.folder import read_folder
from seed_directory.problems import BadSeed
from seed_directory.schema import PEOPLE, UNITS
from seed_directory.sheets import BadSheet, Columns, read_sheet
from seed_directory.text_file import UnreadableText, text_of
from seed_directory.yaml_text import read_yaml
from tests.seed_directory.seeds import FILES, replace, write_folder

WORDS = "Åsa Öman, överläkare på Säters sjukhus – läkare för kärl"
COLUMNS = Columns(("id", "väntas in", "telefon"), ("id",))


# --- Letters --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "content",
    [
        WORDS.encode(),
        WORDS.encode("utf-8-sig"),
        WORDS.encode("utf-16"),
        b"\xfe\xff" + WORDS.encode("utf-16-be"),
        WORDS.encode("cp1252"),
        unicodedata.normalize("NFD", WORDS).encode(),
        unicodedata.normalize("NFD", WORDS).encode("utf-16"),
    ],
)
def test_swedish_letters_however_they_were_saved(content):
    assert text_of(content) == WORDS


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (WORDS.encode("mac_roman"), "inte UTF-8"),
        (WORDS.replace("–", "-").encode("cp850"), "inte UTF-8"),
        ("Sjö".encode("cp437"), "inte UTF-8"),
        ("Sjö ”Å”".encode("cp1252"), "inte UTF-8"),  # the mark is an ö to DOS
        (WORDS.encode() + "ö".encode("cp1252"), "inte UTF-8"),
        (b"\xff\xfea", "inte UTF-8"),
        (WORDS.encode("utf-16-le"), "NUL"),
        (WORDS.encode("utf-32"), "NUL"),
        (b"a\x00b", "NUL"),
        (b"PK\x03\x04", "arbetsbok"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "arbetsbok"),
        ("Sj\ufffd".encode(), "gått förlorad"),
        ("Sjö".encode().decode("cp1252").encode(), "Ã¥"),
        ("År".encode().decode("cp1252").encode(), "Ã¥"),
        (b"a\x0bb", "styrtecken"),
        ("a\x85b".encode(), "styrtecken"),
    ],
)
def test_letters_that_are_lost_or_may_be_others_are_refused(content, reason):
    with pytest.raises(UnreadableText) as refused:
        text_of(content)
    assert reason in refused.value.faults[0].reason


def test_every_row_with_a_bad_sign_is_named():
    with pytest.raises(UnreadableText) as refused:
        text_of(b"a\n\x00\r\nb\r\x07\nc\n")
    assert [fault.row for fault in refused.value.faults] == [2, 4]


# --- Rows and cells -------------------------------------------------------------------------------
ONE_ROW = [("a", "1", "070-174 06 05")]


@pytest.mark.parametrize(
    "text",
    [
        "id;väntas in;telefon\na;1;070-174 06 05\n",
        "id;väntas in;telefon\na;1;070-174 06 05",
        "id,väntas in,telefon\na,1,070-174 06 05\n",
        "id\tväntas in\ttelefon\na\t1\t070-174 06 05\n",
        "ID;Väntas  in ;TELEFON\na;1;070-174 06 05\n",
        "id;väntas\u00a0in;telefon\na;1;070-174 06 05\n",
        'id;"väntas\nin";telefon\na;1;070-174 06 05\n',
        "id;väntas in;telefon;;\na;1;070-174 06 05;;\n",
        "id;väntas in;telefon\na;1;070-174 06 05;;;\n",
        "id;väntas in;telefon\n\n;;;\n  ;\t;\u00a0\na;1;070-174 06 05\n;;\n",
        "\n;;;\n\nid;väntas in;telefon\na;1;070-174 06 05\n",
        "sep=;\nid;väntas in;telefon\na;1;070-174 06 05\n",
        "sep=;\r\n\r\nid;väntas in;telefon\r\na;1;070-174 06 05\r\n",
        '"sep=;"\nid;väntas in;telefon\na;1;070-174 06 05\n',
        "sep=;;;\nid;väntas in;telefon\na;1;070-174 06 05\n",
        "sep=,\nid,väntas in,telefon\na,1,070-174 06 05\n",
        "id;väntas in;telefon\ra;1;070-174 06 05\r",
        "id;väntas in;telefon\r\na;1;070-174 06 05\n\r\n",
        '"id";"väntas in";"telefon"\n"a";"1";"070-174 06 05"\n',
        "id;väntas in;telefon\n a ; 1 ;\t070-174 06 05 \n",
        "\ufeffid;väntas in;telefon\n\ufeffa;1;070-174 06 05\n",
        unicodedata.normalize("NFD", "id;väntas in;telefon\na;1;070-174 06 05\n"),
    ],
)
def test_the_same_table_however_it_was_saved(text):
    sheet = read_sheet(text.encode(), COLUMNS)
    assert sheet.columns == ("id", "väntas in", "telefon")
    assert [row.cells for row in sheet.rows] == ONE_ROW


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ('id;telefon\n"a;b";\n', "a;b"),
        ('id;telefon\n"a ""b""";\n', 'a "b"'),
        ('id;telefon\n5" slang;\n', '5" slang'),
        ("id;telefon\n=1+1;\n", "=1+1"),
        ("id;telefon\na,b;\n", "a,b"),
        ('id,telefon\n"a,b",\n', "a,b"),
        ('id;telefon\n"a\nb";\n', "a\nb"),
    ],
)
def test_a_cell_keeps_what_stands_in_it(text, cell):
    (row,) = read_sheet(text.encode(), COLUMNS).rows
    assert (row.row, row.cells[0]) == (2, cell)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", [(1, "id", "kolumnen saknas")]),
        ("telefon\n1\n", [(1, "id", "kolumnen saknas")]),
        ("id;id\na;b\n", [(1, "id", "två gånger")]),
        ("id;ID \na;b\n", [(1, "id", "två gånger")]),
        ("id;;telefon\na;b;\n", [(1, "", "kolumn 2 saknar rubrik")]),
        ("id;mobil\na;b\n", [(1, "mobil", "okänd kolumn; kända är id, väntas in, telefon")]),
        ("\n\nid;mobil\na;b\n", [(3, "mobil", "okänd kolumn")]),
        ("id;telefon\na;b;c\n", [(2, "", "3 celler men rubrikraden 2")]),
        ("id;telefon\na\n", [(2, "", "1 celler men rubrikraden 2; fyll ut")]),
        ("id;telefon\n\na;b;c\nd;e\nf\n", [(3, "", "3 celler"), (5, "", "1 celler")]),
        ("id;mobil\na;b;c\n", [(1, "mobil", "okänd"), (2, "", "3 celler")]),
        ('id;telefon\na;"b\nc;d\n', [(2, "", "citattecknen")]),
        ('id;telefon\na;"b"c\n', [(2, "", "citattecknen")]),
        ('id;mobil\na;b;c\nd;"e"f\n', [(1, "mobil", ""), (2, "", ""), (3, "", "citat")]),
        ("id|telefon\na|b\n", [(1, "id|telefon", "okänd"), (1, "id", "saknas")]),
        ('id;telefon\n"a\nb";c;d\ne;f;g\n', [(2, "", "3 celler"), (4, "", "3 celler")]),
    ],
)
def test_every_fault_is_said_with_its_row(text, faults):
    with pytest.raises(BadSheet) as refused:
        read_sheet(text.encode(), COLUMNS)
    found = refused.value.faults
    assert [(one.row, one.column) for one in found] == [fault[:2] for fault in faults]
    for one, (_row, _column, reason) in zip(found, faults, strict=True):
        assert reason in one.reason


def test_where_nothing_is_missed_a_row_may_end_early():
    sheet = read_sheet(b"id;telefon\na\n", COLUMNS, may_end_early=True)
    assert [row.cells for row in sheet.rows] == [("a", "")]


# --- The county's files ---------------------------------------------------------------------------
def _saved(tmp_path, change):
    """The small seed with every file changed in the same way."""
    folder = write_folder(tmp_path)
    for name, text in FILES.items():
        (folder / name).write_bytes(change(text, name))
    return read_folder(folder)


def _as_excel(text, name):
    return text.replace("\n", "\r\n").encode("utf-8-sig" if name.endswith(".csv") else "utf-8")


@pytest.mark.parametrize(
    "change",
    [
        _as_excel,
        lambda text, _name: text.encode("cp1252"),
        lambda text, _name: text.encode("utf-16"),
        lambda text, _name: unicodedata.normalize("NFD", text).encode(),
        lambda text, name: (("sep=;\n" if name.endswith(".csv") else "") + text).encode(),
        lambda text, name: (("\n;;;\n" if name.endswith(".csv") else "\n") + text).encode(),
    ],
)
def test_the_county_is_the_same_however_it_was_saved(tmp_path, change):
    plain, saved = read_folder(write_folder(tmp_path)), _saved(tmp_path, change)
    for table in plain.rows:
        wanted = [dict(row.values) for row in plain.rows[table]]
        assert [dict(row.values) for row in saved.rows[table]] == wanted
    assert saved.matrix == plain.matrix


def test_a_decomposed_word_is_the_word_in_cells_and_in_yaml(tmp_path):
    folder = write_folder(tmp_path)
    replace(folder, "personer.csv", "Alma Exempelberg", unicodedata.normalize("NFD", "Åsa Öman"))
    assert read_folder(folder).rows[PEOPLE][0].values["name"] == "Åsa Öman"
    assert read_folder(folder).rows[UNITS]
    decomposed = unicodedata.normalize("NFD", "å: ä\n")
    assert read_yaml(text_of(decomposed.encode())).data == {"å": "ä"}


MAILS = [
    "x",
    "x@y",
    "x@y,z@y.example",
    "Namn <x@region.example>",
    "x y@region.example",
    "x@region..example",
    "x@.example",
    ".x@region.example",
    "x.@region.example",
    "x..y@region.example",
    "x@-region.example",
    "x@region-.example",
    "x@region.example.",
    "x@region.1",
    "x@@region.example",
    "åsa@region.example",
    "x@sjö.example",
    '"x y"@region.example',
    "x@[127.0.0.1]",
    "mailto:x@region.example",
    "x" * 65 + "@region.example",
    "x@" + "a." * 130 + "example",
]


@pytest.mark.parametrize("address", MAILS)
def test_an_address_the_mailer_would_refuse_is_refused_at_load(tmp_path, address):
    assert not is_mail_address(address)  # what the mailer asks, for ever
    folder = write_folder(tmp_path)
    quoted = '"' + address.replace('"', '""') + '"'
    replace(folder, "kontaktpunkter.csv", "växel;0980-31 92 00", f"epost;{quoted}")
    with pytest.raises(BadSeed, match=r"kontaktpunkter\.csv, rad 2, nummer eller adress: "):
        read_folder(folder)
