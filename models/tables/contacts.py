"""Ärendet: the contact, the attempts to reach somebody, what came of it, and all that happened."""

import re
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.db import Base, JsonDocument, UtcDateTime, words
from models.tables.directory import Slug
from routing.lifecycle import AttemptState, RequestEvent, RequestStatus
from routing.live_limits import RINGS
from routing.outcome import DeclineReason, PlanBefore, ResultAfter, Side
from routing.types import ContactPath, OnCallTier, PhoneKind, RequesterRole
from routing.urgency import PatientUrgency

LIVING = "status IN ('{}')".format("', '".join(sorted(RINGS)))
"""The few contacts that ring just now, as SQL; statements and the index below say it alike."""

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)


def is_id(text: str) -> bool:
    """Whether this may be the id of a contact or an attempt; not every database takes any text."""
    return _ID.fullmatch(text) is not None


class CallMode(StrEnum):
    """Hur remittenten vill nå fram: both legs bridged, dialling the number themselves, or having
    rung our one number."""

    RING_ME = "ring_upp_mig"
    SELF_DIAL = "jag_ringer_sjalv"
    CALLED_IN = "ringde_in"


class CareRequestRow(Base):
    """Ett ärende. ``plan`` is frozen at creation. Holds no patient identity.

    ``unanswered_at``: since when it is an obesvarad, that is: nobody answered, and no unit has
    dealt with it yet; NULL for all others. ``models.logs.contacts`` keeps it.
    ``check_at``: when the worker must look at it next; NULL when it waits for nobody.
    """

    __tablename__ = "care_request"
    __table_args__ = (
        # What lives already is counted for every new contact: a handful among all there have been.
        Index(
            "ix_care_request_living",
            "created_at",
            postgresql_where=text(LIVING),
            sqlite_where=text(LIVING),
        ),
        # Every open page counts what waits, a handful among all there have been.
        Index(
            "ix_care_request_unanswered",
            "unanswered_at",
            postgresql_where=text("unanswered_at IS NOT NULL"),
            sqlite_where=text("unanswered_at IS NOT NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    case_code: Mapped[str] = mapped_column(String(12), unique=True)
    path: Mapped[ContactPath] = mapped_column(words(ContactPath))
    status: Mapped[RequestStatus] = mapped_column(words(RequestStatus))
    mode: Mapped[CallMode] = mapped_column(words(CallMode))
    requester_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    requester_role: Mapped[RequesterRole] = mapped_column(words(RequesterRole))
    requester_unit_id: Mapped[str | None] = mapped_column(Slug)
    requester_person_id: Mapped[str | None] = mapped_column(Slug)
    requester_number: Mapped[str | None] = mapped_column(String(20))
    specialty: Mapped[str | None] = mapped_column(Slug)
    municipality: Mapped[str] = mapped_column(String(4))
    unit_id: Mapped[str | None] = mapped_column(Slug)
    age_band: Mapped[str | None] = mapped_column(String(20))
    sex: Mapped[str | None] = mapped_column(String(10))
    urgency: Mapped[PatientUrgency | None] = mapped_column(words(PatientUrgency))
    situation: Mapped[str] = mapped_column(Text, default="")
    background: Mapped[str] = mapped_column(Text, default="")
    assessment: Mapped[str] = mapped_column(Text, default="")
    recommendation: Mapped[str] = mapped_column(Text, default="")
    plan_before: Mapped[PlanBefore | None] = mapped_column(words(PlanBefore))
    plan: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    promise_seconds: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    unanswered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    check_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    continued_from_id: Mapped[str | None] = mapped_column(ForeignKey("care_request.id"), index=True)


class AttemptRow(Base):
    """Ett försök att nå en telefon: the requester's own (step 0), a responder's, that of a third
    party (step 0) asked into the talk, or that of a ward asked for a bed (``admission_id``).

    ``round`` (varv) counts from 1. ``forwarded_from`` is who would have been rung, had they not
    forwarded their calls. ``call_back_at``: when a promised call-back is due. ``confirmed_at``:
    when it was known that a person, and no voicemail box, holds the phone of one who said yes.
    ``accepted_at`` is a yes that stands: one that came to nothing is in the log alone.
    ``picked_up_at``: when the phone was last lifted, by whatever answers it.
    ``waited_at``: when it last waited alone in the common room.
    ``is_dictating``: whether a requester says SBAR just now; NULL before it was offered.
    """

    __tablename__ = "attempt"
    __table_args__ = (
        # What rings at a unit is asked by every open page, and for every promise of a bed.
        Index("ix_attempt_unit_id", "unit_id", "started_at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    request_id: Mapped[str] = mapped_column(ForeignKey("care_request.id"), index=True)
    side: Mapped[Side] = mapped_column(words(Side))
    step_order: Mapped[int]
    line_id: Mapped[str | None] = mapped_column(Slug)
    unit_id: Mapped[str | None] = mapped_column(Slug)
    tier: Mapped[OnCallTier | None] = mapped_column(words(OnCallTier))
    person_id: Mapped[str | None] = mapped_column(Slug, index=True)
    number: Mapped[str] = mapped_column(String(20), index=True)
    ring_seconds: Mapped[int]
    state: Mapped[AttemptState] = mapped_column(words(AttemptState))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    gives_up_at: Mapped[datetime] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    accepted_in: Mapped[str | None] = mapped_column(String(10))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    picked_up_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    connected_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    waited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    prompts: Mapped[int] = mapped_column(default=0)
    round: Mapped[int] = mapped_column(default=1, server_default="1")
    phone: Mapped[PhoneKind | None] = mapped_column(words(PhoneKind))
    forwarded_from: Mapped[str | None] = mapped_column(Slug)
    decline_reason: Mapped[DeclineReason | None] = mapped_column(words(DeclineReason))
    call_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    admission_id: Mapped[str | None] = mapped_column(ForeignKey("admission.id"), index=True)
    is_dictating: Mapped[bool | None]
    provider_call_id: Mapped[str | None] = mapped_column(String(64), unique=True)


class RequestEventRow(Base):
    """En händelse: append-only; the source of the log, the exports and the statistics.
    ``taken_back_at``: when whoever did it undid it (ångrade); it counts no longer."""

    __tablename__ = "request_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(ForeignKey("care_request.id"), index=True)
    attempt_id: Mapped[str | None] = mapped_column(ForeignKey("attempt.id"))
    event: Mapped[RequestEvent] = mapped_column(words(RequestEvent))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    unit_id: Mapped[str | None] = mapped_column(Slug)
    detail: Mapped[dict[str, Any]] = mapped_column(JsonDocument, default=dict)
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class OutcomeRow(Base):
    """Utfall och värde, one per side. ``value`` and ``understanding`` 1–5 or NULL."""

    __tablename__ = "outcome"
    __table_args__ = (UniqueConstraint("request_id", "side"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(ForeignKey("care_request.id"))
    side: Mapped[Side] = mapped_column(words(Side))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    result: Mapped[ResultAfter | None] = mapped_column(words(ResultAfter))
    value: Mapped[int | None]
    understanding: Mapped[int | None]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class IdempotencyKeyRow(Base):
    """The same key from the same account is the same contact, whatever the network did."""

    __tablename__ = "idempotency_key"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    request_id: Mapped[str] = mapped_column(ForeignKey("care_request.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
