"""What an act changes and writes is remembered in its own transaction, and put back from there.

Nothing is put back that somebody has changed since: each value must still be what the act left.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Enum, String, cast, delete, event, inspect, select, update
from sqlalchemy.orm import InstanceState, Session, UOWTransaction

from models.db import MADE, Base, UtcDateTime, insert_now
from models.tables.undo import UndoStepRow
from routing.undo import STAYS, Act

_KEPT_BY_WORKER: Final = frozenset({"check_at", "warned_at", "plan"})
"""Put back, but not compared: that they differ now is nobody's act."""

_COUNTED: Final = frozenset({"round"})
"""Compared, but not put back: what has been counted is not counted once more."""

KEPT: Final = timedelta(days=1)
"""So long is it known what was done; what it was like before is of no use after ten minutes."""

_FORGOTTEN_AT_ONCE: Final = 100

_LINE_ENDS: Final = "taken_back_at"
"""The column of a log's line that says when it was taken back."""

Values = Mapping[str, object]


class ChangedSince(Exception):
    """Something more has happened to what the act changed."""


@dataclass(frozen=True, slots=True)
class Done:
    """One act as it is remembered: to what, by which account, when (UTC); known by which case
    code."""

    act: Act
    subject_id: str
    account_id: int
    at: datetime
    code: str = ""


class Memento:
    """What rows of some tables were before a transaction changed them, and what it wrote."""

    def __init__(self, session: Session, tables: Sequence[type[Base]]) -> None:
        self._session = session
        self._tables = tuple(tables)
        self._was: dict[Base, dict[str, object]] = {}
        self._past: list[dict[str, object]] = []
        self.made: list[tuple[str, Any]] = []

    def note(self, session: Session, _flush: UOWTransaction, _which: object) -> None:
        """Before each flush: the first value that a changed column had."""
        for row in session.dirty:
            if not isinstance(row, self._tables):
                continue
            state: InstanceState[Any] = inspect(row)
            for column in state.mapper.column_attrs:
                history = state.attrs[column.key].history
                if history.has_changes() and history.deleted:
                    self._was.setdefault(row, {}).setdefault(column.key, history.deleted[0])

    def also(self, row: type[Base], key: str, *, was: Values, now: Values) -> None:
        """Columns that a statement changed, past the rows of the session."""
        self._past.append(_change(row, key, was, now))

    def keep(self, done: Done) -> None:
        """Write the act down, to be undone later, and forget what is old. Part of its caller's
        transaction."""
        self._session.flush()
        changed = [
            _change(type(row), _key(row), was, {name: getattr(row, name) for name in was})
            for row, was in self._was.items()
        ]
        step = UndoStepRow(
            id=str(uuid.uuid4()),
            act=done.act,
            subject_id=done.subject_id,
            code=done.code,
            account_id=done.account_id,
            at=done.at,
            changed=[*changed, *self._past],
            made=[list(one) for one in self.made],
            undone_at=None,
        )
        insert_now(self._session, step)
        _forget_old(self._session, at=done.at)


@contextmanager
def remembering(session: Session, *tables: type[Base]) -> Iterator[Memento]:
    """Remember what a transaction does to the rows of these tables, and every row that
    ``insert_now`` and ``notify`` write in it; ``Memento.keep`` writes that down."""
    memento = Memento(session, tables)
    event.listen(session, "before_flush", memento.note)
    session.info[MADE] = memento.made
    try:
        yield memento
    finally:
        session.info.pop(MADE, None)
        event.remove(session, "before_flush", memento.note)


def put_back(session: Session, step: UndoStepRow, *, at: datetime, **instead: object) -> None:
    """Let every row be as it was before the act, and mark the lines the act wrote in the logs as
    taken back. Part of its caller's transaction, which has locked what the rows belong to.

    ``instead`` are values of changed columns that cannot be what they were. Raises
    ``ChangedSince``, with nothing changed.
    """
    kinds = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
    rows = []
    for one in step.changed:
        row = session.get(kinds[one["table"]], one["key"], populate_existing=True)
        if row is None or not _is_untouched(row, one["is"]):
            raise ChangedSince
        rows.append((row, one["was"]))
    for row, was in rows:
        for name, value in was.items():
            if name in _COUNTED:
                continue
            setattr(row, name, instead.get(name, _in(row, name, value)))
    session.flush()
    for table_name, keys in made_by(step).items():
        table = Base.metadata.tables[table_name]
        if _LINE_ENDS not in table.c:
            continue
        is_undone = [table.primary_key.columns[0].in_(keys)]
        if "event" in table.c:
            is_undone.append(cast(table.c.event, String).not_in(STAYS))
        session.execute(update(table).where(*is_undone).values({_LINE_ENDS: at}))
    step.undone_at = at
    session.flush()


def made_by(step: UndoStepRow) -> Mapping[str, list[Any]]:
    """The keys of the rows that the act wrote, by table, in the order they were written."""
    found: dict[str, list[Any]] = {}
    for table, key in step.made:
        found.setdefault(table, []).append(key)
    return found


def _forget_old(session: Session, *, at: datetime) -> None:
    """What somebody else is forgetting just now is passed over: nobody waits for it."""
    row = UndoStepRow
    old = select(row.number).where(row.at < at - KEPT).limit(_FORGOTTEN_AT_ONCE)
    numbers = session.scalars(old.with_for_update(skip_locked=True)).all()
    session.execute(
        delete(row).where(row.number.in_(numbers)).execution_options(synchronize_session=False)
    )


def _is_untouched(row: Base, left: Values) -> bool:
    return all(
        _out(getattr(row, name)) == value
        for name, value in left.items()
        if name not in _KEPT_BY_WORKER
    )


def _key(row: Base) -> object:
    return inspect(row).mapper.primary_key_from_instance(row)[0]


def _change(row: type[Base], key: object, was: Values, now: Values) -> dict[str, object]:
    return {
        "table": row.__tablename__,
        "key": key,
        "was": {name: _out(value) for name, value in was.items()},
        "is": {name: _out(value) for name, value in now.items()},
    }


def _out(value: object) -> object:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def _in(row: Base, name: str, value: object) -> object:
    if value is None:
        return None
    kind = inspect(row).mapper.columns[name].type
    if isinstance(kind, UtcDateTime) and isinstance(value, str):
        return datetime.fromisoformat(value)
    if isinstance(kind, Enum) and kind.enum_class is not None:
        return kind.enum_class(value)
    return value
