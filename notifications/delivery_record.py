"""Records what became of a delivery: what came of sending it, and what its provider reports later.

An alert leaves its trace in the contact's log, and one that cannot reach anybody holds the call
back no longer.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.db import start_writing
from models.logs.contacts import Happening, lock_request, write
from models.tables.contacts import AttemptRow
from models.tables.notices import DeliveryRow, DeliveryState, NoticeKind, NoticeRow
from models.tables.outbox import MessageState
from notifications.channels.base import TextProgress
from notifications.outbox import hurry_calls
from notifications.retry import MAIL_DELAYS, TEXT_DELAYS, next_attempt_at
from routing.lifecycle import RequestEvent
from routing.urgency import Channel

DELAYS = {Channel.SMS: TEXT_DELAYS, Channel.EMAIL: MAIL_DELAYS}

_STATE = {
    TextProgress.UNDER_WAY: DeliveryState.ON_ITS_WAY,
    TextProgress.DELIVERED: DeliveryState.DELIVERED,
    TextProgress.UNDELIVERED: DeliveryState.UNDELIVERED,
}

# Reports come late and in any order: a delivery only ever moves forwards in this row. The last
# wins over the one before it, since a message that went out twice has arrived if either has.
_FORWARDS = (
    DeliveryState.UNKNOWN,
    DeliveryState.ON_ITS_WAY,
    DeliveryState.UNDELIVERED,
    DeliveryState.DELIVERED,
)


@dataclass(frozen=True, slots=True)
class Sent:
    """The provider, or the mail server, took it."""

    provider_id: str | None


@dataclass(frozen=True, slots=True)
class Postponed:
    """It failed for the moment."""

    code: str


@dataclass(frozen=True, slots=True)
class Refused:
    """It failed for good."""

    code: str


Outcome = Sent | Postponed | Refused


@dataclass(frozen=True, slots=True)
class Report:
    """What a provider says of a text message it took; ``code`` is why it did not arrive."""

    provider_id: str
    progress: TextProgress
    code: str = ""


@dataclass(frozen=True, slots=True)
class _Locked:
    """A delivery with its notice; its contact is locked too, and before it."""

    session: Session
    delivery: DeliveryRow
    notice: NoticeRow
    at: datetime


def record_sending(session: Session, delivery_id: str, outcome: Outcome, *, at: datetime) -> None:
    """One transaction. Does nothing when the delivery is not being sent any more."""
    found = _lock(session, delivery_id, at=at)
    if found is None or found.delivery.state is not MessageState.SENDING:
        session.rollback()
        return
    delivery = found.delivery
    delivery.deadline_at = None
    match outcome:
        case Sent(provider_id):
            delivery.state = MessageState.SENT
            delivery.sent_at = at
            delivery.provider_id = delivery.provider_id or provider_id
            _log(found, RequestEvent.ALERT_SENT)
        case Postponed(code):
            delivery.last_error = code
            again = next_attempt_at(
                delivery.tries,
                at=at,
                expires_at=delivery.expires_at,
                delays=DELAYS[delivery.channel],
            )
            if again is None:
                _refuse(found, code)
            else:
                delivery.state = MessageState.PENDING
                delivery.next_attempt_at = again
                _let_it_ring(found)
        case Refused(code):
            _refuse(found, code)
    session.commit()


def record_report(session: Session, delivery_id: str, report: Report, *, at: datetime) -> bool:
    """One transaction; False when there is no such delivery. Repeats and stragglers do nothing."""
    found = _lock(session, delivery_id, at=at)
    if found is None:
        session.rollback()
        return False
    delivery, state = found.delivery, _STATE[report.progress]
    if _FORWARDS.index(state) <= _FORWARDS.index(delivery.delivery):
        session.rollback()
        return True
    delivery.delivery = state
    delivery.provider_id = delivery.provider_id or report.provider_id
    if state is DeliveryState.DELIVERED:
        delivery.delivered_at = at
        _log(found, RequestEvent.ALERT_DELIVERED)
    if state is DeliveryState.UNDELIVERED:
        delivery.last_error = report.code or None
        _log(found, RequestEvent.ALERT_FAILED, code=report.code)
        _let_it_ring(found)
    session.commit()
    return True


def _lock(session: Session, delivery_id: str, *, at: datetime) -> _Locked | None:
    """In the order everybody locks: the contact first."""
    start_writing(session)
    notice = session.scalar(_NOTICE, {"id": delivery_id})
    if notice is None:
        return None
    if notice.kind is NoticeKind.ALERT and notice.request_id is not None:
        lock_request(session, notice.request_id)
    delivery = session.get_one(
        DeliveryRow, delivery_id, with_for_update=True, populate_existing=True
    )
    return _Locked(session, delivery, notice, at)


_NOTICE = (
    select(NoticeRow)
    .join(DeliveryRow, DeliveryRow.notice_id == NoticeRow.id)
    .where(DeliveryRow.id == bindparam("id"))
)


def _refuse(found: _Locked, code: str) -> None:
    found.delivery.state = MessageState.FAILED
    found.delivery.last_error = code
    _log(found, RequestEvent.ALERT_FAILED, code=code)
    _let_it_ring(found)


def _log(found: _Locked, event: RequestEvent, *, code: str = "") -> None:
    """In the log of the contact, when the notice is an alert; other notices are not about what
    happens to it."""
    notice = found.notice
    if notice.kind is not NoticeKind.ALERT or notice.request_id is None:
        return
    attempt = found.session.get(AttemptRow, notice.attempt_id) if notice.attempt_id else None
    detail = {"channel": found.delivery.channel.value} | ({"code": code} if code else {})
    write(
        found.session,
        notice.request_id,
        Happening(event, found.at, detail=detail),
        attempt=attempt,
    )


def _let_it_ring(found: _Locked) -> None:
    """No text message has reached them: the call waits for it no longer."""
    notice = found.notice
    if notice.kind is NoticeKind.ALERT and found.delivery.channel is Channel.SMS:
        hurry_calls(found.session, notice.attempt_id, at=found.at)
