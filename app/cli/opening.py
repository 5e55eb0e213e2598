"""What commands open before they work: the settings, and the database brought up to date."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.orm import Session

from app.cli.sentences import NOT_MIGRATED, ROOT
from app.config import Config, config_from_environment, database_url
from models.db import engine_options, prepare_sqlite
from models.schema import latest_revision


def settings() -> Config:
    """The settings of a real run. Raises ``BadSetting``."""
    return config_from_environment(os.environ, root=ROOT)


def open_engine(url: str) -> Engine:
    """An engine as the application makes it; the folder of a SQLite file is made."""
    database = make_url(url).database
    if url.startswith("sqlite") and database:
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, **engine_options(url))
    if engine.dialect.name == "sqlite":
        prepare_sqlite(engine)
    return engine


def is_migrated(engine: Engine) -> bool:
    """Whether the database has the tables this code wants."""
    with engine.connect() as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
    return revision == latest_revision()


@contextmanager
def opened_engine(url: str | None = None) -> Iterator[Engine]:
    """The database of the settings, closed afterwards; refuses one that is not migrated."""
    engine = open_engine(url or database_url(os.environ, root=ROOT))
    try:
        if not is_migrated(engine):
            raise click.ClickException(NOT_MIGRATED)
        yield engine
    finally:
        engine.dispose()


def refuse_unmigrated(url: str) -> None:
    """End with a clear sentence unless the database has the tables this code wants."""
    with opened_engine(url):
        pass


@contextmanager
def opened_session() -> Iterator[Session]:
    """A session on the database of the settings."""
    with opened_engine() as engine, Session(engine, expire_on_commit=False) as session:
        yield session
