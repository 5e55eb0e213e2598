"""``kontaktvagar user``: accounts."""

import os
import secrets

import click
from sqlalchemy.orm import Session

from app.actions.shared.errors import BadNumber
from app.actions.shared.phone_number import to_e164
from app.auth import accounts
from app.cli.opening import opened_session
from app.clock import system_clock
from app.config import BadSetting, callable_countries
from app.errors import situation_of
from app.labels import label
from models.mail_addresses import is_mail_address
from models.snapshot import load_directory
from models.tables.accounts import AccountRole

NAMED = "{} ser ut som ett personnummer. Använd tjänste-id, namn eller telefonnummer i stället."
FIELDS = {
    "username": "Användarnamnet",
    "name": "Namnet",
    "email": "E-postadressen",
    "number": "Telefonnumret",
}
ROLES = click.Choice([role.value for role in AccountRole])


@click.group()
def user() -> None:
    """Konton."""


@user.command("add")
@click.argument("username", metavar="ANVÄNDARNAMN")
@click.option("--role", type=ROLES, required=True, help="behörighetsroll")
@click.option("--name", default="", help="namn som visas")
@click.option("--person", help="personens id i katalogen")
@click.option("--unit", help="enhetens id i katalogen")
@click.option("--number", help="telefonnummer för ”Ring upp mig”, t.ex. +46701740605")
@click.option("--email", help="e-postadress som meddelanden skickas till")
@click.option("--password", help="lösenord; annars skapas ett och visas")
def add(username: str, password: str | None, role: str, **about: str | None) -> None:
    """Lägg till ett konto."""
    if about["email"] and not is_mail_address(about["email"]):
        raise click.ClickException(f"E-postadressen går inte att läsa: {about['email']}")
    chosen = password or secrets.token_urlsafe(12)
    with opened_session() as session:
        new = accounts.NewAccount(
            username=username.strip().lower(),
            password=chosen,
            role=AccountRole(role),
            name=about["name"] or "",
            person_id=about["person"],
            unit_id=about["unit"],
            number=_number(session, about["number"]),
            email=about["email"],
        )
        try:
            accounts.create_account(session, new, at=system_clock())
        except accounts.UsernameTaken:
            raise click.ClickException(f"Kontot {new.username} finns redan.") from None
        except accounts.NamesSomebody as refused:
            raise click.ClickException(NAMED.format(FIELDS[refused.field])) from None
        except accounts.WeakPassword:
            raise click.ClickException(
                f"Lösenordet måste ha minst {accounts.SHORTEST_PASSWORD} tecken."
            ) from None
        except accounts.UnknownPerson:
            raise click.ClickException(f"Personen finns inte: {new.person_id}") from None
        except accounts.UnknownUnit:
            raise click.ClickException(f"Enheten finns inte: {new.unit_id}") from None
    click.echo(f"Kontot {new.username} är skapat.")
    if password is None:
        click.echo(f"Lösenord: {chosen}")


def _number(session: Session, text: str | None) -> str | None:
    """A number that the house would ring for whoever has the account."""
    if not text:
        return None
    try:
        countries = callable_countries(os.environ)
        return to_e164(text, load_directory(session, callable_countries=countries))
    except BadSetting as error:
        raise click.ClickException(f"Inställningen stämmer inte: {error}") from None
    except BadNumber as refused:
        situation = situation_of(refused)
        raise click.ClickException(situation.swedish if situation else str(refused)) from None


@user.command("close")
@click.argument("username", metavar="ANVÄNDARNAMN")
def close(username: str) -> None:
    """Stäng ett konto: ingen kan logga in med det, och sessioner och nycklar slutar gälla."""
    name = username.strip().lower()
    with opened_session() as session:
        try:
            accounts.close_account(session, name, at=system_clock())
        except accounts.UnknownAccount:
            raise click.ClickException(f"Kontot {name} finns inte.") from None
    click.echo(f"Kontot {name} är stängt.")


@user.command("list")
def list_all() -> None:
    """Visa alla konton."""
    with opened_session() as session:
        for account in accounts.load_accounts(session):
            state = "" if account.is_active else "  (stängt)"
            unit = account.unit_id or "–"
            click.echo(f"{account.username:<24} {label(account.role):<24} {unit}{state}")
