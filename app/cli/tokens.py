"""``kontaktvagar token``: bearer tokens for the API."""

from datetime import timedelta

import click

from app.auth import tokens
from app.cli.opening import opened_session
from app.clock import system_clock
from app.labels import moment_display
from routing.identity import holds_identity


@click.group()
def token() -> None:
    """Nycklar (token) till API:et."""


@token.command("create")
@click.argument("username", metavar="ANVÄNDARNAMN")
@click.option(
    "--name", default="kommandoraden", show_default=True, help="vad den ska användas till"
)
@click.option(
    "--days", type=click.IntRange(1, 3650), help="antal dagar den gäller; annars tills vidare"
)
def create(username: str, name: str, days: int | None) -> None:
    """Skapa en nyckel; den visas bara nu."""
    if holds_identity(name):
        raise click.ClickException("Namnet ser ut som ett personnummer. Skriv vad nyckeln är till.")
    at = system_clock()
    expires_at = at + timedelta(days=days) if days else None
    with opened_session() as session:
        try:
            made = tokens.create_token(session, username, name=name, at=at, expires_at=expires_at)
        except tokens.UnknownAccount:
            raise click.ClickException(f"Kontot finns inte: {username}") from None
    click.echo(made)


@token.command("revoke")
@click.argument("number", type=int, metavar="NUMMER")
def revoke(number: int) -> None:
    """Återkalla en nyckel: den slutar gälla genast."""
    with opened_session() as session:
        try:
            tokens.revoke_token(session, number, at=system_clock())
        except tokens.UnknownToken:
            raise click.ClickException(f"Det finns ingen nyckel nummer {number}.") from None
    click.echo(f"Nyckel {number} är återkallad.")


@token.command("list")
def list_all() -> None:
    """Visa alla nycklar, utan själva hemligheten."""
    at = system_clock()
    with opened_session() as session:
        for one in tokens.load_tokens(session):
            state = "gäller"
            if one.revoked_at:
                state = "återkallad"
            elif one.expires_at:
                state = f"gäller till {moment_display(one.expires_at, at=at)}"
            click.echo(f"{one.id:>4}  {one.username:<24} {one.name:<24} {state}")
