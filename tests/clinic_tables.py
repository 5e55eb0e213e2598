"""What the clinic forgets between two tests."""

from models.accounts import SignInCountRow
from models.admissions import AdmissionEventRow, AdmissionRow, WardAnswerRow
from models.care_request import (
    AttemptRow,
    CareRequestRow,
    IdempotencyKeyRow,
    OutcomeRow,
    RequestEventRow,
)
from models.decisions import DecisionEventRow, DecisionRow
from models.imports import FollowUpRow, ImportRow
from models.incoming import IncomingCallRow, PinRow, PinTryRow
from models.limits_met import LimitMetRow
from models.notices import DeliveryRow, NoticeRow, ProviderOutageRow
from models.outbox import HeartbeatRow, OutboxMessageRow
from models.radiology import BookingEventRow, BookingRow, RadiologyHourRow
from models.wards import BedReportRow

# In an order in which rows may be deleted.
CONTACT_TABLES = (
    DeliveryRow,
    NoticeRow,
    ProviderOutageRow,
    IncomingCallRow,
    SignInCountRow,
    LimitMetRow,
    PinTryRow,
    PinRow,
    OutcomeRow,
    IdempotencyKeyRow,
    OutboxMessageRow,
    RequestEventRow,
    FollowUpRow,
    BedReportRow,
    ImportRow,
    BookingEventRow,
    BookingRow,
    RadiologyHourRow,
    WardAnswerRow,
    AdmissionEventRow,
    AttemptRow,
    AdmissionRow,
    DecisionEventRow,
    DecisionRow,
    CareRequestRow,
    HeartbeatRow,
)
