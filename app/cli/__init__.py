"""The command line: ``kontaktvagar …``, one file per group of commands."""

import click

from app.cli.beds import beds
from app.cli.export import export
from app.cli.follow_up import follow_up
from app.cli.pins import pins
from app.cli.schema import migrate
from app.cli.seed import seed
from app.cli.sentences import Sentences
from app.cli.serve import serve
from app.cli.tokens import token
from app.cli.users import user
from app.cli.who import who
from app.cli.worker import worker


@click.group(cls=Sentences, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Kontaktvägar: vem når jag nu?"""


for command in (serve, worker, migrate, seed, user, token, pins, who, export, follow_up, beds):
    main.add_command(command)
