"""An import stands once for each file, until it is taken back."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.actions.imports.errors import UnknownImport
from app.actions.imports.store_import import NewImport, mark_taken_back, store_import
from models.db import start_writing
from models.tables.imports import ImportKind, ImportRow
from tests.app.actions.imports.desk import HOUR, MONDAY
from tests.at_once import at_once

FILE = NewImport(ImportKind.FOLLOW_UP, b"decision_id\r\n", 3)


def test_the_same_file_is_the_same_import(written):
    first = written(store_import, FILE)
    again = written(store_import, FILE, at=MONDAY + HOUR)
    assert first.is_new
    assert (again.is_new, again.id, again.row_count) == (False, first.id, 3)


def test_another_file_and_another_kind_are_imports_of_their_own(written):
    first = written(store_import, FILE)
    changed = written(store_import, NewImport(FILE.kind, FILE.content + b" ", 3))
    of_beds = written(store_import, NewImport(ImportKind.BEDS, FILE.content, 3))
    assert changed.is_new
    assert of_beds.is_new
    assert len({first.id, changed.id, of_beds.id}) == 3


def test_what_was_taken_back_may_come_again(session, written):
    first = written(store_import, FILE)
    assert written(mark_taken_back, first.id, kind=FILE.kind, at=MONDAY + HOUR)
    assert not written(mark_taken_back, first.id, kind=FILE.kind, at=MONDAY + 2 * HOUR)
    row = session.get_one(ImportRow, first.id)
    assert row.taken_back_at == MONDAY + HOUR  # as it was said first
    again = written(store_import, FILE, at=MONDAY + 3 * HOUR)
    assert again.is_new
    assert again.id != first.id


def test_an_import_of_another_kind_is_not_taken_back(written):
    first = written(store_import, FILE)
    with pytest.raises(UnknownImport):
        written(mark_taken_back, first.id, kind=ImportKind.BEDS)
    with pytest.raises(UnknownImport):
        written(mark_taken_back, "ingen", kind=FILE.kind)


@pytest.mark.postgresql
def test_two_who_send_the_same_file_at_once_make_one_import(engine):
    def send():
        with Session(engine) as session:
            start_writing(session)
            stored = store_import(session, FILE, by=None, at=MONDAY)
            session.commit()
            return stored

    results = at_once(*[send] * 6)
    assert sorted(one.is_new for one in results) == [False] * 5 + [True]
    assert len({one.id for one in results}) == 1
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(ImportRow)) == 1
