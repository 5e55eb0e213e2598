"""Every page of every role in English: what is Swedish on it is the region's own."""

import html
import re
from collections import defaultdict
from collections.abc import Iterator

import pytest
from sqlalchemy import select, update

from app.current import current_directory
from models.db import db
from models.snapshot import bump_version
from models.tables.accounts import AccountRow
from models.tables.admissions import ChecklistItemRow
from models.tables.radiology import ExaminationRow
from routing.directory import Directory
from tests.app.access.people import API
from tests.app.access.walk import table
from tests.app.applications import MONDAY_AT_TEN

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

HIDDEN = re.compile(r"<(script|style|svg)\b.*?</\1>|<!--.*?-->", re.DOTALL)
SWEDISH_PART = re.compile(r"<(\w+)[^>]* lang=\"sv\"[^>]*>.*?</\1>", re.DOTALL)
SPOKEN = re.compile(r'(?:aria-label|placeholder|title|alt)="([^"]*)"')
SAID_BY_SCRIPT = re.compile(r'data-[a-z-]+="([^"]* [^"]*)"')
TAG = re.compile(r"<[^>]+>")
SWEDISH = re.compile(
    r"\b\w*[åäöÅÄÖ]\w*\b"
    r"|\b(?:och|inte|till|som|har|ingen|inget|eller|efter|vid|kan|ska|din|ditt|dig|du|vi|ni|av|det|den)\b"
)
FILES = ("/fil", ".csv")
"""Files are Swedish, whoever fetches them."""


def names(directory: Directory) -> Iterator[str]:
    """What the region has named."""
    for unit in directory.units.values():
        yield unit.name
        yield unit.note
        for point in unit.contact_points:
            yield point.label
    for line in directory.lines.values():
        yield line.name
    for person in directory.people.values():
        yield person.name
        yield person.title
    for place in directory.municipalities.values():
        yield place.name
    yield from directory.search_words
    for specialty in directory.specialties.values():
        yield from specialty.synonyms  # what people type; the name itself is English
    yield "Kontaktvägar"


@pytest.fixture
def spoken_by_region(walk) -> list[str]:
    """Names, questions and examinations, the longest first."""
    with walk.app.app_context():
        found = {*names(current_directory())}
        for item in db.session.scalars(select(ChecklistItemRow)):
            found |= {item.question, *item.choices}
        for row in db.session.scalars(select(ExaminationRow)):
            found |= {row.name, row.note}
            for one in row.preconditions:
                found |= {one.get("question", ""), one.get("advice", "")}
        found |= set(db.session.scalars(select(AccountRow.name)))
    found |= {one.word for one in walk.world.planted} | {"Tilltagande andfåddhet"}
    found = {re.sub(r"\s+", " ", one) for one in found if one}
    return sorted(found | {one[:1].lower() + one[1:] for one in found}, key=len, reverse=True)


def words_on(page: str, regional: list[str]) -> set[str]:
    """The words on a page that look Swedish, but for the region's own."""
    shown = SWEDISH_PART.sub(" ", HIDDEN.sub(" ", page))
    parts = [TAG.sub(" ", shown), *SPOKEN.findall(shown), *SAID_BY_SCRIPT.findall(shown)]
    text = re.sub(r"\s+", " ", html.unescape(" ".join(parts)))
    for name in regional:
        if name in text:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text)
    return {found.group() for found in SWEDISH.finditer(text)}


def test_every_page_is_english_for_whoever_reads_english(walk, spoken_by_region):
    with walk.app.app_context():
        db.session.execute(update(AccountRow).values(language="en"))
        bump_version(db.session(), at=MONDAY_AT_TEN)
        db.session.commit()
    left: dict[str, set[str]] = defaultdict(set)
    read = 0
    for row in table():
        if row.method != "GET" or row.rule.startswith(API) or row.rule.endswith(FILES):
            continue
        for name in sorted(row.who)[:3]:
            answer = walk.world.people[name].asks("GET", walk.address(row), walk.sent(row))
            if answer.mimetype != "text/html" or answer.status_code != 200:
                continue
            page = answer.get_data(as_text=True)
            assert "<html" not in page or '<html lang="en">' in page, row.name
            left[row.name] |= words_on(page, spoken_by_region)
            read += 1
    assert read > 60
    assert {name: sorted(words) for name, words in left.items() if words} == {}
