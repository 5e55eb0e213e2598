"""Inläsningar: files taken in, each whole or not at all, and what they say of decisions."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.db import Base, UtcDateTime, words


class ImportKind(StrEnum):
    """Vad en inläst fil innehåller."""

    BEDS = "vardplatser"
    FOLLOW_UP = "uppfoljning"


class ImportRow(Base):
    """En inläsning. The same file (``fingerprint``: SHA-256 of its bytes) is the same data once;
    every one can be taken back, and then counts for nothing."""

    __tablename__ = "import"
    __table_args__ = (
        Index(
            "ix_import_once",
            "kind",
            "fingerprint",
            unique=True,
            postgresql_where=text("taken_back_at IS NULL"),
            sqlite_where=text("taken_back_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    kind: Mapped[ImportKind] = mapped_column(words(ImportKind))
    fingerprint: Mapped[str] = mapped_column(String(64))
    row_count: Mapped[int]
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_back_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class FollowUpRow(Base):
    """Kontroll mot skada: what the region's data warehouse knows of how it went after a decision.
    NULL: it does not say. No identity: it is found by the decision's id alone."""

    __tablename__ = "follow_up"

    import_id: Mapped[str] = mapped_column(ForeignKey("import.id"), primary_key=True)
    decision_id: Mapped[str] = mapped_column(
        ForeignKey("decision.id"), primary_key=True, index=True
    )
    moved_24h: Mapped[bool | None]
    intensive_care_24h: Mapped[bool | None]
    ed_72h: Mapped[bool | None]
    admitted_7d: Mapped[bool | None]
    readmitted_30d: Mapped[bool | None]
    died_30d: Mapped[bool | None]
