"""Direktinläggning: the admission, the wards that were asked, and all that happened."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.db import Base, JsonDocument, UtcDateTime, words
from models.tables.directory import Slug
from routing.admission import (
    AdmissionEvent,
    AdmissionStatus,
    RefusalReason,
    Standing,
    TransportMode,
    WardReply,
)


class AdmissionRow(Base):
    """En direktinläggning, of one decision in an acute contact. Holds no patient identity.

    ``plan`` are the wards to be asked, frozen when they begin to be asked (NULL before). ``round``
    counts how many times that has begun, from 1. ``ward_id`` is the ward that keeps a bed;
    ``placed_ward_id`` where the patient lies at last. ``checklist`` is what the ward must know,
    with the questions as they stood then. ``transport`` is how the patient set off, NULL until they
    have. ``check_at``: when the worker must look at it next; NULL when it waits for nobody.
    """

    __tablename__ = "admission"
    __table_args__ = (
        # What is kept or has come to a ward is counted for every promise of a bed.
        Index(
            "ix_admission_ward",
            "ward_id",
            "status",
            postgresql_where=text("ward_id IS NOT NULL"),
            sqlite_where=text("ward_id IS NOT NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    decision_id: Mapped[str] = mapped_column(ForeignKey("decision.id"), unique=True)
    request_id: Mapped[str] = mapped_column(ForeignKey("care_request.id"), index=True)
    status: Mapped[AdmissionStatus] = mapped_column(words(AdmissionStatus))
    specialty: Mapped[str | None] = mapped_column(Slug)
    municipality: Mapped[str] = mapped_column(String(4))
    plan: Mapped[dict[str, Any] | None] = mapped_column(JsonDocument)
    round: Mapped[int] = mapped_column(default=0)
    ward_id: Mapped[str | None] = mapped_column(ForeignKey("ward.ward_id"))
    is_over_occupancy: Mapped[bool] = mapped_column(default=False)
    placed_ward_id: Mapped[str | None] = mapped_column(Slug)
    transport: Mapped[TransportMode | None] = mapped_column(words(TransportMode))
    eta_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    checklist: Mapped[list[dict[str, Any]]] = mapped_column(JsonDocument, default=list)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reserved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reserved_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    warned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    arrived_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    check_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)

    @property
    def standing(self) -> Standing:
        """Where it stands, as the rules read it."""
        return Standing(self.status, self.transport is not None)

    @property
    def patient_in(self) -> str | None:
        """The ward where the patient lies; None while they are in none."""
        if self.status is AdmissionStatus.ARRIVED:
            return self.ward_id
        return self.placed_ward_id if self.status is AdmissionStatus.PLACED_ELSEWHERE else None


class WardAnswerRow(Base):
    """Vad en avdelning svarade: one row for each answer, so that refusals are data."""

    __tablename__ = "ward_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    admission_id: Mapped[str] = mapped_column(ForeignKey("admission.id"), index=True)
    attempt_id: Mapped[str | None] = mapped_column(ForeignKey("attempt.id"), unique=True)
    ward_id: Mapped[str] = mapped_column(Slug)
    round: Mapped[int]
    reply: Mapped[WardReply] = mapped_column(words(WardReply))
    reason: Mapped[RefusalReason | None] = mapped_column(words(RefusalReason))
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AdmissionEventRow(Base):
    """En händelse i en direktinläggning: append-only; exports and statistics read these."""

    __tablename__ = "admission_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    admission_id: Mapped[str] = mapped_column(ForeignKey("admission.id"), index=True)
    event: Mapped[AdmissionEvent] = mapped_column(words(AdmissionEvent))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    ward_id: Mapped[str | None] = mapped_column(Slug)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    unit_id: Mapped[str | None] = mapped_column(Slug)
    detail: Mapped[dict[str, Any]] = mapped_column(JsonDocument, default=dict)
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ChecklistItemRow(Base):
    """En fråga i checklistan om vad avdelningen måste veta; the region's own, in its order.

    ``spoken`` is how an answer is said in the ward's phone, with ``{svar}`` for the answer; empty
    for what is only read. ``silent_at`` are the answers that need not be said.
    """

    __tablename__ = "checklist_item"

    key: Mapped[str] = mapped_column(Slug, primary_key=True)
    position: Mapped[int]
    question: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(20))
    choices: Mapped[list[str]] = mapped_column(JsonDocument, default=list)
    is_required: Mapped[bool]
    is_active: Mapped[bool] = mapped_column(default=True)
    spoken: Mapped[str] = mapped_column(String(120), default="", server_default="")
    silent_at: Mapped[list[str]] = mapped_column(JsonDocument, default=list, server_default="[]")
