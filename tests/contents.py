"""What a prepared database holds, and how to put it back after a test.

Emptying a database is much faster than making a new one with an application over it. Whatever a
test wrote goes; what was there from the beginning comes back when somebody has changed it. Tables
are found in the schema, so a new one is emptied too.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, insert, select, text

from models.db import Base
from models.tables.directory import DirectoryVersionRow

Row = tuple[Any, ...]
SHAPE = """
    SELECT (SELECT string_agg(version_num, ',') FROM alembic_version),
           (SELECT md5(string_agg(relname || '.' || attname, ',' ORDER BY relname, attnum))
              FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
             WHERE relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped)
"""
VERSION = Base.metadata.tables[DirectoryVersionRow.__tablename__]


class OtherTables(Exception):
    """The test has changed the tables themselves: this database is no longer as the others."""


class Contents:
    """The rows of a database as it was when this was made."""

    def __init__(self, engine: Engine) -> None:
        with engine.connect() as connection:
            self._shape = _shape_of(connection)
            tables = Base.metadata.sorted_tables
            rows = {table: _raw_rows_of(connection, table) for table in tables}
            self._seeded = {table: found for table, found in rows.items() if found}
            self._values = {table: _values_of(connection, table) for table in self._seeded}
        self._empty = [table for table in tables if not rows[table]]

    def put_back(self, engine: Engine) -> None:
        """Make the database hold this again; nobody else may be writing in it.

        Raises ``OtherTables``.
        """
        with engine.begin() as connection:
            if _shape_of(connection) != self._shape:
                raise OtherTables
            _run_all(connection, [str(delete(one)) for one in reversed(self._empty)])
            if any(_raw_rows_of(connection, one) != rows for one, rows in self._seeded.items()):
                self._write_again(connection)
            if connection.dialect.name == "postgresql":
                _run_all(connection, [_first_number_again(table) for table in self._empty])

    def _write_again(self, connection: Connection) -> None:
        """The version goes on counting: whoever holds the directory in memory must read it."""
        latest = connection.scalar(select(VERSION.c.version)) or 0
        _run_all(connection, [str(delete(one)) for one in reversed(self._seeded)])
        for table, values in self._values.items():
            connection.execute(insert(table), values)
        connection.execute(VERSION.update().values(version=latest + 1))
        self._seeded = {table: _raw_rows_of(connection, table) for table in self._seeded}


def _raw_rows_of(connection: Connection, table: Table) -> Sequence[Row]:
    """As the driver gives them: to be compared, a thousand rows in some milliseconds."""
    everything = select(text("*")).select_from(table)
    return [tuple(row) for row in connection.execute(everything)]


def _values_of(connection: Connection, table: Table) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in connection.execute(select(table))]


def _shape_of(connection: Connection) -> Row:
    if connection.dialect.name == "sqlite":
        return tuple(connection.exec_driver_sql("PRAGMA schema_version").one())
    return tuple(connection.exec_driver_sql(SHAPE).one())


def _run_all(connection: Connection, statements: Sequence[str]) -> None:
    """All in one message where the driver can."""
    asked = [one for one in statements if one]
    if connection.dialect.name == "postgresql":
        asked = ["; ".join(asked)]
    for statement in asked:
        connection.exec_driver_sql(statement)


def _first_number_again(table: Table) -> str:
    """Numbers begin with 1, as in a new database; an empty word where nothing is numbered."""
    column = table.autoincrement_column
    if column is None:
        return ""
    sequence = f"pg_get_serial_sequence('{table.name}', '{column.name}')"
    return f"SELECT setval({sequence}, 1, false) WHERE {sequence} IS NOT NULL"
