"""The only sending loop: claim, commit, close – then call the provider – then record what it said.

No transaction is open while the provider thinks, so a slow one cannot eat the connections. A row
that was claimed and never recorded (the process died) is *unknown*: the provider is asked, and if
it knows nothing the call is made again. A doubled call beats a missed one.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Integer, bindparam, exists, or_, select
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from models.db import UtcDateTime, start_writing
from models.logs.contacts import Happening, write
from models.tables.contacts import AttemptRow
from models.tables.outbox import MessageKind, MessageState, OutboxMessageRow
from notifications import callbacks as paths
from notifications.callbacks import Callbacks
from notifications.channels.base import (
    CallOrder,
    PermanentFailure,
    TemporaryFailure,
    VoiceChannel,
)
from notifications.crew import Alone, Crew
from notifications.outbox import CALLS
from notifications.record import Delivered, Failed, Outcome, Postponed, record, record_done
from notifications.retry import SENDING_DEADLINE
from routing.lifecycle import RequestEvent

log = logging.getLogger(__name__)

EXPIRED = "expired"

# In the log when a try was never recorded: it may have led to a call, and to another one now.
UNKNOWN = "unknown"

# Where a live call goes on, for each kind of message that says so.
GOES_ON_AT = {
    MessageKind.CONNECT_RESPONDER: paths.CONNECT,
    MessageKind.TELL_REQUESTER: paths.TOLD,
    MessageKind.RELEASE: paths.ANSWER,
    MessageKind.JOIN_REQUESTER: paths.JOIN,
}

# Seconds between tries to record what the provider said, when the database is away: with the
# provider's own seconds still inside the deadline, so that nobody else has taken the message.
RECORD_AGAIN = (0.2, 0.3, 0.5, 1, 2, 4, 4)

# Calls to the same phone that may still be mistaken for ours are no older than this.
LONGEST_CALL = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Claim:
    """A claimed message, as values. ``call_id`` is the live call's at the provider, if any.

    ``is_unknown``: an earlier try may have reached the provider, although we never got its word;
    ``was_sending``: nobody lived to record what it said.
    ``other_calls`` are calls to the same phone that belong to something else.
    """

    message_id: int
    request_id: str
    kind: MessageKind
    attempt_id: str
    order: CallOrder
    call_id: str | None
    created_at: datetime
    expires_at: datetime
    is_unknown: bool
    was_sending: bool
    other_calls: frozenset[str]


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """Sends what is due. The ``crew`` makes the calls; it takes on as many as it has hands for, so
    that one the provider is slow with holds up no other."""

    sessions: sessionmaker[Session]
    channel: VoiceChannel
    callbacks: Callbacks
    clock: Callable[[], datetime]
    crew: Crew = field(default_factory=Alone)

    def send_due(self) -> int:
        """Take on as much as there are hands for; returns how many messages that were.

        Waits for a free hand, but not for what is given to it.
        """
        hands = self.crew.wait_for_hands()
        claims = self._claim_due(self.clock(), limit=hands)
        for claim in claims:
            self.crew.give(partial(self._deliver, claim))
        return len(claims)

    def _claim_due(self, at: datetime, *, limit: int) -> list[Claim]:
        with self.sessions() as session:
            start_writing(session)
            rows = session.execute(_DUE, {"at": at, "limit": limit}).all()
            claims = [self._claim(session, row, attempt, at=at) for row, attempt in rows]
            session.commit()
        return claims

    def _claim(
        self, session: Session, row: OutboxMessageRow, attempt: AttemptRow, *, at: datetime
    ) -> Claim:
        was_sending = row.state is MessageState.SENDING
        is_unknown = was_sending or row.tries > 0
        if was_sending:
            row.last_error = UNKNOWN
        row.state = MessageState.SENDING
        row.tries += 0 if was_sending else 1
        row.deadline_at = at + timedelta(seconds=SENDING_DEADLINE)
        return Claim(
            message_id=row.id,
            request_id=row.request_id,
            kind=row.kind,
            attempt_id=attempt.id,
            order=CallOrder(
                to=attempt.number,
                answer_url=self.callbacks.of(paths.ANSWER, attempt_id=attempt.id),
                status_url=self.callbacks.of(paths.STATUS, attempt_id=attempt.id),
                ring_seconds=attempt.ring_seconds,
                machine_url=self.callbacks.of(paths.MACHINE, attempt_id=attempt.id),
                fallback_url=self.callbacks.of(paths.FALLBACK, attempt_id=attempt.id),
            ),
            call_id=attempt.provider_call_id,
            created_at=row.created_at,
            expires_at=row.expires_at,
            is_unknown=is_unknown,
            was_sending=was_sending,
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
        if claim.was_sending and claim.kind in CALLS:
            self._log_unknown(claim)
        outcome = self._ask_provider(claim)
        log.info(
            "outbox message handled",
            extra={
                "message_id": claim.message_id,
                "kind": claim.kind,
                "outcome": type(outcome).__name__,
            },
        )
        self._record(claim, outcome)

    def _log_unknown(self, claim: Claim) -> None:
        """In a transaction of its own: a line of the log waits for the contact, and whoever has the
        contact may wait for the message."""
        unknown = Happening(RequestEvent.PROVIDER_FAILED, self.clock(), detail={"code": UNKNOWN})
        with self.sessions() as session:
            start_writing(session)
            attempt = session.get_one(AttemptRow, claim.attempt_id)
            write(session, claim.request_id, unknown, attempt=attempt)
            session.commit()

    def _record(self, claim: Claim, outcome: Outcome) -> None:
        for pause in (*RECORD_AGAIN, None):
            try:
                self._record_once(claim, outcome)
            except (OperationalError, InterfaceError):
                # Recording twice does nothing the second time, so it may be tried again. Without
                # it the provider would have to be asked, when the message's deadline has passed.
                if pause is None:
                    raise
                time.sleep(pause)
            else:
                return

    def _record_once(self, claim: Claim, outcome: Outcome) -> None:
        at = self.clock()
        with self.sessions() as session:
            if isinstance(outcome, Delivered) and claim.kind not in CALLS:
                record_done(session, claim.message_id, outcome.call_id, at=at)
            else:
                record(session, claim.message_id, outcome, request_id=claim.request_id, at=at)

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
            url = self.callbacks.of(GOES_ON_AT[claim.kind], attempt_id=claim.attempt_id)
            self.channel.redirect(claim.call_id, url=url)
        return claim.call_id

    def _find(self, claim: Claim) -> str | None:
        if not claim.is_unknown:
            return None
        if claim.call_id is not None and claim.call_id not in claim.other_calls:
            return claim.call_id
        found = self.channel.find_call(
            claim.order, since=claim.created_at, excluding=claim.other_calls
        )
        return None if found is None or self._may_be_anothers(claim, found) else found

    def _may_be_anothers(self, claim: Claim, call_id: str) -> bool:
        """Whether somebody else rings the same phone and this may be their call; then ours is made.

        Asked after the provider: a call that it knew of was being sent, or is recorded, by now.
        """
        theirs = exists().where(
            AttemptRow.provider_call_id == call_id, AttemptRow.id != claim.attempt_id
        )
        under_way = exists().where(
            AttemptRow.number == claim.order.to,
            AttemptRow.id != claim.attempt_id,
            OutboxMessageRow.attempt_id == AttemptRow.id,
            OutboxMessageRow.kind.in_(CALLS),
            OutboxMessageRow.state == MessageState.SENDING,
        )
        with self.sessions() as session:
            return bool(session.scalar(select(or_(theirs, under_way))))

    def _refuse_if_expired(self, claim: Claim) -> None:
        if self.clock() >= claim.expires_at:
            raise PermanentFailure(EXPIRED)


def _other_calls(session: Session, row: OutboxMessageRow, attempt: AttemptRow) -> frozenset[str]:
    others = select(AttemptRow.provider_call_id).where(
        AttemptRow.number == attempt.number,
        AttemptRow.started_at > attempt.started_at - LONGEST_CALL,
        AttemptRow.id != attempt.id,
        AttemptRow.provider_call_id.is_not(None),
    )
    earlier = select(OutboxMessageRow.provider_id).where(
        OutboxMessageRow.attempt_id == attempt.id,
        OutboxMessageRow.id != row.id,
        OutboxMessageRow.provider_id.is_not(None),
    )
    return frozenset(one for one in session.scalars(others.union(earlier)) if one is not None)


_AT = bindparam("at", type_=UtcDateTime())
_IS_PENDING = (OutboxMessageRow.state == MessageState.PENDING) & (
    OutboxMessageRow.next_attempt_at <= _AT
)
_IS_UNKNOWN = (OutboxMessageRow.state == MessageState.SENDING) & (
    OutboxMessageRow.deadline_at < _AT
)
_DUE = (
    select(OutboxMessageRow, AttemptRow)
    .join(AttemptRow, AttemptRow.id == OutboxMessageRow.attempt_id)
    .where(_IS_PENDING | _IS_UNKNOWN)
    .order_by(OutboxMessageRow.next_attempt_at, OutboxMessageRow.id)
    .limit(bindparam("limit", type_=Integer()))
    .with_for_update(of=OutboxMessageRow, skip_locked=True)
)
