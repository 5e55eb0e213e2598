"""Sends what is told, by text message and by mail: claim, commit, close – send – record.

One post for each channel, so that a slow mail server keeps no text message waiting, and neither of
them a call. A delivery that was claimed and never recorded (the process died) is *unknown*: if the
provider has reported of it, it was sent; else it is sent again. A mail has the same Message-ID each
time, and is seen as one; a text message may come twice, which is better than not at all.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, sessionmaker

from models.db import UtcDateTime, start_writing
from models.tables.contacts import AttemptRow
from models.tables.notices import DeliveryRow, DeliveryState, NoticeKind, NoticeRow
from models.tables.outbox import MessageState
from notifications.channels.base import PermanentFailure, TemporaryFailure
from notifications.delivery_record import Outcome, Postponed, Refused, Sent, record_sending
from notifications.language import Language
from notifications.wording import Reader
from routing.lifecycle import OPEN_STATES
from routing.urgency import Channel

log = logging.getLogger(__name__)

# Seconds a try may take before its row counts as unknown: a mail server may be slow at each of
# several questions.
SENDING_DEADLINE = 90

EXPIRED = "expired"
NO_WAY_OUT = "no way out"
NO_LONGER_SOUGHT = "no longer sought"


@dataclass(frozen=True, slots=True)
class Letter:
    """A claimed delivery, as values: what is to be said, where to, and until when."""

    delivery_id: str
    address: str
    kind: NoticeKind
    values: Mapping[str, Any]
    language: Language
    expires_at: datetime
    request_id: str | None


Carrier = Callable[[Letter, Reader], str | None]
"""Sends a letter; returns the provider's id of it, if it has any. Raises Temporary- or
PermanentFailure."""


@dataclass(frozen=True, slots=True)
class Post:
    """Sends what is due by one channel. Without a ``carrier`` (no mail server is set) nothing is
    sent: what is told stands in the inbox, and the delivery says why it went nowhere.

    ``site`` is our public address, without a slash at the end.
    """

    sessions: sessionmaker[Session]
    channel: Channel
    carrier: Carrier | None
    site: str
    clock: Callable[[], datetime]

    def send_next(self) -> bool:
        """Send the delivery that has waited longest; False when none is due."""
        letter = self._claim_next(self.clock())
        if letter is not None:
            self._deliver(letter)
        return letter is not None

    def _claim_next(self, at: datetime) -> Letter | None:
        """What is not to be sent any more is set aside on the way."""
        with self.sessions() as session:
            while True:
                start_writing(session)
                asked = {"channel": self.channel, "at": at}
                found = session.execute(_DUE, asked).one_or_none()
                if found is None:
                    session.rollback()
                    return None
                delivery, notice, state = found
                is_over = notice.kind is NoticeKind.ALERT and state not in OPEN_STATES
                letter = self._claim(delivery, notice, is_over=is_over, at=at)
                session.commit()
                if letter is not None:
                    return letter

    def _claim(
        self, delivery: DeliveryRow, notice: NoticeRow, *, is_over: bool, at: datetime
    ) -> Letter | None:
        was_sending = delivery.state is MessageState.SENDING
        delivery.deadline_at = None
        if was_sending and delivery.delivery is not DeliveryState.UNKNOWN:
            delivery.state = MessageState.SENT  # the provider has reported of it
            delivery.sent_at = at
            return None
        if self.carrier is None or is_over:
            delivery.state = MessageState.CANCELLED
            delivery.last_error = NO_LONGER_SOUGHT if is_over else NO_WAY_OUT
            return None
        delivery.state = MessageState.SENDING
        delivery.tries += 0 if was_sending else 1
        delivery.deadline_at = at + timedelta(seconds=SENDING_DEADLINE)
        return Letter(
            delivery_id=delivery.id,
            address=delivery.address,
            kind=notice.kind,
            values=notice.values,
            language=Language(delivery.language),
            expires_at=delivery.expires_at,
            request_id=notice.request_id,
        )

    def _deliver(self, letter: Letter) -> None:
        try:
            outcome = self._send(letter)
            log.info(
                "delivery handled",
                extra={
                    "delivery_id": letter.delivery_id,
                    "kind": letter.kind,
                    "channel": self.channel,
                    "outcome": type(outcome).__name__,
                },
            )
            with self.sessions() as session:
                record_sending(session, letter.delivery_id, outcome, at=self.clock())
        except Exception:
            # One delivery that cannot be rendered, sent or recorded must not hold up the others;
            # its row stays claimed and is taken up again when its deadline has passed.
            log.exception("delivery failed", extra={"delivery_id": letter.delivery_id})

    def _send(self, letter: Letter) -> Outcome:
        at = self.clock()
        if at >= letter.expires_at or self.carrier is None:
            return Refused(EXPIRED)
        try:
            return Sent(self.carrier(letter, Reader(letter.language, at, site=self.site)))
        except TemporaryFailure as failure:
            return Postponed(failure.code)
        except PermanentFailure as failure:
            return Refused(failure.code)


_AT = bindparam("at", type_=UtcDateTime())
_IS_PENDING = (DeliveryRow.state == MessageState.PENDING) & (DeliveryRow.next_attempt_at <= _AT)
_IS_UNKNOWN = (DeliveryRow.state == MessageState.SENDING) & (DeliveryRow.deadline_at < _AT)
_DUE = (
    select(DeliveryRow, NoticeRow, AttemptRow.state)
    .join(NoticeRow, NoticeRow.id == DeliveryRow.notice_id)
    .outerjoin(AttemptRow, AttemptRow.id == NoticeRow.attempt_id)
    .where(DeliveryRow.channel == bindparam("channel"), _IS_PENDING | _IS_UNKNOWN)
    .order_by(DeliveryRow.next_attempt_at, DeliveryRow.id)
    .limit(1)
    .with_for_update(of=DeliveryRow, skip_locked=True)
)
