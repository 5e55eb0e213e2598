"""What the clinic forgets between two tests."""

from models.care_request import (
    AttemptRow,
    CareRequestRow,
    IdempotencyKeyRow,
    OutcomeRow,
    RequestEventRow,
)
from models.incoming import IncomingCallRow, PinRow, PinTryRow
from models.notices import DeliveryRow, NoticeRow, ProviderOutageRow
from models.outbox import HeartbeatRow, OutboxMessageRow

# In an order in which rows may be deleted.
CONTACT_TABLES = (
    DeliveryRow,
    NoticeRow,
    ProviderOutageRow,
    IncomingCallRow,
    PinTryRow,
    PinRow,
    OutcomeRow,
    IdempotencyKeyRow,
    OutboxMessageRow,
    RequestEventRow,
    AttemptRow,
    CareRequestRow,
    HeartbeatRow,
)
