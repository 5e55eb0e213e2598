"""YAML as text: nothing is read as something else than what stands there."""

import pytest

from models.phone_numbers import BadPhoneNumber, read_whole_number
from seed_directory.accounts import read_demo_accounts
from seed_directory.folder import read_folder
from seed_directory.problems import BadSeed
from seed_directory.yaml_text import BadYaml, read_yaml
from tests.seed_directory.seeds import FILES, replace, write_folder


@pytest.mark.parametrize(
    "text",
    [
        "0701740605",  # octal, to YAML
        "0o17",
        "017",
        "0x1F",
        "0b11",
        "12:30",  # sexagesimal
        "1:30:00",
        "1_000",
        "1,000",
        "1e3",
        "1.10",
        ".inf",
        ".nan",
        "+46701740605",
        "-1",
        "yes",
        "no",
        "on",
        "off",
        "y",
        "N",
        "true",
        "False",
        "2026-01-01",
        "2026-11-30 16:45",
        "2026-11-30T16:45:00Z",
        "=",
        "112",
        "1177",
        "113 13",
        "null och intet",
    ],
)
def test_every_value_is_the_text_that_stands_there(text):
    expected = {"a": text, "b": [text, text]}
    assert read_yaml(f"a: {text}\nb:\n  - {text}\n  - '{text}'\n").data == expected


def test_an_unquoted_number_is_read_by_its_field_and_an_octal_one_is_nobodys():
    assert read_whole_number(read_yaml("telefon: 0701740605").data["telefon"]) == "+46701740605"
    with pytest.raises(BadPhoneNumber):
        read_whole_number(str(0o701740605))


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a:\nb: ''\nc: x\n", {"c": "x"}),  # empty is not filled in, as in a table
        ("a: |\n  en\n  två\n", {"a": "en\ntvå\n"}),
        ("a: >-\n  en\n  två\n", {"a": "en två"}),
        ("a: &x [1, 2]\nb: *x\n", {"a": ["1", "2"], "b": ["1", "2"]}),
        ("a: {b: {c: 1}}\n", {"a": {"b": {"c": "1"}}}),
        ("# bara en rad\na: 1 # och en till\n", {"a": "1"}),
        ("---\na: 1\n", {"a": "1"}),
        ("'1': a\n2: b\nja: c\n", {"1": "a", "2": "b", "ja": "c"}),
        ("a: '~'\n", {"a": "~"}),
    ],
)
def test_what_yaml_is_for_still_works(text, data):
    assert read_yaml(text).data == data


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("a: 1\nb: 2\na: 3\n", [(3, "a", "står redan på rad 1")]),
        ("a: 1\na: 1\n", [(2, "a", "står redan på rad 1")]),
        ("a: 1\n'a': 1\n", [(2, "a", "står redan på rad 1")]),
        ("a: {b: 1, b: 2}\n", [(1, "b", "står redan på rad 1")]),
        ("x:\n  - b: 1\n    b: 2\n  - b: 3\n", [(3, "b", "står redan på rad 2")]),
        (
            "a: 1\na: 2\nb: ~\nc: !!int 3\n",
            [(2, "a", "redan"), (3, "b", "”~”"), (4, "c", "”!!int”")],
        ),
        ("a: null\n", [(1, "a", "inget värde")]),
        ("a: [Null, x]\n", [(1, "a", "inget värde")]),
        ("a: !!str 1\nb: !egen 1\n", [(2, "b", "”!egen”")]),
        ("a: !!python/object:os.system x\n", [(1, "a", "läses inte")]),
        ("a: &x {b: 1}\nc:\n  <<: *x\n", [(3, "<<", "slås inte ihop")]),
        ("? [a]\n: b\n", [(1, "", "namn på en uppgift")]),
        ("a: &x [*x]\n", [(1, "a", "sig själv")]),
        ("a: *x\n", [(1, "", "vid tecken 4: ordet efter *")]),
        ("a: 1\n---\na: 2\n", [(2, "", "flera dokument")]),
        ("a:\n\tb: 1\n", [(2, "", "en tabb")]),
        ("a: b: c\n", [(1, "", "ett kolon för mycket")]),
        ("a: [b\n", [(2, "", "klammer")]),
        ("a: 'b\n", [(2, "", "citattecken")]),
        ("a: 1\nb: \x07\n", [(2, "", "tecken som inte får stå")]),
        ("", [(1, "", "filen är tom")]),
        ("# inget\n", [(1, "", "filen är tom")]),
        ("[" * 500, [(1, "", "för djup")]),
    ],
)
def test_what_only_a_clever_reader_understands_is_refused_on_its_line(text, faults):
    with pytest.raises(BadYaml) as refused:
        read_yaml(text)
    found = refused.value.faults
    assert [(one.line, one.name) for one in found] == [fault[:2] for fault in faults]
    for one, (_line, _name, reason) in zip(found, faults, strict=True):
        assert reason in one.reason


def test_a_document_that_grows_without_end_is_refused():
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    with pytest.raises(BadYaml, match="1 faults"):
        read_yaml("\n".join(rows))


# --- In the county's files ------------------------------------------------------------------------
def test_an_unquoted_fallback_number_is_the_number_that_stands_there(tmp_path):
    folder = write_folder(tmp_path)
    replace(folder, "matris.yaml", "0980-31 92 00", "0980319200")
    (rule,) = read_folder(folder).rules
    assert rule.values["fallback"]["number"] == "+46980319200"


def test_a_version_keeps_its_last_nought(tmp_path):
    folder = write_folder(tmp_path)
    replace(folder, "matris.yaml", '"1"', "1.10")
    assert read_folder(folder).matrix["version"] == "1.10"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "      telefon: 0980-31 92 00\n",
            "      telefon: 0980-31 92 00\n      telefon: 0980-31 92 01\n",
            "matris.yaml, rad 15, telefon: står redan på rad 14; ta bort den ena",
        ),
        ("0980-31 92 00", "116 117", "matris.yaml, rad 14, telefon: ”116 117” är ett kortnummer"),
        ("0980-31 92 00", "0x2BAD", "matris.yaml, rad 14, telefon: ”0x2BAD” är inget"),
        ("sekunder: 120", "sekunder: 1_20", "matris.yaml, rad 9, svarslöfte i sekunder: ”1_20”"),
        ("sekunder: 120", "sekunder: 2:00", "matris.yaml, rad 9, svarslöfte i sekunder: ”2:00”"),
        ("sekunder: 120", "sekunder: 1 20", "matris.yaml, rad 9, svarslöfte i sekunder: ”1 20”"),
        ("den: 2026-01-01", "den: 20260101", "matris.yaml, rad 3, godkänd den: ”20260101”"),
        ("den: 2026-01-01", "den: 2026-W01-1", "matris.yaml, rad 3, godkänd den: ”2026-W01-1”"),
        ("den: 2026-01-01", "den: 2026-02-30", "matris.yaml, rad 3, godkänd den: ”2026-02-30”"),
        ("den: 2026-01-01", "den: ~", "matris.yaml, rad 3, godkänd den: ”~” är inget värde"),
        ("den: 2026-01-01", "den:", "godkänd den: måste fyllas i"),
    ],
)
def test_a_value_of_another_type_is_refused_where_it_stands(tmp_path, old, new, problem):
    folder = write_folder(tmp_path)
    replace(folder, "matris.yaml", old, new)
    with pytest.raises(BadSeed) as refused:
        read_folder(folder)
    assert problem in str(refused.value)


@pytest.mark.parametrize(
    ("word", "is_right"),
    [("ja", True), ("nej", True), ("yes", False), ("on", False), ("1", False), ("~", False)],
)
def test_yes_and_no_are_swedish(tmp_path, word, is_right):
    folder = write_folder(tmp_path)
    replace(folder, "katalog.yaml", "exempeldata: ja", f"exempeldata: {word}")
    if is_right:
        read_folder(folder)
    else:
        with pytest.raises(BadSeed, match=r"katalog\.yaml, rad 2, exempeldata: ”"):
            read_folder(folder)


@pytest.mark.parametrize("file", [name for name in FILES if name.endswith(".yaml")])
def test_a_repeated_key_is_refused_in_every_file(tmp_path, file):
    folder = write_folder(tmp_path)
    text = FILES[file]
    first = text.splitlines()[0]
    (folder / file).write_text(f"{first}\n{text}", encoding="utf-8")
    with pytest.raises(BadSeed, match=r"rad 2, .*: står redan på rad 1"):
        _read(folder, file)


def _read(folder, file):
    return read_demo_accounts(folder) if file == "konton.yaml" else read_folder(folder)
