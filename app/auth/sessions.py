"""Sessions (inloggningar): each has a name of its own, and ends on the server.

The cookie holds the name, signed. A session that was signed out is kept as ended until its cookie
would have ended by itself, so a copy of the cookie opens nothing. Every process forgets what it
knew at once, because ending one counts up the directory's version.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Self

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.db import insert_into, transaction
from models.snapshot import bump_version
from models.tables.accounts import EndedSessionRow

LONGEST: Final = timedelta(hours=12)
"""A long shift; then one signs in again, however much the session was used."""

_FORGOTTEN_AT_ONCE: Final = 100
_NAME: Final = re.compile(
    r"(?P<account>[0-9]{1,9}):(?P<nonce>[0-9a-z-]{1,32})(?::(?P<own>[0-9a-f]{32}):(?P<end>[0-9]{1,11}))?"
)


@dataclass(frozen=True, slots=True)
class SessionName:
    """What stands in the cookie. ``own`` and ``ends_at`` (UTC) are None in a session that began
    before sessions had names of their own: it ends with all others of its account."""

    account_id: int
    nonce: str
    own: str | None = None
    ends_at: datetime | None = None

    @classmethod
    def new(cls, account_id: int, nonce: str, *, at: datetime) -> Self:
        """The name of a session that begins now."""
        return cls(account_id, nonce, secrets.token_hex(16), at + LONGEST)

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The name a cookie holds, None when it is none."""
        found = _NAME.fullmatch(text)
        if found is None:
            return None
        end = found["end"]
        ends_at = None if end is None else datetime.fromtimestamp(int(end), UTC)
        return cls(int(found["account"]), found["nonce"], found["own"], ends_at)

    def __str__(self) -> str:
        """As the cookie holds it."""
        name = f"{self.account_id}:{self.nonce}"
        if self.own is None or self.ends_at is None:
            return name
        return f"{name}:{self.own}:{int(self.ends_at.timestamp())}"


def has_ended(session: Session, name: SessionName) -> bool:
    """Whether it was signed out."""
    return name.own is not None and session.get(EndedSessionRow, name.own) is not None


def end_session(session: Session, name: SessionName, *, at: datetime) -> None:
    """Sign one session out, in every process at once; ended twice is ended. Committed here.

    What ended so long ago that its cookie is worth nothing is forgotten on the way.
    """
    if name.own is None or name.ends_at is None:
        raise ValueError("a session without a name of its own ends with all of its account")
    with transaction(session):
        bump_version(session, at=at)
        _forget_old(session, at=at)
        ended = insert_into(session, EndedSessionRow).values(id=name.own, ends_at=name.ends_at)
        session.connection().execute(ended.on_conflict_do_nothing())
        session.commit()


def _forget_old(session: Session, *, at: datetime) -> None:
    row = EndedSessionRow
    old = select(row.id).where(row.ends_at <= at).limit(_FORGOTTEN_AT_ONCE)
    session.execute(delete(row).where(row.id.in_(old)).execution_options(synchronize_session=False))
