"""Beslut i samtalet: what an acute contact led to, and what became of each decision."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.db import Base, JsonDocument, UtcDateTime, words
from models.tables.directory import Slug
from routing.decisions import DecisionEvent, DecisionKind, DecisionStatus
from routing.outcome import Side


class DecisionRow(Base):
    """Ett beslut. ``side`` is who of the two entered it; ``next_by`` who does what comes next, and
    ``next_text`` what that is. ``receiver_id`` is the unit that goes on with the patient.
    ``fingerprint``: of what the key came with, where the same key with another content is refused.
    ``detail`` holds codes that belong to the kind, e.g. ``{"when": "idag"}`` for a visit.
    """

    __tablename__ = "decision"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    request_id: Mapped[str] = mapped_column(ForeignKey("care_request.id"), index=True)
    kind: Mapped[DecisionKind] = mapped_column(words(DecisionKind))
    status: Mapped[DecisionStatus] = mapped_column(words(DecisionStatus))
    side: Mapped[Side] = mapped_column(words(Side))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    unit_id: Mapped[str | None] = mapped_column(Slug)
    receiver_id: Mapped[str | None] = mapped_column(Slug)
    note: Mapped[str] = mapped_column(Text, default="")
    next_by: Mapped[Side | None] = mapped_column(words(Side))
    next_text: Mapped[str] = mapped_column(Text, default="")
    detail: Mapped[dict[str, Any]] = mapped_column(JsonDocument, default=dict)
    idempotency_key: Mapped[str | None] = mapped_column(String(80), unique=True)
    fingerprint: Mapped[str | None] = mapped_column(String(64))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    replaced_by_id: Mapped[str | None] = mapped_column(ForeignKey("decision.id"))


class DecisionEventRow(Base):
    """En händelse i ett beslut: append-only."""

    __tablename__ = "decision_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[str] = mapped_column(ForeignKey("decision.id"), index=True)
    event: Mapped[DecisionEvent] = mapped_column(words(DecisionEvent))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    unit_id: Mapped[str | None] = mapped_column(Slug)
    detail: Mapped[dict[str, Any]] = mapped_column(JsonDocument, default=dict)
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
