"""En direktinläggning as pages and the API show it: frozen values, read by
``models.reads.admissions``."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.sealed import Sealed
from routing.admission import (
    IN_WARD,
    OVER,
    AdmissionEvent,
    AdmissionStatus,
    RefusalReason,
    Standing,
    TransportMode,
    WardReply,
)
from routing.lifecycle import OPEN_STATES, AttemptState
from routing.outcome import Side
from routing.plan import Plan
from routing.types import RequesterRole
from routing.urgency import PatientUrgency


@dataclass(frozen=True, slots=True)
class WardCall:
    """A ward's phone that was rung."""

    ward_id: str
    state: AttemptState
    started_at: datetime
    ring_seconds: int
    round: int

    @property
    def is_open(self) -> bool:
        """Nothing has come of it yet."""
        return self.state in OPEN_STATES


@dataclass(frozen=True, slots=True)
class WardAnswer:
    """What a ward said, or that it said nothing."""

    ward_id: str
    round: int
    reply: WardReply
    reason: RefusalReason | None
    note: Sealed
    at: datetime


@dataclass(frozen=True, slots=True)
class ChecklistAnswer:
    """A question of the checklist as it stood then; ``answer`` None where it is not known."""

    key: str
    question: str
    kind: str
    answer: Sealed | None


@dataclass(frozen=True, slots=True)
class AdmissionEventView:
    """One line of the admission's log; ``detail`` holds codes and ids only. ``taken_back_at``: when
    whoever did it undid it (ångrade)."""

    event: AdmissionEvent
    at: datetime
    ward_id: str | None
    unit_id: str | None
    detail: Mapping[str, Any]
    taken_back_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AskedContact:
    """What a ward needs of the contact: who asks, where to phone back, and what was told."""

    id: str
    case_code: str
    requester_id: int
    requester_name: str
    requester_role: RequesterRole
    requester_unit_id: str | None
    requester_number: str | None
    urgency: PatientUrgency | None
    age_band: str | None
    sex: str | None
    situation: Sealed
    background: Sealed
    assessment: Sealed
    recommendation: Sealed
    answered_at: datetime | None
    answered_by: str | None
    answered_number: str | None


@dataclass(frozen=True, slots=True)
class AdmissionView:
    """One direct admission; ``calls`` and ``answers`` of all rounds, the oldest first.

    ``note`` is what was written to the wards; ``proposed_by`` which side of the talk made it.
    ``had_patient`` are the wards the patient was placed in, also those they have left since.
    """

    id: str
    decision_id: str
    contact: AskedContact
    status: AdmissionStatus
    specialty: str | None
    municipality: str
    plan: Plan | None
    round: int
    ward_id: str | None
    is_over_occupancy: bool
    placed_ward_id: str | None
    had_patient: frozenset[str]
    transport: TransportMode | None
    eta_at: datetime | None
    checklist: tuple[ChecklistAnswer, ...]
    note: Sealed
    proposed_by: Side
    created_at: datetime
    asked_at: datetime | None
    reserved_at: datetime | None
    reserved_until: datetime | None
    warned_at: datetime | None
    arrived_at: datetime | None
    ended_at: datetime | None
    calls: tuple[WardCall, ...]
    answers: tuple[WardAnswer, ...]

    @property
    def request_id(self) -> str:
        """The contact it comes of."""
        return self.contact.id

    @property
    def standing(self) -> Standing:
        """Where it stands, as the rules read it."""
        return Standing(self.status, self.transport is not None)

    @property
    def is_over(self) -> bool:
        """Nothing more happens to it."""
        return self.status in OVER

    @property
    def said_yes(self) -> frozenset[str]:
        """Every ward that has said yes once, also one whose yes no longer holds."""
        return frozenset(one.ward_id for one in self.answers if one.reply is WardReply.ACCEPTED)

    @property
    def ringing(self) -> tuple[WardCall, ...]:
        """The wards' phones that ring now."""
        if self.status is not AdmissionStatus.ASKED:
            return ()
        return tuple(one for one in self.calls if one.is_open and one.round == self.round)

    @property
    def asked_wards(self) -> frozenset[str]:
        """Every ward that has been asked, in any round."""
        return frozenset(one.ward_id for one in self.calls)

    @property
    def lies_in(self) -> str | None:
        """The ward that keeps a bed, or where the patient lies."""
        return self.placed_ward_id or self.ward_id

    @property
    def patient_in(self) -> str | None:
        """The ward where the patient lies; None while they are in none."""
        return self.lies_in if self.status in IN_WARD else None

    def last_answer(self, ward_id: str) -> WardAnswer | None:
        """What a ward said last."""
        return next((one for one in reversed(self.answers) if one.ward_id == ward_id), None)

    def last_call(self, ward_id: str) -> WardCall | None:
        """When a ward's phone was rung last."""
        return next((one for one in reversed(self.calls) if one.ward_id == ward_id), None)
