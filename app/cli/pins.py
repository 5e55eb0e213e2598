"""``kontaktvagar pins``: caller codes for the telephone."""

import click

from app.actions.account import pins as codes
from app.cli.opening import opened_session
from app.clock import system_clock


@click.group()
def pins() -> None:
    """Ringkoder: vem man är på en telefon tjänsten inte känner."""


@pins.command("renew")
@click.argument("username", metavar="ANVÄNDARNAMN")
def renew(username: str) -> None:
    """Gör en ny pinkod; den visas bara nu, och den gamla gäller inte längre."""
    with opened_session() as session:
        try:
            made = codes.renew_pin_of(session, username.strip().lower(), at=system_clock())
        except codes.UnknownAccountName:
            raise click.ClickException(f"Kontot finns inte: {username}") from None
    click.echo(f"Ringkod: {made.caller_code}")
    click.echo(f"Pinkod:  {made.pin}")
