"""Röntgen direkt från primärvården: examinations offered, capacity per hour, and bookings."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.db import Base, JsonDocument, UtcDateTime, words
from models.tables.directory import Slug
from routing.outcome import Side
from routing.radiology import (
    BookingEvent,
    BookingStatus,
    Modality,
    RadiologyRefusal,
    ResultTo,
)


class ExaminationRow(Base):
    """En undersökning som primärvården får boka direkt. ``preconditions`` are the questions that
    must be answered first (``[{"key": "kreatinin", "question": …, "kind": …}]``).
    """

    __tablename__ = "examination"

    code: Mapped[str] = mapped_column(Slug, primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    modality: Mapped[Modality] = mapped_column(words(Modality))
    preconditions: Mapped[list[dict[str, Any]]] = mapped_column(JsonDocument, default=list)
    note: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int]
    is_active: Mapped[bool] = mapped_column(default=True)


class RadiologyCapacityRow(Base):
    """Tider en vanlig vecka: how many examinations an hour, on which weekdays (0 is Monday), from
    and to which whole hour of the Stockholm day. Red days only where ``on_red_days``."""

    __tablename__ = "radiology_capacity"

    id: Mapped[str] = mapped_column(Slug, primary_key=True)
    site_id: Mapped[str] = mapped_column(ForeignKey("care_unit.id"), index=True)
    modality: Mapped[Modality] = mapped_column(words(Modality))
    weekdays: Mapped[list[int]] = mapped_column(JsonDocument)
    from_hour: Mapped[int]
    to_hour: Mapped[int]
    per_hour: Mapped[int]
    on_red_days: Mapped[bool]


class RadiologyHourRow(Base):
    """En timme som röntgen själv har ändrat: the capacity that holds instead of the usual one."""

    __tablename__ = "radiology_hour"

    site_id: Mapped[str] = mapped_column(ForeignKey("care_unit.id"), primary_key=True)
    modality: Mapped[Modality] = mapped_column(words(Modality), primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    capacity: Mapped[int]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class BookingRow(Base):
    """En bokad undersökning, of one decision in a contact. ``place`` is which of the hour's places
    it has, from 1: no two bookings that hold have the same, whoever asks at the same time.

    ``answers`` are the preconditions with their questions as they stood. ``result_number`` (E.164)
    is where the result is phoned to.
    """

    __tablename__ = "booking"
    __table_args__ = (
        Index(
            "ix_booking_place",
            "site_id",
            "modality",
            "starts_at",
            "place",
            unique=True,
            postgresql_where=text("place IS NOT NULL"),
            sqlite_where=text("place IS NOT NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    decision_id: Mapped[str] = mapped_column(ForeignKey("decision.id"), unique=True)
    request_id: Mapped[str] = mapped_column(ForeignKey("care_request.id"), index=True)
    status: Mapped[BookingStatus] = mapped_column(words(BookingStatus))
    examination: Mapped[str] = mapped_column(ForeignKey("examination.code"))
    site_id: Mapped[str] = mapped_column(ForeignKey("care_unit.id"))
    modality: Mapped[Modality] = mapped_column(words(Modality))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    place: Mapped[int | None]
    answers: Mapped[list[dict[str, Any]]] = mapped_column(JsonDocument, default=list)
    question: Mapped[str] = mapped_column(Text, default="")
    result_to: Mapped[ResultTo] = mapped_column(words(ResultTo))
    result_number: Mapped[str | None] = mapped_column(String(20))
    refusal: Mapped[RadiologyRefusal | None] = mapped_column(words(RadiologyRefusal))
    refusal_note: Mapped[str] = mapped_column(Text, default="")
    booked_by: Mapped[Side] = mapped_column(words(Side))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class BookingEventRow(Base):
    """En händelse i en bokning: append-only."""

    __tablename__ = "booking_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[str] = mapped_column(ForeignKey("booking.id"), index=True)
    event: Mapped[BookingEvent] = mapped_column(words(BookingEvent))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    unit_id: Mapped[str | None] = mapped_column(Slug)
    detail: Mapped[dict[str, Any]] = mapped_column(JsonDocument, default=dict)
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
