"""Runs the migrations, for the command line (``flask db …``) and for ``models.schema`` alike."""

import sqlalchemy as sa
from alembic import context
from flask import current_app
from sqlalchemy import Connection, Engine, text

from models.db import UtcDateTime
from models.schema import all_tables
from models.values import OpeningHoursColumn

# Any number will do, as long as nothing else in this database takes the same advisory lock.
MIGRATION_LOCK = 7_202_601


def run() -> None:
    """Run what was asked for in one transaction."""
    if context.is_offline_mode():
        _write_sql()
        return
    with _engine().connect() as connection:
        if connection.dialect.name == "sqlite":
            _migrate_sqlite(connection)
        else:
            _migrate(connection)


def _engine() -> Engine:
    engine = context.config.attributes.get("engine")
    return engine or current_app.extensions["migrate"].db.engine


def _migrate_sqlite(connection: Connection) -> None:
    # A table is rebuilt to be altered: with foreign keys on, dropping the old one would empty its
    # children. The setting cannot be changed inside a transaction.
    _foreign_keys(connection, "OFF")
    try:
        connection = connection.execution_options(sqlite_begin="IMMEDIATE")
        _migrate(connection)
    finally:
        connection.rollback()
        _foreign_keys(connection, "ON")


def _foreign_keys(connection: Connection, switch: str) -> None:
    connection.connection.cursor().execute(f"PRAGMA foreign_keys={switch}")


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=all_tables(),
        render_as_batch=True,
        transactional_ddl=True,
        process_revision_directives=_number,
        render_item=_render,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(
                text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK}
            )
        context.run_migrations()
        if connection.dialect.name == "sqlite":
            _check_foreign_keys(connection)


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise ValueError(f"the migration left rows without their parents: {broken[:5]}")


def _write_sql() -> None:
    context.configure(
        url=current_app.config["SQLALCHEMY_DATABASE_URI"],
        target_metadata=all_tables(),
        literal_binds=True,
        dialect_opts={"paramstyle": "named"},
    )
    with context.begin_transaction():
        context.run_migrations()


def _render(kind, item, _autogen):
    """Write our column types as plain ones, so that a migration needs nothing from ``models``."""
    if kind != "type":
        return False
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    if isinstance(item, (sa.JSON, OpeningHoursColumn)):
        return "JSON"
    return False


def _number(_context, _revision, directives) -> None:
    """Number the revisions 0001, 0002 … and write none when nothing changed."""
    script = directives[0]
    if script.upgrade_ops is not None and script.upgrade_ops.is_empty():
        directives[:] = []
        return
    heads = context.script.get_heads()
    script.rev_id = f"{max((int(head) for head in heads), default=0) + 1:04}"


run()
