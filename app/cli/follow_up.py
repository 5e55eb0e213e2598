"""``kontaktvagar follow-up``: how it went after decisions, from the region's data warehouse."""

import sys
from contextlib import nullcontext
from datetime import date, timedelta
from pathlib import Path
from typing import TextIO

import click

from app.actions.imports.errors import UnknownImport
from app.actions.imports.fault import BadFile
from app.actions.imports.import_follow_up import import_follow_up
from app.actions.imports.take_back import take_back_follow_up
from app.auth.access_log import note_access
from app.auth.permissions import Verb
from app.cli.moment import Day
from app.cli.opening import opened_session
from app.clock import system_clock
from app.statistics.csv_lines import csv_lines
from app.statistics.follow_up_template import TEMPLATE_COLUMNS, template_rows
from models.reads.follow_up import load_imports
from models.tables.imports import ImportKind
from routing.calendar import MIDNIGHT, YEARS, to_local, to_utc

DAY = Day()
LISTED = 50


@click.group("follow-up")
def follow_up() -> None:
    """Uppföljning av direktinläggningar och råd."""


@follow_up.command()
@click.option("--from", "first", type=DAY, required=True, help="första dagen, ÅÅÅÅ-MM-DD")
@click.option("--to", "last", type=DAY, required=True, help="sista dagen, ÅÅÅÅ-MM-DD")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="annars på skärmen")
def template(first: date, last: date, out: Path | None) -> None:
    """Mallen: periodens beslut med sina id, att fylla i."""
    if last < first:
        raise click.UsageError("Perioden slutar innan den börjar.")
    if first.year not in YEARS[1:] or last.year not in YEARS[:-1]:
        raise click.UsageError("Tiden ligger utanför kalendern.")
    since = to_utc(first, MIDNIGHT)
    until = to_utc(last + timedelta(days=1), MIDNIGHT)
    with opened_session() as session:
        lines = list(csv_lines(TEMPLATE_COLUMNS, template_rows(session, since=since, until=until)))
        with _open(out) as file:
            file.writelines(lines)
        period = f"mall {first}–{last}"
        note_access(session, Verb.SEE_FOLLOW_UP, period, by=None, at=system_clock())
        session.commit()
    click.echo(f"{len(lines) - 1} beslut.", err=True)


@follow_up.command("import")
@click.argument("file", metavar="FIL", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def take_in(file: Path) -> None:
    """Läs in en ifylld mall (CSV): hela filen, eller inget av den."""
    with opened_session() as session:
        try:
            stored = import_follow_up(session, file.read_bytes(), by=None, at=system_clock())
        except BadFile as refused:
            raise click.ClickException(_told(refused)) from None
    if stored.is_new:
        click.echo(f"Inläst: {stored.row_count} beslut. Inläsningens id: {stored.id}")
    else:
        click.echo(f"Samma fil var redan inläst. Inläsningens id: {stored.id}")


@follow_up.command("take-back")
@click.argument("import_id", metavar="ID")
def take_back(import_id: str) -> None:
    """Ta tillbaka en inläsning: den räknas inte längre."""
    with opened_session() as session:
        try:
            is_new = take_back_follow_up(session, import_id, by=None, at=system_clock())
        except UnknownImport:
            raise click.ClickException(f"Inläsningen finns inte: {import_id}") from None
    click.echo("Tillbakatagen." if is_new else "Den var redan tillbakatagen.")


@follow_up.command("list")
def list_all() -> None:
    """Visa inläsningarna, den senaste först."""
    with opened_session() as session:
        for one in load_imports(session, ImportKind.FOLLOW_UP, limit=LISTED):
            state = "  (tillbakatagen)" if one.taken_back_at else ""
            when = f"{to_local(one.imported_at):%Y-%m-%d %H:%M}"
            click.echo(f"{one.id}  {when}  {one.row_count} beslut{state}")


def _told(refused: BadFile) -> str:
    """Every fault on a line of its own."""
    lines = [f"Filen är inte inläst: {refused.count} fel. Inget har ändrats."]
    for fault in refused.faults:
        column = f", {fault.column}" if fault.column else ""
        lines.append(f"  rad {fault.row}{column}: {fault.reason}")
    if refused.count > len(refused.faults):
        lines.append(f"  … och {refused.count - len(refused.faults)} till.")
    return "\n".join(lines)


def _open(out: Path | None) -> "nullcontext[TextIO] | TextIO":
    if out is not None:
        return out.open("w", encoding="utf-8", newline="")
    sys.stdout.reconfigure(newline="")  # type: ignore[union-attr] # the real stdout has it
    return nullcontext(sys.stdout)
