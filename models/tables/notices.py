"""Meddelanden: what somebody is told (the inbox reads these), and its ways out, SMS and e-mail."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.db import Base, JsonDocument, UtcDateTime, words
from models.tables.directory import Slug
from models.tables.outbox import MessageState
from routing.urgency import Channel


class NoticeKind(StrEnum):
    """Vad meddelandet handlar om; the value names its folder in templates/messages."""

    ALERT = "alert"
    REQUESTER_TOLD = "requester_told"
    NOT_JOINED = "not_joined"
    CALL_BACK_PROMISED = "callback_promised"
    HANDOVER_IN = "handover_in"
    HANDOVER_OUT = "handover_out"
    SHIFT_CHANGED = "shift_changed"
    FORWARDED_TO_YOU = "forwarded_to_you"
    UNANSWERED = "unanswered"
    OUTCOME_REMINDER = "outcome_reminder"
    OUTCOME_LIST = "outcome_list"
    REFUSALS_WEEK = "refusals_week"
    PROVIDER_OUTAGE = "provider_outage"
    PROVIDER_BACK = "provider_back"
    SMS_REPLY = "sms_reply"
    PATIENT_TO_YOU = "patient_to_you"
    PATIENT_NOT_TO_YOU = "patient_not_to_you"
    WARD_ASKED = "ward_asked"
    ADMISSION_ACCEPTED = "admission_accepted"
    ADMISSION_BACK = "admission_back"
    RESERVATION_ENDS = "reservation_ends"
    ADMISSION_CHANGED = "admission_changed"
    RADIOLOGY_BOOKED = "radiology_booked"
    RADIOLOGY_CHANGED = "radiology_changed"
    RADIOLOGY_REFUSED = "radiology_refused"
    TAKEN_BACK = "taken_back"


class NoticeRow(Base):
    """One thing told to one person, account or unit; exactly one of the three is set.

    ``key`` makes it told once, e.g. ``handover:<rota>:<moment>:<person>``. ``values`` are what the
    templates need: codes, ids and moments, never a patient.
    """

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_person", "person_id", "created_at"),
        Index("ix_notice_account", "account_id", "created_at"),
        Index("ix_notice_unit", "unit_id", "created_at"),
        # How many are unread is asked for every page, and most are read.
        *(
            Index(
                f"ix_notice_unread_{whose}",
                f"{whose}_id",
                postgresql_where=text("read_at IS NULL"),
                sqlite_where=text("read_at IS NULL"),
            )
            for whose in ("person", "account", "unit")
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    key: Mapped[str] = mapped_column(String(160), unique=True)
    kind: Mapped[NoticeKind] = mapped_column(words(NoticeKind))
    person_id: Mapped[str | None] = mapped_column(Slug, ForeignKey("person.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    unit_id: Mapped[str | None] = mapped_column(Slug, ForeignKey("care_unit.id"))
    request_id: Mapped[str | None] = mapped_column(ForeignKey("care_request.id"), index=True)
    attempt_id: Mapped[str | None] = mapped_column(ForeignKey("attempt.id"))
    values: Mapped[dict[str, Any]] = mapped_column(JsonDocument, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DeliveryState(StrEnum):
    """Vad som är känt om ett utskicks väg: a message the provider took has not been delivered."""

    UNKNOWN = "okant"
    ON_ITS_WAY = "pa_vag"
    DELIVERED = "framme"
    UNDELIVERED = "gick_inte_fram"


class DeliveryRow(Base):
    """Ett utskick: a notice on its way to one address by one channel (SMS or e-mail).

    ``state`` is ours (as in the outbox), ``delivery`` what the provider has reported.
    """

    __tablename__ = "delivery"
    __table_args__ = (Index("ix_delivery_due", "state", "next_attempt_at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    notice_id: Mapped[str] = mapped_column(ForeignKey("notice.id"), index=True)
    channel: Mapped[Channel] = mapped_column(words(Channel))
    address: Mapped[str] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(2), default="sv")
    state: Mapped[MessageState] = mapped_column(words(MessageState))
    delivery: Mapped[DeliveryState] = mapped_column(words(DeliveryState))
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_attempt_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    deadline_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    provider_id: Mapped[str | None] = mapped_column(String(64), index=True)
    last_error: Mapped[str | None] = mapped_column(String(200))


class ProviderOutageRow(Base):
    """Driftstörning hos teleoperatören: from when until when; ``ended_at`` NULL while it lasts."""

    __tablename__ = "provider_outage"

    id: Mapped[int] = mapped_column(primary_key=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    noticed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
