"""The only sending loop: claim, commit, close – then call the provider – then record what it said.

No transaction is open while the provider thinks, so a slow one cannot eat the connections. A row
that was claimed and never recorded (the process died) is *unknown*: the provider is asked, and if
it knows nothing the call is made again. A doubled call beats a missed one.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, sessionmaker

from models.care_request import AttemptRow
from models.db import start_writing
from models.outbox import MessageKind, MessageState, OutboxMessageRow
from notifications import callbacks as paths
from notifications.callbacks import Callbacks
from notifications.channels.base import (
    CallOrder,
    PermanentFailure,
    TemporaryFailure,
    VoiceChannel,
)
from notifications.outbox import CALLS
from notifications.record import Delivered, Failed, Outcome, Postponed, record
from notifications.retry import SENDING_DEADLINE

log = logging.getLogger(__name__)

BATCH = 50


@dataclass(frozen=True, slots=True)
class Claim:
    """A claimed message, as values. ``call_id`` is the live call's at the provider, if any."""

    message_id: int
    kind: MessageKind
    attempt_id: str
    order: CallOrder
    call_id: str | None
    created_at: datetime
    is_unknown: bool


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """Sends what is due. ``run_all`` runs the errands, one after the other or in parallel."""

    sessions: sessionmaker[Session]
    channel: VoiceChannel
    callbacks: Callbacks
    clock: Callable[[], datetime]
    run_all: Callable[[Callable[[Claim], None], Iterable[Claim]], None]

    def send_due(self) -> int:
        """One round; returns how many messages were taken on."""
        claims = self._claim_due(self.clock())
        self.run_all(self._deliver, claims)
        return len(claims)

    def _claim_due(self, at: datetime) -> list[Claim]:
        with self.sessions() as session:
            start_writing(session)
            rows = session.scalars(
                select(OutboxMessageRow)
                .where(_is_due(at))
                .order_by(OutboxMessageRow.next_attempt_at, OutboxMessageRow.id)
                .limit(BATCH)
                .with_for_update(skip_locked=True)
            ).all()
            claims = [self._claim(session, row, at) for row in rows]
            session.commit()
        return claims

    def _claim(self, session: Session, row: OutboxMessageRow, at: datetime) -> Claim:
        attempt = session.get_one(AttemptRow, row.attempt_id)
        is_unknown = row.state is MessageState.SENDING
        row.state = MessageState.SENDING
        row.tries += 0 if is_unknown else 1
        row.deadline_at = at + timedelta(seconds=SENDING_DEADLINE)
        return Claim(
            message_id=row.id,
            kind=row.kind,
            attempt_id=attempt.id,
            order=CallOrder(
                to=attempt.number,
                answer_url=self.callbacks.of(paths.ANSWER, attempt_id=attempt.id),
                status_url=self.callbacks.of(paths.STATUS, attempt_id=attempt.id),
                ring_seconds=attempt.ring_seconds,
            ),
            call_id=attempt.provider_call_id,
            created_at=row.created_at,
            is_unknown=is_unknown,
        )

    def _deliver(self, claim: Claim) -> None:
        outcome = self._ask_provider(claim)
        log.info(
            "outbox message handled",
            extra={
                "message_id": claim.message_id,
                "kind": claim.kind,
                "outcome": type(outcome).__name__,
            },
        )
        with self.sessions() as session:
            record(session, claim.message_id, outcome, at=self.clock())

    def _ask_provider(self, claim: Claim) -> Outcome:
        try:
            return Delivered(self._send(claim))
        except TemporaryFailure as failure:
            return Postponed(failure.code)
        except PermanentFailure as failure:
            return Failed(failure.code, is_bad_number=failure.is_bad_number)

    def _send(self, claim: Claim) -> str | None:
        if claim.kind in CALLS:
            return self._find(claim) or self.channel.call(claim.order)
        if claim.call_id is None:
            return None
        if claim.kind is MessageKind.HANG_UP:
            self.channel.hang_up(claim.call_id)
        else:
            path = paths.TOLD if claim.kind is MessageKind.TELL_REQUESTER else paths.CONNECT
            url = self.callbacks.of(path, attempt_id=claim.attempt_id)
            self.channel.redirect(claim.call_id, url=url)
        return claim.call_id

    def _find(self, claim: Claim) -> str | None:
        if not claim.is_unknown:
            return None
        return claim.call_id or self.channel.find_call(claim.order, since=claim.created_at)


def _is_due(at: datetime) -> ColumnElement[bool]:
    pending = (OutboxMessageRow.state == MessageState.PENDING) & (
        OutboxMessageRow.next_attempt_at <= at
    )
    unknown = (OutboxMessageRow.state == MessageState.SENDING) & (OutboxMessageRow.deadline_at < at)
    return pending | unknown
