"""How a person wants to be sought, and when not: preferences and "Inte nu"."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.db import Base, JsonDocument, UtcDateTime
from models.tables.directory import Slug


class PersonPreferenceRow(Base):
    """Kanalval: the order of channels for each urgency (``{"bradskande": ["samtal", "sms"]}``),
    and the language spoken to them. No row: what is usual."""

    __tablename__ = "person_preference"

    person_id: Mapped[str] = mapped_column(Slug, ForeignKey("person.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), default="sv")
    channels: Mapped[dict[str, list[str]]] = mapped_column(JsonDocument, default=dict)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AwayRow(Base):
    """Inte nu: from ``starts_at`` to ``ends_at`` (whole minutes) nobody disturbs the person;
    ``forward_to`` answers instead. Ended early by setting ``ends_at``; never deleted."""

    __tablename__ = "away"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    person_id: Mapped[str] = mapped_column(Slug, ForeignKey("person.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    forward_to: Mapped[str | None] = mapped_column(Slug, ForeignKey("person.id"))
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
