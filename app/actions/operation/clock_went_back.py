"""Time that runs backwards holds nobody: what waits is moved back as far as the clock has gone.

A demonstration is started again with an earlier clock, or a machine's clock is set right. What then
is to be done "at 10:00:20" would wait until it is that late again. How far the clock has gone back
is seen in what has happened already: that cannot lie ahead of now. All that a contact waits for is
moved back by as much, so that the waits are as long as they were and nothing changes place.

What people were told by the clock on the wall stands: how long a bed is kept, until when somebody
may not be disturbed. The log is never changed.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, or_, select, update
from sqlalchemy.orm import Session, sessionmaker

from models.db import Base, transaction
from models.logs.contacts import lock_request
from models.snapshot import bump_version
from models.tables.admissions import AdmissionRow
from models.tables.contacts import AttemptRow, CareRequestRow
from models.tables.incoming import PinTryRow
from models.tables.notices import DeliveryRow, ProviderOutageRow
from models.tables.outbox import MessageState, OutboxMessageRow
from models.tables.preferences import AwayRow
from models.tables.rotas import ShiftChangeRow
from notifications.delivery_record import DELAYS
from notifications.retry import pause_after
from routing.admission import AdmissionStatus
from routing.calendar import whole_minute
from routing.lifecycle import OPEN_STATES, RequestStatus
from routing.outcome import Side
from routing.rota import ShiftSource

log = logging.getLogger(__name__)

# Clocks of several machines differ by less than this.
TOLERANCE: Final = timedelta(seconds=1)

# Contacts made longer ago wait for nobody.
LONGEST_CONTACT: Final = timedelta(days=2)

_UNSENT: Final = (MessageState.PENDING, MessageState.SENDING)

# Whose answer has not come: how long that takes is counted from when they were made.
_SOUGHT: Final = frozenset(
    {
        RequestStatus.CALLING_REQUESTER,
        RequestStatus.HUNTING,
        RequestStatus.CALL_BACK_PROMISED,
        RequestStatus.SELF_DIALLING,
    }
)
_OF_ATTEMPT: Final = (
    "started_at",
    "accepted_at",
    "confirmed_at",
    "connected_at",
    "waited_at",
    "ended_at",
)
_OF_MESSAGE: Final = ("created_at", "next_attempt_at", "expires_at", "deadline_at")


class ClockWatch:
    """Whether the clock shows less than it has shown; nobody knows before the first look.

    Safe between threads: one looks at a time, so that none is late with what it has read.
    """

    def __init__(self) -> None:
        self._latest: datetime | None = None
        self._lock = threading.Lock()

    def has_gone_back(self, clock: Callable[[], datetime]) -> bool:
        """Whether waits may have to be moved back; said once each time."""
        with self._lock:
            at, latest = clock(), self._latest
            gone_back = latest is None or at < latest - TOLERANCE
            self._latest = at if latest is None or gone_back else max(latest, at)
            return gone_back

    def forget(self) -> None:
        """The waits could not be moved: the next look says it again."""
        with self._lock:
            self._latest = None


def move_waits_back(sessions: sessionmaker[Session], *, clock: Callable[[], datetime]) -> int:
    """Move back what lies too far ahead, one transaction per contact; returns how many contacts,
    messages and other things that were. Doing it again changes nothing."""
    with sessions() as session:
        waiting = select(CareRequestRow.id).where(_may_wait(clock()))
        request_ids = session.scalars(waiting).all()
    count = sum(_move_contact(sessions, request_id, clock=clock) for request_id in request_ids)
    with sessions() as session, transaction(session):
        at = clock()
        count += _move_deliveries(session, at=at)
        count += _move_the_rest(session, at=at)
        session.commit()
    if count:
        log.warning("the clock has gone back: waits were moved", extra={"moved": count})
    return count


def _may_wait(at: datetime) -> ColumnElement[bool]:
    """Contacts somebody waits in, of which something has happened in a time that has not come."""
    ahead = at + TOLERANCE
    tried = exists().where(
        AttemptRow.request_id == CareRequestRow.id,
        or_(AttemptRow.started_at > ahead, AttemptRow.ended_at > ahead),
    )
    asks_wards = exists().where(
        AdmissionRow.request_id == CareRequestRow.id, AdmissionRow.status == AdmissionStatus.ASKED
    )
    is_open = or_(
        CareRequestRow.ended_at.is_(None), CareRequestRow.check_at.is_not(None), asks_wards
    )
    is_ahead = or_(CareRequestRow.created_at > ahead, CareRequestRow.answered_at > ahead, tried)
    return and_(CareRequestRow.created_at > at - LONGEST_CONTACT, is_open, is_ahead)


def _move_contact(
    sessions: sessionmaker[Session], request_id: str, *, clock: Callable[[], datetime]
) -> bool:
    with sessions() as session, transaction(session):
        request = lock_request(session, request_id)
        if request is None:
            return False
        at = clock()  # once it is locked, nobody else can have written anything later
        attempts = _attempts_of(session, request_id)
        happened = [request.answered_at, *_moments(attempts, _OF_ATTEMPT)]
        if request.status in _SOUGHT:
            happened.append(request.created_at)
        back = max((moment for moment in happened if moment), default=at) - at
        if back <= TOLERANCE:
            return False
        _shift([request], ("answered_at", "ended_at", "check_at"), back)
        if request.status in _SOUGHT:
            _shift([request], ("created_at",), back)
        _shift(attempts, (*_OF_ATTEMPT, "gives_up_at", "call_back_at"), back)
        _move_messages(session, request_id, back, at=at)
        _move_admissions(session, request_id, back)
        session.commit()
    return True


def _attempts_of(session: Session, request_id: str) -> Sequence[AttemptRow]:
    """Not the wards that have answered: how long it took them is counted from when they were
    asked."""
    is_ward = AttemptRow.side == Side.WARD
    return session.scalars(
        select(AttemptRow).where(
            AttemptRow.request_id == request_id,
            or_(~is_ward, AttemptRow.state.in_(OPEN_STATES)),
        )
    ).all()


def _move_messages(session: Session, request_id: str, back: timedelta, *, at: datetime) -> None:
    messages = session.scalars(
        select(OutboxMessageRow)
        .where(OutboxMessageRow.request_id == request_id, OutboxMessageRow.state.in_(_UNSENT))
        .with_for_update()
    ).all()
    _shift(messages, _OF_MESSAGE, back)
    for message in messages:
        if message.tries:
            latest = at + pause_after(message.tries)
            message.next_attempt_at = min(message.next_attempt_at, latest)


def _move_admissions(session: Session, request_id: str, back: timedelta) -> None:
    """Only while wards are asked: a bed is kept until the moment that was told."""
    asked = session.scalars(
        select(AdmissionRow)
        .where(AdmissionRow.request_id == request_id, AdmissionRow.status == AdmissionStatus.ASKED)
        .with_for_update()
    ).all()
    _shift(asked, ("check_at",), back)


def _move_deliveries(session: Session, *, at: datetime) -> int:
    """Text messages and mail: each by as much as it lies ahead."""
    waiting = session.scalars(
        select(DeliveryRow)
        .where(DeliveryRow.state.in_(_UNSENT), DeliveryRow.next_attempt_at > at)
        .with_for_update(skip_locked=True)
    ).all()
    return sum(_move_delivery(delivery, at=at) for delivery in waiting)


def _move_delivery(delivery: DeliveryRow, *, at: datetime) -> bool:
    back = delivery.created_at - at
    if back > TOLERANCE:
        _shift([delivery], _OF_MESSAGE, back)
    if delivery.tries:
        latest = at + pause_after(delivery.tries, delays=DELAYS[delivery.channel])
        delivery.next_attempt_at = min(delivery.next_attempt_at, latest)
    return back > TOLERANCE


def _move_the_rest(session: Session, *, at: datetime) -> int:
    """What is counted from a moment that has not come: a lock-out, an outage; and what was to hold
    from the moment it was said: "inte nu", a take-over."""
    ahead = at + TOLERANCE
    moved = 0
    for changed in (
        update(PinTryRow).where(PinTryRow.at > ahead).values(at=at),
        update(ProviderOutageRow)
        .where(ProviderOutageRow.ended_at.is_(None), ProviderOutageRow.noticed_at > ahead)
        .values(noticed_at=at, started_at=at),
    ):
        moved += session.connection().execute(changed).rowcount
    of_directory = 0
    for begun in (
        update(AwayRow).where(AwayRow.made_at > ahead, AwayRow.starts_at <= AwayRow.made_at),
        update(ShiftChangeRow).where(
            ShiftChangeRow.made_at > ahead,
            ShiftChangeRow.source == ShiftSource.TAKE_OVER,
            ShiftChangeRow.starts_at <= ShiftChangeRow.made_at,
        ),
    ):
        at_once = begun.values(starts_at=whole_minute(at), made_at=at)
        of_directory += session.connection().execute(at_once).rowcount
    if of_directory:
        bump_version(session, at=at)
    return moved + of_directory


def _moments(rows: Iterable[Base], names: Sequence[str]) -> Iterator[datetime | None]:
    for row in rows:
        for name in names:
            yield getattr(row, name)


def _shift(rows: Iterable[Base], names: Sequence[str], back: timedelta) -> None:
    for row in rows:
        for name in names:
            moment: datetime | None = getattr(row, name)
            if moment is not None:
                setattr(row, name, moment - back)
