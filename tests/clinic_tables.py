"""What the clinic forgets between two tests."""

from models.logs.limits_met import LimitMetRow
from models.tables.accounts import SignInCountRow
from models.tables.admissions import AdmissionEventRow, AdmissionRow, WardAnswerRow
from models.tables.beds import BedReportRow
from models.tables.contacts import (
    AttemptRow,
    CareRequestRow,
    IdempotencyKeyRow,
    OutcomeRow,
    RequestEventRow,
)
from models.tables.decisions import DecisionEventRow, DecisionRow
from models.tables.imports import FollowUpRow, ImportRow
from models.tables.incoming import IncomingCallRow, PinRow, PinTryRow
from models.tables.notices import DeliveryRow, NoticeRow, ProviderOutageRow
from models.tables.outbox import HeartbeatRow, OutboxMessageRow
from models.tables.radiology import BookingEventRow, BookingRow, RadiologyHourRow
from models.tables.undo import UndoStepRow

# In an order in which rows may be deleted.
CONTACT_TABLES = (
    UndoStepRow,
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
