"""Who may use the service: accounts, API tokens, and the log of what they opened."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.db import Base, UtcDateTime, words
from models.tables.directory import Slug


class AccountRole(StrEnum):
    """Behörighetsroll."""

    PRIMARVARDSLAKARE = "primarvardslakare"
    SPECIALIST = "specialist"
    AMBULANS = "ambulans"
    INRE_BEFAL = "inre_befal"
    KOMMUNSJUKSKOTERSKA = "kommunsjukskoterska"
    SJUKHUSLAKARE = "sjukhuslakare"
    VARDPLATSKOORDINATOR = "vardplatskoordinator"
    KATALOGREDAKTOR = "katalogredaktor"
    PROCESSLEDARE = "processledare"
    ANALYTIKER = "analytiker"
    ADMINISTRATOR = "administrator"


class AccountRow(Base):
    """A person's (or a system's) way in. ``number`` is where "Ring upp mig" rings, E.164; ``email``
    where notices are mailed to. ``language`` is what the pages are read in, NULL for what is usual.
    """

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(80), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[AccountRole] = mapped_column(words(AccountRole))
    name: Mapped[str] = mapped_column(String(120))
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    unit_id: Mapped[str | None] = mapped_column(Slug, ForeignKey("care_unit.id"))
    number: Mapped[str | None] = mapped_column(String(20))
    email: Mapped[str | None] = mapped_column(String(120))
    is_active: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    session_nonce: Mapped[str] = mapped_column(String(32))
    language: Mapped[str | None] = mapped_column(String(2))


class ApiTokenRow(Base):
    """A bearer token; only its SHA-256 is kept. Expired or revoked tokens open nothing."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SignInCountRow(Base):
    """Inloggningsförsök som räknas: those under way and those that went wrong, of one account or
    from one address, until a moment; then the count begins anew.

    ``key`` is a digest: what somebody types as a user name may be anything, their password too.
    """

    __tablename__ = "sign_in_count"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    counted: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class EndedSessionRow(Base):
    """A session that was signed out, by its own name, until its cookie ends by itself."""

    __tablename__ = "ended_session"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class AccessLogRow(Base):
    """Åtkomstlogg: who opened or took out what, when, on behalf of which unit."""

    __tablename__ = "access_log"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    unit_id: Mapped[str | None] = mapped_column(Slug)
    verb: Mapped[str] = mapped_column(String(40))
    thing: Mapped[str] = mapped_column(String(120))
