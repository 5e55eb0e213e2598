"""Every sentence of the pages has its English, with the same places to fill in."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from app.catalogue import EXTRACTED_FROM, FOLDER
from app.labels.kept_words import FIELDS, FORMS
from app.statistics.exports import TABLES
from app.statistics.follow_up_template import TEMPLATE_COLUMNS
from app.statistics.refusals_rows import REFUSAL_COLUMNS

ROOT = Path(__file__).parents[2]
KEYWORDS = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "_l": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
}
PLACE = re.compile(r"%\((\w+)\)s|%%")


def extracted():
    """Whatever the code asks the catalogue for: a sentence, or one for one and one for many."""
    found = extract_from_dir(ROOT, [*EXTRACTED_FROM], keywords=KEYWORDS)
    written = {message for _file, _line, message, _comments, _context in found if message}
    return written | set(kept_as_data())


def kept_as_data():
    """What stands in tables of words, and is asked for from there."""
    yield from FORMS.values()
    yield from FIELDS.values()
    columns = [*TEMPLATE_COLUMNS, *REFUSAL_COLUMNS]
    for table in TABLES.values():
        yield from (table.title, table.one, table.many)
        columns += table.columns
    for column in columns:
        yield from filter(None, (column.description, column.unit, str(column.source)))


@pytest.fixture(scope="module")
def catalogue():
    with (FOLDER / "en.po").open("rb") as written:
        return {one.id: one for one in read_po(written) if one.id}


def test_every_sentence_has_its_english(catalogue):
    asked = {one for one in extracted() if one != ""}
    assert len(asked) > 900
    known = {tuple(one) if isinstance(one, list | tuple) else one for one in catalogue}
    assert sorted(map(str, asked - known)) == []
    assert sorted(map(str, known - asked)) == [], "nobody asks for these any more"


def test_no_english_is_missing_or_unsure_and_the_places_are_the_same(catalogue):
    for one in catalogue.values():
        texts = one.string if isinstance(one.string, tuple) else (one.string,)
        ids = one.id if isinstance(one.id, tuple) else (one.id,)
        assert all(texts), one.id
        assert not one.fuzzy, one.id
        for text, original in zip(texts, ids, strict=True):
            assert set(PLACE.findall(text)) == set(PLACE.findall(original)), original
