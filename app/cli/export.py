"""``kontaktvagar export``: contacts as rows, for the analyst's own tools."""

import sys
from contextlib import nullcontext
from datetime import date, datetime
from pathlib import Path
from typing import TextIO

import click

from app.auth.access_log import note_access
from app.auth.permissions import Verb
from app.cli.opening import opened_session
from app.clock import system_clock
from app.statistics.exports import PeriodBackwards, load_contact_rows, write_contacts_csv
from models.snapshot import load_directory

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def export() -> None:
    """Uttag."""


@export.command()
@click.option("--from", "first", type=DAY, required=True, help="första dagen, ÅÅÅÅ-MM-DD")
@click.option("--to", "last", type=DAY, required=True, help="sista dagen, ÅÅÅÅ-MM-DD")
@click.option("--format", "form", type=click.Choice(["csv"]), default="csv", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="annars på skärmen")
def kontakter(first: datetime, last: datetime, form: str, out: Path | None) -> None:
    """Kontakter, en rad var, utan patienter, namn, nummer och fri text."""
    count = _write(first.date(), last.date(), out)
    click.echo(f"{count} kontakter som {form}.", err=True)


def _write(first: date, last: date, out: Path | None) -> int:
    with opened_session() as session:
        try:
            rows = load_contact_rows(session, load_directory(session), from_on=first, to_on=last)
        except PeriodBackwards:
            raise click.UsageError("Perioden slutar innan den börjar.") from None
        with _open(out) as file:
            count = write_contacts_csv(rows, file)
        period = f"kontakter {first}–{last}"
        note_access(session, Verb.EXPORT_CONTACTS, period, by=None, at=system_clock())
        session.commit()
    return count


def _open(out: Path | None) -> "nullcontext[TextIO] | TextIO":
    if out is not None:
        return out.open("w", encoding="utf-8", newline="")
    sys.stdout.reconfigure(newline="")  # type: ignore[union-attr] # the real stdout has it
    return nullcontext(sys.stdout)
