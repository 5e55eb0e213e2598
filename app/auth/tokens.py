"""Bearer tokens for the API: shown once, kept only as SHA-256."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.shared.actor import Actor
from app.auth.known_actors import find_by_token_hash
from models.db import transaction
from models.snapshot import bump_version
from models.tables.accounts import AccountRow, ApiTokenRow

PREFIX = "kv_"
_LENGTH = len(PREFIX) + 43


class UnknownAccount(LookupError):
    """There is no account with that name."""


class UnknownToken(LookupError):
    """There is no token with that number."""


@dataclass(frozen=True, slots=True)
class TokenView:
    """A token as it may be shown: never the secret. Moments in UTC."""

    id: int
    name: str
    username: str
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


def create_token(
    session: Session, username: str, *, name: str, at: datetime, expires_at: datetime | None = None
) -> str:
    """A new token for an account; returned this once. Raises ``UnknownAccount``."""
    with transaction(session):
        account_id = session.scalar(select(AccountRow.id).where(AccountRow.username == username))
        if account_id is None:
            raise UnknownAccount(username)
        token = PREFIX + secrets.token_urlsafe(32)
        session.add(
            ApiTokenRow(
                account_id=account_id,
                name=name,
                token_hash=_hash(token),
                created_at=at,
                expires_at=expires_at,
                revoked_at=None,
            )
        )
        session.commit()
    return token


def revoke_token(session: Session, token_id: int, *, at: datetime) -> None:
    """Make a token open nothing, in every process at once. Raises ``UnknownToken``."""
    with transaction(session):
        row = session.get(ApiTokenRow, token_id)
        if row is None:
            raise UnknownToken(str(token_id))
        row.revoked_at = row.revoked_at or at
        bump_version(session, at=at)
        session.commit()


def load_tokens(session: Session) -> Sequence[TokenView]:
    """All tokens, oldest first."""
    rows = session.execute(
        select(ApiTokenRow, AccountRow.username)
        .join(AccountRow, AccountRow.id == ApiTokenRow.account_id)
        .order_by(ApiTokenRow.id)
    )
    return [
        TokenView(row.id, row.name, username, row.created_at, row.expires_at, row.revoked_at)
        for row, username in rows
    ]


def actor_of_token(token: str) -> Actor | None:
    """Who a bearer token stands for, None when it opens nothing."""
    if len(token) != _LENGTH or not token.startswith(PREFIX):
        return None
    return find_by_token_hash(_hash(token))


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
