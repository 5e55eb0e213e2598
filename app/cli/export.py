"""``kontaktvagar export``: the tables as rows, for the analyst's own tools."""

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import TextIO

import click
from sqlalchemy.orm import Session

from app.auth.access_log import note_access
from app.auth.permissions import Verb
from app.cli.moment import Day
from app.cli.opening import opened_session
from app.clock import system_clock
from app.statistics.csv_lines import Form, Row
from app.statistics.exports import DICTIONARY, TABLES, dictionary_csv, dictionary_markdown
from app.statistics.table import PeriodBackwards, Table
from models.snapshot import load_directory

DAY = Day()
FORMS = click.Choice([*Form])


@click.group()
def export() -> None:
    """Uttag."""


@export.command(DICTIONARY)
@click.option("--format", "form", type=click.Choice(["csv", "md"]), default="csv")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="annars på skärmen")
def dictionary(form: str, out: Path | None) -> None:
    """Vad varje kolumn i varje tabell betyder."""
    with _open(out) as file:
        file.writelines([dictionary_markdown()] if form == "md" else dictionary_csv())


def _add(table: Table) -> None:
    """A command for the table, named as it is."""

    @export.command(
        table.name,
        help=f"{table.title}, en rad per {table.one}, utan patienter, namn, nummer och fri text.",
    )
    @click.option("--from", "first", type=DAY, required=True, help="första dagen, ÅÅÅÅ-MM-DD")
    @click.option("--to", "last", type=DAY, required=True, help="sista dagen, ÅÅÅÅ-MM-DD")
    @click.option("--format", "form", type=FORMS, default=Form.CSV, show_default=True)
    @click.option(
        "--out", type=click.Path(dir_okay=False, path_type=Path), help="annars på skärmen"
    )
    def take_out(first: date, last: date, form: str, out: Path | None) -> None:
        with opened_session() as session:
            rows = _rows(session, table, first, last)
            with _open(out) as file:
                count = table.write_csv(rows, file, Form(form))
            period = f"{table.name} {first}–{last}"
            note_access(session, Verb.EXPORT_CONTACTS, period, by=None, at=system_clock())
            session.commit()
        click.echo(f"{count} {table.many} som {form}.", err=True)


for each in TABLES.values():
    _add(each)


def _rows(session: Session, table: Table, first: date, last: date) -> Iterator[Row]:
    try:
        return table.rows(session, load_directory(session), from_on=first, to_on=last)
    except PeriodBackwards:
        raise click.UsageError("Perioden slutar innan den börjar.") from None


def _open(out: Path | None) -> "nullcontext[TextIO] | TextIO":
    if out is not None:
        return out.open("w", encoding="utf-8", newline="")
    sys.stdout.reconfigure(newline="")  # type: ignore[union-attr] # the real stdout has it
    return nullcontext(sys.stdout)
