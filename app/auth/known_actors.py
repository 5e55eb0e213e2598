"""Who is behind a token or a session, remembered until the directory's version changes.

Revoking a token, deactivating an account and signing out, here or everywhere, all call
``bump_version``, so that every process forgets what it knew at once; until then a plan needs no
query at all.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import Flask, current_app, request
from sqlalchemy import select

from app.actions.shared.actor import Actor
from app.auth.sessions import SessionName, has_ended
from app.current import current_directory, current_moment
from models.db import db
from models.tables.accounts import AccountRow, ApiTokenRow

VALID_UNTIL = "kontaktvagar.valid_until"
"""In a request's environment: when the token it came with expires (UTC), None for never."""

_KEY = "kontaktvagar.known_actors"
_MOST_KNOWN = 10_000


@dataclass(frozen=True, slots=True)
class SignedIn(Actor):
    """Somebody with a session; what Flask-Login calls the user. Never a row of the database.
    ``language`` is what they read pages in, None where they have not chosen; what is spoken to them
    on the phone is their person's."""

    session: SessionName
    language: str | None = None

    @property
    def is_authenticated(self) -> bool:
        """Yes: it could be made."""
        return True

    @property
    def is_active(self) -> bool:
        """Yes: inactive accounts are not loaded."""
        return True

    @property
    def is_anonymous(self) -> bool:
        """No."""
        return False

    def get_id(self) -> str:
        """What stands in the session cookie."""
        return str(self.session)


@dataclass(frozen=True, slots=True)
class _Known:
    actor: SignedIn
    expires_at: datetime | None


class KnownActors:
    """Remembers per process; what is older than the directory's version is worth nothing."""

    def __init__(self) -> None:
        self._kept: tuple[int, dict[Hashable, _Known]] = (-1, {})  # of one version, replaced whole

    def find(
        self, key: Hashable, load: Callable[[], tuple[SignedIn, datetime | None] | None]
    ) -> SignedIn | None:
        """Who is behind ``key``; ``load`` asks the database when it is not remembered."""
        version = current_directory().version  # before loading: a change meanwhile makes it stale
        kept = self._kept
        if kept[0] != version or len(kept[1]) >= _MOST_KNOWN:
            kept = self._kept = (version, {})
        known = kept[1].get(key)
        if known is None:
            found = load()
            if found is None:
                return None
            known = kept[1][key] = _Known(*found)
        if known.expires_at is not None and known.expires_at <= current_moment():
            return None
        request.environ[VALID_UNTIL] = known.expires_at
        return known.actor


def install(app: Flask) -> None:
    """Give the application its memory."""
    app.extensions[_KEY] = KnownActors()


def find_by_token_hash(token_hash: str) -> SignedIn | None:
    """Who holds the token with this SHA-256, None when it opens nothing."""
    return _memory().find(("token", token_hash), lambda: _load_token(token_hash))


def find_by_session(session_id: str) -> SignedIn | None:
    """Who is behind a session cookie, None when it has been signed out."""
    return _memory().find(("session", session_id), lambda: _load_session(session_id))


def signed_in(row: AccountRow, session: SessionName | None = None) -> SignedIn:
    """An account as the frozen value that views and actions use."""
    return SignedIn(
        account_id=row.id,
        name=row.name,
        role=row.role,
        person_id=row.person_id,
        unit_id=row.unit_id,
        number=row.number,
        session=session or SessionName(row.id, row.session_nonce),
        language=row.language,
    )


def _memory() -> KnownActors:
    return cast(KnownActors, current_app.extensions[_KEY])


def _load_token(token_hash: str) -> tuple[SignedIn, datetime | None] | None:
    row = db.session.execute(
        select(AccountRow, ApiTokenRow.expires_at)
        .join(ApiTokenRow, ApiTokenRow.account_id == AccountRow.id)
        .where(
            ApiTokenRow.token_hash == token_hash,
            ApiTokenRow.revoked_at.is_(None),
            AccountRow.is_active.is_(True),
        )
    ).first()
    return None if row is None else (signed_in(row[0]), row[1])


def _load_session(session_id: str) -> tuple[SignedIn, datetime | None] | None:
    name = SessionName.read(session_id)
    if name is None:
        return None
    row = db.session.get(AccountRow, name.account_id, populate_existing=True)
    if row is None or not row.is_active or row.session_nonce != name.nonce:
        return None
    if has_ended(db.session(), name):
        return None
    return signed_in(row, name), name.ends_at
