"""Bring the catalogue up to date: sentences that are new stand there without English, which a test
asks for, and those nobody asks for any more are gone. ``python -m tests.app.write_catalogue``"""

from datetime import UTC, datetime

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from app.catalogue import FOLDER
from tests.app.test_catalogue import extracted

PATH = FOLDER / "en.po"


def main() -> None:
    """Write it in the order of the Swedish, without line numbers: a change is then one line."""
    with PATH.open("rb") as written:
        known = read_po(written)
    when = datetime(2026, 1, 1, tzinfo=UTC)
    fresh = Catalog(
        locale="en",
        header_comment="# The English of the pages; the Swedish stands in the code.",
        project="Kontaktvägar",
        version="1",
        msgid_bugs_address="-",
        last_translator="Kontaktvägar",
        language_team="en",
        creation_date=when,
        revision_date=when,
        fuzzy=False,
    )
    for message in sorted(extracted(), key=str):
        ids = tuple(message) if isinstance(message, list | tuple) else message
        old = known.get(ids)
        fresh.add(ids, old.string if old else None)
    with PATH.open("wb") as out:
        write_po(out, fresh, omit_header=False, sort_output=True, width=0, no_location=True)


if __name__ == "__main__":
    main()
