"""``kontaktvagar beds``: what the wards have, and files from the region's system."""

import json
from datetime import datetime
from pathlib import Path

import click

from app.actions.beds.import_beds import import_beds, take_back_beds
from app.actions.imports.errors import UnknownImport
from app.actions.imports.fault import BadFile
from app.cli.opening import opened_session
from app.clock import system_clock
from app.labels import iso_local, label, moment_display
from app.labels.beds_json import ward_to_json
from models.reads.beds import WardBeds, load_ward_beds
from models.snapshot import load_directory
from routing.directory import Directory

AS_JSON = click.option("--json", "as_json", is_flag=True, help="svaret som JSON")


@click.group()
def beds() -> None:
    """Vårdplatser."""


@beds.command()
@AS_JSON
def show(*, as_json: bool) -> None:
    """Vad avdelningarna har, med källa och tid för varje uppgift."""
    now = system_clock()
    with opened_session() as session:
        directory = load_directory(session)
        wards = load_ward_beds(session)
    known = [one for one in wards.values() if one.ward_id in directory.units]
    if as_json:
        document = {
            "at": now,
            "wards": [ward_to_json(one, directory, at=now) for one in known],
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=2, default=iso_local))
    else:
        click.echo("\n".join(_line(one, directory, now) for one in known) or "Inga vårdplatser.")


@beds.command("import")
@click.argument("file", metavar="FIL", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@AS_JSON
def take_in(file: Path, *, as_json: bool) -> None:
    """Läs in uppgifter från regionens system (CSV eller JSON): hela filen, eller inget av den."""
    with opened_session() as session:
        units = load_directory(session).units
        try:
            done = import_beds(session, file.read_bytes(), by=None, units=units, at=system_clock())
        except BadFile as refused:
            raise click.ClickException(_told(refused)) from None
    if as_json:
        answer = {"id": done.id, "row_count": done.row_count, "is_new": done.is_new}
        click.echo(json.dumps(answer | {"older": done.older}))
    elif done.is_new:
        older = f", varav {done.older} äldre än det som var känt" if done.older else ""
        rows = f"{done.row_count} uppgift{'er' if done.row_count > 1 else ''}{older}"
        click.echo(f"Inläst: {rows}. Inläsningens id: {done.id}")
    else:
        click.echo(f"Samma fil var redan inläst. Inläsningens id: {done.id}")


@beds.command("take-back")
@click.argument("import_id", metavar="ID")
def take_back(import_id: str) -> None:
    """Ta tillbaka en inläsning: det som gällde före den gäller igen."""
    with opened_session() as session:
        try:
            is_new = take_back_beds(session, import_id, by=None, at=system_clock())
        except UnknownImport:
            raise click.ClickException(f"Inläsningen finns inte: {import_id}") from None
    click.echo("Tillbakatagen." if is_new else "Den var redan tillbakatagen.")


def _line(ward: WardBeds, directory: Directory, now: datetime) -> str:
    name, report = directory.units[ward.ward_id].name, ward.newest
    if report is None:
        return f"{name}: ingen uppgift"
    state = f"{ward.free} lediga" if report.is_open else "stängd för inläggning"
    told = f"{label(report.source)}, {moment_display(report.counted_at, at=now)}"
    reserved = f", {ward.reserved} reserverade" if ward.reserved else ""
    return f"{name}: {state}, {report.occupied} av {report.staffed} belagda{reserved} ({told})"


def _told(refused: BadFile) -> str:
    lines = [
        f"rad {fault.row}{f', {fault.column}' if fault.column else ''}: {fault.reason}"
        for fault in refused.faults
    ]
    more = refused.count - len(refused.faults)
    return "\n".join(["Ingenting har lästs in.", *lines, *([f"… och {more} till"] if more else [])])
