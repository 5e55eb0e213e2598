"""A file is taken in (inläsning), or taken back. Both are part of their callers' transactions."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.actions.imports.errors import UnknownImport
from app.actions.shared.actor import Actor
from models.tables.imports import ImportKind, ImportRow


@dataclass(frozen=True, slots=True)
class NewImport:
    """A file whose rows have been checked. ``content`` is the file as it came, byte for byte."""

    kind: ImportKind
    content: bytes
    row_count: int


@dataclass(frozen=True, slots=True)
class Stored:
    """``is_new`` is False when the same file stands already: its rows are not written again."""

    id: str
    row_count: int
    is_new: bool


def store_import(session: Session, new: NewImport, *, by: Actor | None, at: datetime) -> Stored:
    """Write the line of an import before its rows, or find the one that the same file has made.

    Two who send the same file at once wait for each other. ``by`` None is the command line.
    """
    fingerprint = hashlib.sha256(new.content).hexdigest()
    values = {
        "id": str(uuid.uuid4()),
        "kind": new.kind,
        "fingerprint": fingerprint,
        "row_count": new.row_count,
        "imported_at": at,
        "account_id": by.account_id if by else None,
    }
    insert = _INSERT[session.get_bind().dialect.name]
    while True:
        if session.connection().execute(insert, values).scalar() is not None:
            return Stored(str(values["id"]), new.row_count, is_new=True)
        standing = session.scalars(
            select(ImportRow).where(
                ImportRow.kind == new.kind,
                ImportRow.fingerprint == fingerprint,
                ImportRow.taken_back_at.is_(None),
            )
        ).one_or_none()
        if standing is not None:  # else it was taken back between the two questions
            return Stored(standing.id, standing.row_count, is_new=False)


def mark_taken_back(
    session: Session, import_id: str, *, kind: ImportKind, by: Actor | None, at: datetime
) -> bool:
    """Say that an import counts for nothing from now on; False when that was said before.

    Raises ``UnknownImport`` when there is none of that kind.
    """
    row = session.scalar(
        select(ImportRow)
        .where(ImportRow.id == import_id, ImportRow.kind == kind)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise UnknownImport
    if row.taken_back_at is not None:
        return False
    row.taken_back_at = at
    row.taken_back_by = by.account_id if by else None
    return True


_IMPORTS = cast(Table, ImportRow.__table__)
_INSERT = {
    dialect: of(_IMPORTS)
    .on_conflict_do_nothing(
        index_elements=["kind", "fingerprint"], index_where=text("taken_back_at IS NULL")
    )
    .returning(_IMPORTS.c.id)
    for dialect, of in (("postgresql", postgresql.insert), ("sqlite", sqlite.insert))
}
