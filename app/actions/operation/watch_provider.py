"""Driftstörning: is the telephone provider down? Seen from our own calls, told to administrators.

Nothing is asked of the provider: what it says to the calls of the last minutes is enough.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from models.db import insert_now, transaction
from models.reads.outages import Outage, find_outage
from models.tables.accounts import AccountRole, AccountRow
from models.tables.contacts import RequestEventRow
from models.tables.notices import NoticeKind, ProviderOutageRow
from models.tables.outbox import MessageState, OutboxMessageRow
from notifications.notices import NewNotice, ToAccount, notify
from notifications.outbox import CALLS
from notifications.wording import moment
from routing.directory import Directory
from routing.lifecycle import RequestEvent
from routing.urgency import Channel, Urgency

# So many calls that have failed more than once, within so long, are an outage.
MANY_CALLS = 3
FAILING_WITHIN = timedelta(minutes=2)

# One call that has failed for so long is one too, when no other has been taken for so long.
ALONE_FOR = timedelta(seconds=20)
NONE_TAKEN_FOR = timedelta(minutes=1)

# When nobody tries to call, nothing is known: after so long it is thought to be over.
QUIET_FOR = timedelta(minutes=10)

# Calls whose last try was longer ago say nothing of now.
LOOKED_THROUGH = timedelta(hours=1)

# Text messages go by the same provider as the calls that fail.
CHANNELS = (Channel.EMAIL, Channel.IN_APP)

OPERATION_PAGE = "/drift"
UNANSWERED_PAGE = "/obesvarade"


@dataclass(frozen=True, slots=True)
class _Failing:
    """One call that has failed more than once: since when, with which code, whether it is tried
    again."""

    since: datetime
    asked_at: datetime
    code: str
    is_tried_again: bool


@dataclass(frozen=True, slots=True)
class _ToAll:
    """What every administrator is told."""

    kind: NoticeKind
    key: str
    values: Mapping[str, Any]


def watch_provider(
    sessions: sessionmaker[Session], directory: Callable[[Session], Directory], *, at: datetime
) -> None:
    """Open an outage, or close the one that lasts, once; administrators are told of both."""
    with sessions() as session:
        outage = find_outage(session)
        failing = _load_failing(session, at)
        taken_at = _last_taken(session)
    is_down = _is_down(failing, taken_at, at)
    if outage is None and is_down:
        _open(sessions, directory, failing, at=at)
    elif outage is not None and not is_down and _is_over(outage, failing, taken_at, at):
        _close(sessions, directory, outage, at=at)


def _is_down(failing: Sequence[_Failing], taken_at: datetime | None, at: datetime) -> bool:
    if len(failing) >= MANY_CALLS:
        return True
    is_any_taken = taken_at is not None and _is_within(taken_at, at, NONE_TAKEN_FOR)
    return not is_any_taken and any(one.asked_at <= at - ALONE_FOR for one in failing)


def _is_over(
    outage: Outage, failing: Sequence[_Failing], taken_at: datetime | None, at: datetime
) -> bool:
    if any(one.is_tried_again for one in failing):
        return False
    is_taken_again = taken_at is not None and taken_at >= outage.noticed_at
    return is_taken_again or at - outage.noticed_at >= QUIET_FOR


def _load_failing(session: Session, at: datetime) -> Sequence[_Failing]:
    """Calls that have failed for the moment at least twice, and have not been taken since."""
    failed_at = func.max(RequestEventRow.at)
    waiting = (OutboxMessageRow.state == MessageState.PENDING) & (OutboxMessageRow.tries >= 2)
    trying = (OutboxMessageRow.state == MessageState.SENDING) & (OutboxMessageRow.tries >= 3)
    given_up = (OutboxMessageRow.state == MessageState.FAILED) & (OutboxMessageRow.tries >= 2)
    rows = session.execute(
        select(
            failed_at,
            OutboxMessageRow.created_at,
            OutboxMessageRow.last_error,
            OutboxMessageRow.state,
        )
        .join(  # by the contact too: the log has an index on that
            RequestEventRow,
            (RequestEventRow.request_id == OutboxMessageRow.request_id)
            & (RequestEventRow.attempt_id == OutboxMessageRow.attempt_id),
        )
        .where(
            RequestEventRow.event == RequestEvent.PROVIDER_FAILED,
            OutboxMessageRow.kind.in_(CALLS),
            OutboxMessageRow.next_attempt_at > at - LOOKED_THROUGH,
            or_(waiting, trying, given_up),
        )
        .group_by(
            OutboxMessageRow.id,
            OutboxMessageRow.created_at,
            OutboxMessageRow.last_error,
            OutboxMessageRow.state,
        )
    ).all()
    return [
        _Failing(since, asked_at, code or "", state is not MessageState.FAILED)
        for since, asked_at, code, state in rows
        if state is not MessageState.FAILED or _is_within(since, at, FAILING_WITHIN)
    ]


def _is_within(seen_at: datetime, at: datetime, limit: timedelta) -> bool:
    """Whether it was so lately; what lies far ahead is of a time before the clock went back."""
    return abs(at - seen_at) < limit


def _last_taken(session: Session) -> datetime | None:
    return session.scalar(
        select(OutboxMessageRow.sent_at)
        .where(OutboxMessageRow.kind.in_(CALLS), OutboxMessageRow.sent_at.is_not(None))
        .order_by(OutboxMessageRow.id.desc())
        .limit(1)
    )


def _open(
    sessions: sessionmaker[Session],
    directory: Callable[[Session], Directory],
    failing: Sequence[_Failing],
    *,
    at: datetime,
) -> None:
    since = min(one.since for one in failing)
    ((fault, _times),) = Counter(one.code for one in failing).most_common(1)
    with sessions() as session:
        now = directory(session)
        with transaction(session):
            # In this order: whoever opens one between the two questions is seen by the second, and
            # whoever does so after it has taken the number.
            number = (session.scalar(select(func.max(ProviderOutageRow.id))) or 0) + 1
            if find_outage(session) is not None:
                return
            row = ProviderOutageRow(id=number, started_at=since, noticed_at=at, ended_at=None)
            try:
                insert_now(session, row)
            except IntegrityError:  # another worker has opened the same one
                return
            values = {"since": moment(since), "fault": fault, "link": OPERATION_PAGE}
            told = _ToAll(NoticeKind.PROVIDER_OUTAGE, f"outage:{number}", values)
            _tell_administrators(session, told, directory=now, at=at)
            session.commit()


def _close(
    sessions: sessionmaker[Session],
    directory: Callable[[Session], Directory],
    outage: Outage,
    *,
    at: datetime,
) -> None:
    with sessions() as session:
        now = directory(session)
        with transaction(session):
            closed = session.execute(
                update(ProviderOutageRow)
                .where(ProviderOutageRow.id == outage.id, ProviderOutageRow.ended_at.is_(None))
                .values(ended_at=at)
                .returning(ProviderOutageRow.id)
            ).scalar()
            if closed is None:
                return
            values = {
                "since": moment(outage.started_at),
                "at": moment(at),
                "link": UNANSWERED_PAGE,
            }
            told = _ToAll(NoticeKind.PROVIDER_BACK, f"back:{outage.id}", values)
            _tell_administrators(session, told, directory=now, at=at)
            session.commit()


def _tell_administrators(
    session: Session,
    notice: _ToAll,
    *,
    directory: Directory,
    at: datetime,
) -> None:
    wanted = select(AccountRow.id).where(
        AccountRow.role == AccountRole.ADMINISTRATOR, AccountRow.is_active.is_(True)
    )
    for account_id in session.scalars(wanted).all():
        notify(
            session,
            NewNotice(
                notice.kind,
                key=f"{notice.key}:{account_id}",
                to=ToAccount(account_id),
                values=notice.values,
                urgency=Urgency.URGENT,
                channels=CHANNELS,
            ),
            directory=directory,
            at=at,
        )
