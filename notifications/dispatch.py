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

EXPIRED = "expired"

# Messages of one round: so few that the last one is through long before its deadline, also when the
# provider takes its time with each (eight go in parallel).
BATCH = 8


@dataclass(frozen=True, slots=True)
class Claim:
    """A claimed message, as values. ``call_id`` is the live call's at the provider, if any.

    ``is_unknown``: an earlier try may have reached the provider, although we never got its word.
    ``other_calls`` are calls to the same phone that belong to something else.
    """

    message_id: int
    kind: MessageKind
    attempt_id: str
    order: CallOrder
    call_id: str | None
    created_at: datetime
    expires_at: datetime
    is_unknown: bool
    other_calls: frozenset[str]


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
        was_sending = row.state is MessageState.SENDING
        is_unknown = was_sending or row.tries > 0
        row.state = MessageState.SENDING
        row.tries += 0 if was_sending else 1
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
                fallback_url=self.callbacks.of(paths.FALLBACK, attempt_id=attempt.id),
            ),
            call_id=attempt.provider_call_id,
            created_at=row.created_at,
            expires_at=row.expires_at,
            is_unknown=is_unknown,
            other_calls=_other_calls(session, row, attempt) if is_unknown else frozenset(),
        )

    def _deliver(self, claim: Claim) -> None:
        try:
            self._deliver_one(claim)
        except Exception:
            # One message that cannot be sent or recorded must not hold up the others; its row stays
            # claimed, so the provider is asked about it when its deadline has passed.
            log.exception("outbox message failed", extra={"message_id": claim.message_id})

    def _deliver_one(self, claim: Claim) -> None:
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
            found = self._find(claim)
            if found is None:
                self._refuse_if_expired(claim)
            return found or self.channel.call(claim.order)
        self._refuse_if_expired(claim)
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
        if claim.call_id is not None and claim.call_id not in claim.other_calls:
            return claim.call_id
        return self.channel.find_call(
            claim.order, since=claim.created_at, excluding=claim.other_calls
        )

    def _refuse_if_expired(self, claim: Claim) -> None:
        if self.clock() >= claim.expires_at:
            raise PermanentFailure(EXPIRED)


def _other_calls(session: Session, row: OutboxMessageRow, attempt: AttemptRow) -> frozenset[str]:
    others = select(AttemptRow.provider_call_id).where(
        AttemptRow.number == attempt.number,
        AttemptRow.id != attempt.id,
        AttemptRow.provider_call_id.is_not(None),
    )
    earlier = select(OutboxMessageRow.provider_id).where(
        OutboxMessageRow.attempt_id == attempt.id,
        OutboxMessageRow.id != row.id,
        OutboxMessageRow.provider_id.is_not(None),
    )
    return frozenset(one for one in session.scalars(others.union(earlier)) if one is not None)


def _is_due(at: datetime) -> ColumnElement[bool]:
    pending = (OutboxMessageRow.state == MessageState.PENDING) & (
        OutboxMessageRow.next_attempt_at <= at
    )
    unknown = (OutboxMessageRow.state == MessageState.SENDING) & (OutboxMessageRow.deadline_at < at)
    return pending | unknown
