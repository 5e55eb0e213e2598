"""``kontaktvagar seed``: load a county's directory from a folder."""

from pathlib import Path

import click

from app.actions.operation.load_county import load_county
from app.cli.opening import opened_session
from app.clock import system_clock
from seed_directory.loader import DALARNA
from seed_directory.problems import BadSeed

COUNTIES = {"dalarna": DALARNA}


@click.command()
@click.argument("where", metavar="MAPP|NAMN")
def seed(where: str) -> None:
    """Läs in en katalog: en mapp, eller ett namn som dalarna."""
    folder = COUNTIES.get(where, Path(where))
    if not folder.is_dir():
        raise click.UsageError(f"Mappen finns inte: {where}")
    with opened_session() as session:
        try:
            loaded = load_county(session, folder, at=system_clock())
        except BadSeed as error:
            for problem in error.problems:
                click.echo(str(problem), err=True)
            raise click.ClickException("Ingenting har lästs in.") from None
    report = loaded.report
    click.echo(
        f"{report.created} nya rader, {report.changed} ändrade, {report.unchanged} oförändrade."
    )
    for warning in report.warnings:
        click.echo(f"Varning: {warning}", err=True)
    if loaded.told:
        click.echo(f"{loaded.told} ändrade pass har meddelats.")
