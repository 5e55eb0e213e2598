"""Utkorgen: the message is a row before it is a call, written in the transaction that caused it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.db import Base, JsonDocument, UtcDateTime, words


class MessageKind(StrEnum):
    """Vad som ska skickas."""

    CALL_REQUESTER = "ring_remittent"
    CALL_RESPONDER = "ring_mottagare"
    CONNECT_RESPONDER = "koppla_mottagare"
    TELL_REQUESTER = "meddela_remittent"
    HANG_UP = "lagg_pa"
    RELEASE = "slapp_med_ett_ord"
    CALL_THIRD_PARTY = "ring_tredje_part"
    CALL_WARD = "ring_avdelning"
    JOIN_REQUESTER = "koppla_remittent"


class MessageState(StrEnum):
    """Where a message stands. ``SENDING`` past its deadline is unknown: ask the provider."""

    PENDING = "vantar"
    SENDING = "skickas"
    SENT = "skickat"
    FAILED = "misslyckat"
    CANCELLED = "installt"


class OutboxMessageRow(Base):
    """A thing to be done at the telephone provider, once, soon."""

    __tablename__ = "outbox_message"
    __table_args__ = (Index("ix_outbox_message_due", "state", "next_attempt_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(ForeignKey("care_request.id"))
    attempt_id: Mapped[str | None] = mapped_column(ForeignKey("attempt.id"), index=True)
    kind: Mapped[MessageKind] = mapped_column(words(MessageKind))
    payload: Mapped[dict[str, Any]] = mapped_column(JsonDocument, default=dict)
    state: Mapped[MessageState] = mapped_column(words(MessageState))
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_attempt_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    deadline_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    provider_id: Mapped[str | None] = mapped_column(String(64))
    last_error: Mapped[str | None] = mapped_column(String(200))


class HeartbeatRow(Base):
    """When each worker last went round; the readiness check and the status page read it."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
