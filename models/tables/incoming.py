"""Samtal till vårt eget nummer: who rings, where they are in the menu, and their personal PIN."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.db import Base, JsonDocument, UtcDateTime, words


class KnownBy(StrEnum):
    """Hur den som ringde känns igen."""

    NUMBER = "nummer"
    PIN = "pinkod"


class IncomingCallRow(Base):
    """Ett inkommande samtal. ``menu`` is what was offered last, so that a digit keeps its meaning;
    ``request_id`` the contact it became."""

    __tablename__ = "incoming_call"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    provider_call_id: Mapped[str] = mapped_column(String(64), unique=True)
    from_number: Mapped[str | None] = mapped_column(String(20))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    known_by: Mapped[KnownBy | None] = mapped_column(words(KnownBy))
    menu: Mapped[dict[str, Any]] = mapped_column(JsonDocument, default=dict)
    wrong_entries: Mapped[int] = mapped_column(default=0)
    request_id: Mapped[str | None] = mapped_column(ForeignKey("care_request.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PinRow(Base):
    """En personlig kod för telefonen: ``caller_code`` says who, the PIN that it is so.

    Only the PIN's argon2id hash is kept.
    """

    __tablename__ = "pin"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    caller_code: Mapped[str] = mapped_column(String(4), unique=True)
    pin_hash: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PinTryRow(Base):
    """Ett försök med en pinkod: what the lock-out counts, for a number and for a caller code.

    ``caller_code`` is the one pressed, known or not, None for what is no code at all; nothing of
    the PIN is kept. ``from_number`` None is every caller who shows no number.
    """

    __tablename__ = "pin_try"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    from_number: Mapped[str | None] = mapped_column(String(20))
    caller_code: Mapped[str | None] = mapped_column(String(4))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    is_right: Mapped[bool]
