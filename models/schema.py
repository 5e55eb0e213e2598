"""All tables together, and the one way a database is brought up to date."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData

from models.db import Base
from models.logs import limits_met
from models.tables import (
    accounts,
    admissions,
    beds,
    contacts,
    decisions,
    directory,
    imports,
    incoming,
    notices,
    outbox,
    preferences,
    radiology,
    rotas,
    undo,
)

MIGRATIONS = Path(__file__).parent / "migrations"

TABLE_MODULES = (
    accounts,
    admissions,
    beds,
    contacts,
    decisions,
    directory,
    imports,
    incoming,
    limits_met,
    notices,
    outbox,
    preferences,
    radiology,
    rotas,
    undo,
)


def all_tables() -> MetaData:
    """The tables as the code describes them."""
    return Base.metadata


def upgrade_schema(engine: Engine, *, to: str = "head") -> None:
    """Bring the database to a revision; does nothing when it is there already.

    Two processes that start together wait for each other. All steps are one transaction: a step
    that fails leaves the database as it was.
    """
    command.upgrade(_config(engine), to)


def downgrade_schema(engine: Engine, *, to: str) -> None:
    """Take the database back to an older revision (``base``: no tables at all)."""
    command.downgrade(_config(engine), to)


def latest_revision() -> str:
    """The one revision this code wants; raises when the history has forked."""
    head = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    if head is None:
        raise LookupError("there are no migrations")
    return head


def _config(engine: Engine) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["engine"] = engine
    return config
