"""Every situation the service names, as people read it, in one table."""

import sqlite3
from collections.abc import Mapping

import psycopg
from flask import has_request_context
from sqlalchemy.exc import (
    InterfaceError,
    InternalError,
    OperationalError,
    PendingRollbackError,
    TimeoutError,
)

from app.actions.shared.errors import (
    IdentityAsNumber,
    PatientIdentityInText,
    SeveralFaults,
)
from app.errors import (
    account,
    admission,
    beds,
    call_back,
    contact,
    decisions,
    duty,
    imports,
    outcome,
    radiology,
    shared,
    talk,
    undo,
)
from app.errors.situation import Situation
from app.hashing import TooManyAtOnce
from app.language import current_language
from routing.errors import MomentOutOfRange, UnknownZone

# Whatever says that the database cannot be asked just now: away, out of connections, read-only
# after a failover; SQLAlchemy's words for it, and those of the driver we ask past it.
DATABASE_AWAY: tuple[type[Exception], ...] = (
    OperationalError,
    InterfaceError,
    InternalError,
    TimeoutError,
    PendingRollbackError,
    sqlite3.OperationalError,
    psycopg.OperationalError,
)

_NO_DATABASE = Situation(
    503,
    "databasen-svarar-inte",
    "Databasen svarar inte just nu. Försök igen om en liten stund.",
    "The database does not answer right now. Try again in a moment.",
)

SITUATIONS: Mapping[type[Exception], Situation] = {
    **shared.SITUATIONS,
    **contact.SITUATIONS,
    **talk.SITUATIONS,
    **call_back.SITUATIONS,
    **outcome.SITUATIONS,
    **duty.SITUATIONS,
    **account.SITUATIONS,
    **admission.SITUATIONS,
    **decisions.SITUATIONS,
    **beds.SITUATIONS,
    **radiology.SITUATIONS,
    **imports.SITUATIONS,
    **undo.SITUATIONS,
    MomentOutOfRange: Situation(
        422, "tid-utanfor", "Tiden ligger utanför kalendern.", "The time is outside the calendar."
    ),
    UnknownZone: Situation(
        422, "tid-utan-zon", "Tiden saknar tidszon.", "The time has no time zone."
    ),
    OperationalError: _NO_DATABASE,
    TooManyAtOnce: Situation(
        503,
        "for-manga-samtidigt",
        "Många loggar in just nu. Försök igen om en liten stund.",
        "Many are signing in right now. Try again in a moment.",
    ),
}


IDENTITY = SITUATIONS[PatientIdentityInText].swedish
IDENTITY_AS_NUMBER = SITUATIONS[IdentityAsNumber].swedish
"""What fields of the API say, which know their text before any action does."""


def sentence_of(error: BaseException) -> str:
    """What people read on a page, in their language; empty for what the table does not know."""
    if isinstance(error, SeveralFaults):
        return " ".join(filter(None, map(sentence_of, error.faults)))
    situation = situation_of(error)
    language = current_language() if has_request_context() else "sv"
    return situation.text(error, language) if situation else ""


def situation_of(error: BaseException) -> Situation | None:
    """The table's row for an error, or for the nearest of its bases."""
    if isinstance(error, DATABASE_AWAY):
        return _NO_DATABASE
    for kind in type(error).__mro__:
        if kind in SITUATIONS:
            return SITUATIONS[kind]
    return None
