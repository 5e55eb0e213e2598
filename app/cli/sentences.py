"""What goes wrong on the command line, as one sentence: never a traceback."""

import errno
import os
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import click
from alembic.util import CommandError
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from app.config import BadSetting

ROOT: Final = Path(__file__).parent.parent.parent

LOCKED: Final = "Databasen är upptagen: någon annan skriver i den. Försök igen om en stund."
NOT_MIGRATED: Final = "Databasen är inte uppdaterad. Kör först: kontaktvagar migrate"
NEWER: Final = (
    "Databasen är från en annan version av programmet än den här: dess tabeller är okända här. "
    "Kör samma version som uppdaterade den, eller en nyare."
)
READ_ONLY: Final = "Databasen går inte att skriva i. Kontrollera filens rättigheter."
NO_DATABASE: Final = "Databasen går inte att öppna, eller svarar inte. Kontrollera DATABASE_URL."

# What a database's own words mean: the first that is found in them, in small letters.
_OF_DATABASE: Final[Mapping[str, str]] = {
    "database is locked": LOCKED,
    "database table is locked": LOCKED,
    "lock timeout": LOCKED,
    "deadlock detected": LOCKED,
    "no such table": NOT_MIGRATED,
    "no such column": NOT_MIGRATED,
    "undefinedtable": NOT_MIGRATED,
    "undefinedcolumn": NOT_MIGRATED,
    "readonly database": READ_ONLY,
    "read-only": READ_ONLY,
    "insufficientprivilege": (
        "Databasens användare får inte göra detta. Ge den rätt till tabellerna."
    ),
    "password authentication failed": (
        "Databasen godtar inte användaren eller lösenordet i DATABASE_URL."
    ),
    "does not exist": "Databasen eller användaren i DATABASE_URL finns inte.",
    "not a database": "Filen i DATABASE_URL är ingen SQLite-databas.",
    "malformed": "Databasfilen är skadad. Återställ den från säkerhetskopian.",
    "disk is full": "Disken är full.",
    "no space left": "Disken är full.",
    "too many clients": "Databasen har inga lediga anslutningar. Försök igen om en stund.",
}

# What the system says of a file or an address.
_OF_SYSTEM: Final[Mapping[int, str]] = {
    errno.EACCES: "Rättighet saknas",
    errno.EPERM: "Rättighet saknas",
    errno.ENOENT: "Filen eller mappen finns inte",
    errno.EISDIR: "Det är en mapp, inte en fil",
    errno.ENOTDIR: "En del av sökvägen är ingen mapp",
    errno.EEXIST: "Det finns redan något med det namnet",
    errno.ENOSPC: "Disken är full",
    errno.EROFS: "Disken går inte att skriva på",
    errno.ENAMETOOLONG: "Namnet är för långt",
    errno.EADDRINUSE: "Porten är upptagen",
    errno.EADDRNOTAVAIL: "Adressen finns inte på den här maskinen",
}


class Sentences(click.Group):
    """A group of commands whose errors are sentences."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        """Run the command."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise  # click's own, and a reader of ours who has had enough
        except BadSetting as error:
            raise WrongSettings(error) from None
        except Exception as error:  # noqa: BLE001 - whatever it was is told as a sentence
            raise click.ClickException(sentence_of(error)) from None


class WrongSettings(click.ClickException):
    """Settings that are wrong, each on a line of its own."""

    exit_code = 2

    def __init__(self, error: BadSetting) -> None:
        super().__init__("\n".join(["Inställningarna stämmer inte:", *error.faults]))


def sentence_of(error: Exception) -> str:
    """The sentence; it quotes no row of the database and no password."""
    match error:
        case SQLAlchemyError():
            return _of_database(error)
        case CommandError():
            return NEWER if "locate revision" in str(error) else NO_DATABASE
        case UnicodeError():
            return "Filen är inte text i UTF-8."
        case OSError() if error.errno is not None:
            what = _OF_SYSTEM.get(error.errno) or os.strerror(error.errno)
            return f"{what}: {error.filename}" if error.filename else f"{what}."
    return f"Oväntat fel i programmet: {type(error).__name__}{_where(error)}."


def _of_database(error: SQLAlchemyError) -> str:
    told = error.orig if isinstance(error, DBAPIError) else error
    words = f"{type(told).__name__} {told}".lower()
    return next((text for word, text in _OF_DATABASE.items() if word in words), NO_DATABASE)


def _where(error: Exception) -> str:
    """The last line of ours that it passed: what whoever mends it wants to know."""
    ours = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(ROOT) and ".venv" not in frame.filename
    ]
    if not ours:
        return ""
    return f" ({Path(ours[-1].filename).relative_to(ROOT)}, rad {ours[-1].lineno})"
