"""Whoever has not said how a talk went is reminded once, gently, and then has a daily list.

Never by a call, and never at night.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from app.actions.outcome.missing_outcomes import MissingOutcome, load_missing_outcomes
from models.db import transaction
from models.tables.notices import NoticeKind, NoticeRow
from notifications.notices import NewNotice, notify
from notifications.recipients import ToAccount, ToPerson
from notifications.wording import moment
from routing.calendar import to_local, to_utc
from routing.directory import Directory
from routing.urgency import Urgency

# How long after the talk one is reminded; most have said it by then.
REMINDED_AFTER = timedelta(minutes=30)

# Local hours within which anybody is reminded of anything.
MORNING, EVENING = time(7), time(21)

# When the daily list comes, local time, and how old what it tells of must be: who was reminded just
# now is not told the same again.
LIST_AT = time(7, 30)
LISTED_AFTER = timedelta(hours=12)

MISSING_PAGE = "/utfall"


def remind_outcomes(
    sessions: sessionmaker[Session], directory: Callable[[Session], Directory], *, at: datetime
) -> int:
    """Send the reminders and the lists that are due; returns how many were new."""
    if not MORNING <= to_local(at).time() < EVENING:
        return 0
    with sessions() as session:
        now = directory(session)
        missing = load_missing_outcomes(session, ended_before=at - REMINDED_AFTER, at=at)
        due = [*_reminders(missing, at), *_lists(missing, at)]
        keys = [notice.key for notice in due]
        told = set(session.scalars(select(NoticeRow.key).where(NoticeRow.key.in_(keys))))
    count = 0
    for notice in due:
        if notice.key in told:
            continue
        with sessions() as session, transaction(session):
            count += notify(session, notice, directory=now, at=at) is not None
            session.commit()
    return count


def _reminders(missing: Iterable[MissingOutcome], at: datetime) -> Iterator[NewNotice]:
    """One for each side of each contact; later than the next day only the list tells of it."""
    for one in missing:
        if one.ended_at > at - timedelta(days=1):
            yield NewNotice(
                NoticeKind.OUTCOME_REMINDER,
                key=f"outcome:{one.request_id}:{one.side.value}",
                to=one.to,
                values={
                    "code": one.case_code,
                    "at": moment(one.answered_at),
                    "link": f"/arenden/{one.request_id}",
                },
                urgency=Urgency.PLANNED,
                request_id=one.request_id,
            )


def _lists(missing: Iterable[MissingOutcome], at: datetime) -> Iterator[NewNotice]:
    """One for each person and day; what is counted does not depend on how late it is sent."""
    today = to_local(at).date()
    listed_at = to_utc(today, LIST_AT)
    if at < listed_at:
        return
    counts: dict[ToPerson | ToAccount, int] = defaultdict(int)
    for one in missing:
        if one.ended_at <= listed_at - LISTED_AFTER:
            counts[one.to] += 1
    for to, count in counts.items():
        who = f"person:{to.person_id}" if isinstance(to, ToPerson) else f"account:{to.account_id}"
        yield NewNotice(
            NoticeKind.OUTCOME_LIST,
            key=f"outcomes:{today.isoformat()}:{who}",
            to=to,
            values={"count": count, "link": MISSING_PAGE},
            urgency=Urgency.PLANNED,
        )
