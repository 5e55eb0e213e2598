"""Jourscheman: rotas by rule, and what changes them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.db import Base, JsonDocument, UtcDateTime, words
from models.tables.directory import Slug
from routing.rota import Rotation, ShiftSource
from routing.types import OnCallTier


class RotaRow(Base):
    """Jourschema of one tier of one line; ``people`` are person ids in turn."""

    __tablename__ = "rota"
    __table_args__ = (UniqueConstraint("line_id", "tier"),)

    id: Mapped[str] = mapped_column(Slug, primary_key=True)
    line_id: Mapped[str] = mapped_column(ForeignKey("on_call_line.id"))
    tier: Mapped[OnCallTier] = mapped_column(words(OnCallTier))
    patterns: Mapped[list[dict[str, Any]]] = mapped_column(JsonDocument)
    people: Mapped[list[str]] = mapped_column(JsonDocument)
    rotation: Mapped[Rotation] = mapped_column(words(Rotation))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    eves_as_red: Mapped[list[str]] = mapped_column(JsonDocument)


class ShiftChangeRow(Base):
    """Övertagande, byte, avvikelse. ``person_id`` NULL is a vacancy. Never edited, only added.
    ``taken_back_at``: when whoever made it undid it (ångrade); it counts no longer."""

    __tablename__ = "shift_change"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    rota_id: Mapped[str] = mapped_column(ForeignKey("rota.id"), index=True)
    source: Mapped[ShiftSource] = mapped_column(words(ShiftSource))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(Text)
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LineRungRow(Base):
    """När en linje som turas om med andra senast ringdes: the longest rested comes first."""

    __tablename__ = "line_rung"

    line_id: Mapped[str] = mapped_column(Slug, primary_key=True)  # may have left the directory
    rung_at: Mapped[datetime] = mapped_column(UtcDateTime)
