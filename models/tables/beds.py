"""Vårdplatser: each ward's rules for its beds, and what has been reported of them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.db import Base, UtcDateTime, words
from models.tables.directory import Slug
from routing.beds import BedSource


class WardRow(Base):
    """En avdelning med vårdplatser. Whoever promises a bed of the ward locks this row first, so
    that a bed is promised once.

    ``reserves_minutes``: how long a bed is kept; ``warns_minutes``: how long before the end both
    are warned; ``stale_after_hours``: when a figure is shown as old.
    """

    __tablename__ = "ward"

    ward_id: Mapped[str] = mapped_column(Slug, ForeignKey("care_unit.id"), primary_key=True)
    reserves_minutes: Mapped[int] = mapped_column(default=120)
    warns_minutes: Mapped[int] = mapped_column(default=20)
    stale_after_hours: Mapped[int] = mapped_column(default=8)


class BedReportRow(Base):
    """En rapport om en avdelnings platser, append-only; ``is_latest`` marks the last one counted of
    each ward and source. What is entered by hand never stands in the same row as what is imported.
    """

    __tablename__ = "bed_report"
    __table_args__ = (
        Index(
            "ix_bed_report_latest",
            "ward_id",
            "source",
            unique=True,
            postgresql_where=text("is_latest"),
            sqlite_where=text("is_latest"),
        ),
        Index("ix_bed_report_ward", "ward_id", "counted_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ward_id: Mapped[str] = mapped_column(ForeignKey("ward.ward_id"))
    source: Mapped[BedSource] = mapped_column(words(BedSource))
    counted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    staffed: Mapped[int]
    occupied: Mapped[int]
    closed: Mapped[int | None]
    cleaning: Mapped[int | None]
    outliers: Mapped[int | None]
    expected_arrivals: Mapped[int | None]
    expected_discharges: Mapped[int | None]
    is_open: Mapped[bool] = mapped_column(default=True)
    is_latest: Mapped[bool]
    import_id: Mapped[str | None] = mapped_column(ForeignKey("import.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    unit_id: Mapped[str | None] = mapped_column(Slug)
