"""The database: one declarative base, one moment type, and how a writing action starts."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Insert,
    MetaData,
    Table,
    event,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Session, make_transient_to_detached
from sqlalchemy.types import TypeDecorator

# A database that does not answer is given up, and connected to anew: seconds to connect and of
# silence on the wire, the last in milliseconds.
PATIENCE = {
    "connect_timeout": "5",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "10000",
}

BUSY_MILLISECONDS = 10_000
"""How long SQLite waits for another writer."""

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

JsonDocument = JSON().with_variant(JSONB(), "postgresql")

_Word = TypeVar("_Word", bound=StrEnum)


class Base(DeclarativeBase):
    """Base of all tables; plain declarative so that strict typing holds (see docs/adr)."""

    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(
    model_class=Base,
    disable_autonaming=True,
    session_options={"expire_on_commit": False},
)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment. Refuses naive values; always comes back in UTC, on SQLite too."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database, in UTC (SQLite stores it without the zone)."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """From the database, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def words(kind: type[_Word]) -> Enum:
    """A column type that stores the Swedish value of a ``StrEnum`` as text."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=40,
        values_callable=_values,
    )


def _values(kind: type[StrEnum]) -> Sequence[str]:
    return [member.value for member in kind]


def start_writing(session: Session) -> None:
    """Begin the one transaction of an action.

    Ends any reading transaction first. On SQLite the write lock is taken at once, so that two
    writers wait for each other instead of failing half-way; on PostgreSQL rows are locked as they
    are read (``with_for_update``).
    """
    session.rollback()
    if session.get_bind().dialect.name == "sqlite":
        session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})


@contextmanager
def transaction(session: Session) -> Iterator[None]:
    """The one transaction of an action, which commits it itself.

    Left without a commit – something is refused or breaks, or there is nothing to do – it has
    changed nothing, and its locks are let go.
    """
    start_writing(session)
    try:
        yield
    finally:
        session.rollback()


def lock_names(session: Session, *names: str) -> None:
    """Hold these names until the transaction ends, for what is counted and has no row of its own to
    lock; whoever wants one of them waits.

    Always taken in the same order, so that nobody waits in a circle. SQLite has one writer, who
    holds everything (``start_writing``).
    """
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(_LOCKED_NAMES, {"names": sorted(set(names))})


# One statement, which takes them in the order of the list.
_LOCKED_NAMES = text(
    "SELECT pg_advisory_xact_lock(hashtextextended(name, 0))"
    " FROM unnest(CAST(:names AS text[])) AS name"
)


def insert_into(session: Session, row_type: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """An insert that can say what is to happen when the row is there already."""
    table = cast(Table, row_type.__table__)
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


MADE = "made"
"""Where a session notes what is written, as (table, key), while somebody wants to know."""


def insert_now(session: Session, row: Base) -> None:
    """Insert a row at once, in the order of the calls, and go on with it as if it had been read.

    Costs a third of what the unit of work does, on the way a GP waits for. A row whose key the
    database makes is not needed again, and is not kept in the session.
    """
    table = cast(Table, row.__table__)
    values = {name: value for name, value in vars(row).items() if not name.startswith("_sa_")}
    inserted = session.connection().execute(_insert_into(table), values)
    note_made(session, table.name, inserted.inserted_primary_key)
    if all(key.name in values for key in table.primary_key):
        make_transient_to_detached(row)
        session.add(row)


def note_made(session: Session, table_name: str, key: Sequence[Any] | None) -> None:
    """A row has been written with this key; noted when somebody wants to know (``MADE``)."""
    made = session.info.get(MADE)
    if made is not None and key:
        made.append((table_name, key[0]))


@cache
def _insert_into(table: Table) -> Insert:
    """One statement per table: SQLAlchemy knows again what it has compiled."""
    return table.insert()


def prepare_sqlite(engine: Engine) -> None:
    """Make SQLite durable, patient and honest about foreign keys and transactions."""

    @event.listens_for(engine, "connect")
    def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_MILLISECONDS}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {mode}")


def engine_options(url: str) -> dict[str, Any]:
    """Options for the engine of ``url``: Swedish letters readable in JSON, patient connections.

    What was asked of the database never stands in an error's text: a log holds no numbers and no
    words about a patient.
    """
    options: dict[str, Any] = {"json_serializer": _dumps, "hide_parameters": True}
    if url.startswith("sqlite"):
        options["connect_args"] = {"check_same_thread": False, "timeout": 10}
    else:
        options["pool_pre_ping"] = True
        options["pool_size"] = 20  # the worker's errands come in bursts
        options["connect_args"] = dict(PATIENCE)
    return options


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
