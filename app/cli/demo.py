"""The demonstration: everything on one machine, filled with the sample county."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy.orm import Session

from app.auth.demo_accounts import load_demo_accounts
from app.auth.permissions import ANALYSTS
from app.cli.opening import open_engine
from app.clock import system_clock
from app.config import Telephony, database_url
from app.labels import label, moment_display
from models.schema import upgrade_schema
from models.tables.accounts import AccountRole
from seed_directory.accounts import DemoAccount, read_demo_accounts
from seed_directory.loader import DALARNA, load_seed

HEADINGS = ("Användarnamn", "Lösenord", "Roll", "Namn")
TOGETHER = (
    {AccountRole.SPECIALIST, AccountRole.SJUKHUSLAKARE},
    {AccountRole.VARDPLATSKOORDINATOR},
    ANALYSTS | {AccountRole.KATALOGREDAKTOR},
)


def demo_environment(environment: Mapping[str, str], *, root: Path) -> dict[str, str]:
    """The settings of a demonstration: a lasting secret of its own, and the phone lab."""
    return {
        **environment,
        "SECRET_KEY": environment.get("SECRET_KEY") or _lasting_secret(root / "instance"),
        "KONTAKTVAGAR_TELEPHONY": Telephony.LAB.value,
    }


def prepare_demo(environment: Mapping[str, str], *, root: Path) -> Sequence[DemoAccount]:
    """Make or update the database, the county and the accounts; again and again changes nothing."""
    engine = open_engine(database_url(environment, root=root))
    accounts = read_demo_accounts(DALARNA)
    at = system_clock()
    try:
        upgrade_schema(engine)
        with Session(engine, expire_on_commit=False) as session:
            load_seed(session, DALARNA, at=at)
            load_demo_accounts(session, accounts, at=at)
    finally:
        engine.dispose()
    return accounts


def show_demo(address: str, accounts: Sequence[DemoAccount], *, at: datetime) -> None:
    """Where it is, what its clock shows, and who one can be."""
    click.echo()
    click.echo(f"  Kontaktvägar är igång:  {address}")
    click.echo(f"  Telefonlabbet:          {address}/phone-lab/")
    click.echo(f"  Klockan i demon:        {moment_display(at)}")
    click.echo()
    _show_accounts(accounts)
    click.echo("  Exempeldata och fiktiva nummer. Avsluta med Ctrl+C.")
    click.echo()


def _show_accounts(accounts: Sequence[DemoAccount]) -> None:
    """Each group of work for itself, in the order of the file."""
    rows = [(one.username, one.password, label(one.role), one.name) for one in accounts]
    widths = [max(map(len, column)) for column in zip(HEADINGS, *rows, strict=True)]
    _show_row(HEADINGS, widths)
    groups = [_group(one) for one in accounts]
    for group in dict.fromkeys(groups):
        click.echo()
        for row, of_row in zip(rows, groups, strict=True):
            if of_row == group:
                _show_row(row, widths)
    click.echo()


def _show_row(row: Sequence[str], widths: Sequence[int]) -> None:
    cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
    click.echo("  " + "   ".join(cells).rstrip())


def _group(account: DemoAccount) -> int:
    """Hospital doctors, those who give beds, and those who steer stand together; so do the rest."""
    return next((place for place, roles in enumerate(TOGETHER) if account.role in roles), -1)


def _lasting_secret(folder: Path) -> str:
    """The same secret each time, readable by its owner only."""
    file = folder / "secret_key"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return file.read_text(encoding="ascii")
