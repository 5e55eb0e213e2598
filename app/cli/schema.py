"""``kontaktvagar migrate``: bring the database up to date."""

import os

import click

from app.cli.opening import open_engine
from app.cli.sentences import ROOT
from app.config import database_url
from models.schema import upgrade_schema


@click.command()
def migrate() -> None:
    """Uppdatera databasens tabeller."""
    engine = open_engine(database_url(os.environ, root=ROOT))
    try:
        upgrade_schema(engine)
    finally:
        engine.dispose()
    click.echo("Databasen är uppdaterad.")
