"""Det som nyss gjordes: how each thing was before somebody changed it, for as long as it can be
taken back."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.db import Base, JsonDocument, UtcDateTime, words
from routing.undo import Act


class UndoStepRow(Base):
    """One act that can be undone (ångras). ``subject_id`` is what it was done to, ``code`` the case
    code it is known by (empty for none).

    ``changed`` are the rows it changed: ``[{"table", "key", "was": {column: value}, "is": {…}}]``.
    ``made`` are the rows it wrote: ``[[table, key], …]``.
    """

    __tablename__ = "undo_step"
    __table_args__ = (Index("ix_undo_step_account", "account_id", "at"),)

    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(36), unique=True)
    act: Mapped[Act] = mapped_column(words(Act))
    subject_id: Mapped[str] = mapped_column(String(60), index=True)
    code: Mapped[str] = mapped_column(String(12), default="")
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed: Mapped[list[dict[str, Any]]] = mapped_column(JsonDocument, default=list)
    made: Mapped[list[list[Any]]] = mapped_column(JsonDocument, default=list)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
