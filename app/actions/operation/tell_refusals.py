"""Each Monday morning the process leaders are told of the refused admissions of the week before.

Also when the Monday is a red day: the list waits in the inbox. A worker that was down tells of it
when it is up again, until the week is over.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from models.db import transaction
from models.tables.accounts import AccountRole, AccountRow
from models.tables.admissions import AdmissionEventRow, WardAnswerRow
from models.tables.notices import NoticeKind, NoticeRow
from notifications.notices import NewNotice, ToAccount, notify
from routing.admission import WardReply
from routing.calendar import to_local, to_utc
from routing.directory import Directory
from routing.follow_up import CAME_BACK
from routing.urgency import Channel, Urgency
from routing.weeks import Week, week_of

# Local time on Mondays; and nobody is told at night, however late it has become.
TOLD_AT, EVENING = time(7), time(21)

REFUSALS_PAGE = "/uppfoljning/nekade"


@dataclass(frozen=True, slots=True)
class _Counts:
    refused: int
    silent: int
    came_back: int


def tell_refusals(
    sessions: sessionmaker[Session], directory: Callable[[Session], Directory], *, at: datetime
) -> int:
    """Tell each process leader who has not been told; returns how many were."""
    this_week = week_of(at)
    is_day = TOLD_AT <= to_local(at).time() < EVENING
    if not is_day or at < to_utc(this_week.monday, TOLD_AT):
        return 0
    week = this_week.moved(-1)
    with sessions() as session:
        untold = list(_untold(session, week))
        if not untold:
            return 0
        now = directory(session)
        counts = _count(session, week)
    told = 0
    for account_id in untold:
        with sessions() as session, transaction(session):
            notice = _notice(week, account_id, counts)
            told += notify(session, notice, directory=now, at=at) is not None
            session.commit()
    return told


def _untold(session: Session, week: Week) -> Iterator[int]:
    leaders = session.scalars(
        select(AccountRow.id).where(
            AccountRow.role == AccountRole.PROCESSLEDARE, AccountRow.is_active.is_(True)
        )
    ).all()
    keys = [_key(week, account_id) for account_id in leaders]
    told = set(session.scalars(select(NoticeRow.key).where(NoticeRow.key.in_(keys))))
    return (one for one, key in zip(leaders, keys, strict=True) if key not in told)


def _count(session: Session, week: Week) -> _Counts:
    """The sums of the list (``app/statistics/refusals_week.py``), which says the rest."""
    replies = session.execute(
        select(WardAnswerRow.reply, func.count())
        .where(WardAnswerRow.at >= week.since, WardAnswerRow.at < week.until)
        .where(WardAnswerRow.taken_back_at.is_(None))
        .group_by(WardAnswerRow.reply)
    )
    by_reply = {row[0]: row[1] for row in replies}
    came_back = session.scalar(
        select(func.count()).where(
            AdmissionEventRow.event.in_(CAME_BACK),
            AdmissionEventRow.taken_back_at.is_(None),
            AdmissionEventRow.at >= week.since,
            AdmissionEventRow.at < week.until,
        )
    )
    return _Counts(
        refused=by_reply.get(WardReply.REFUSED, 0),
        silent=by_reply.get(WardReply.SILENT, 0),
        came_back=came_back or 0,
    )


def _notice(week: Week, account_id: int, counts: _Counts) -> NewNotice:
    return NewNotice(
        NoticeKind.REFUSALS_WEEK,
        key=_key(week, account_id),
        to=ToAccount(account_id),
        values={
            "week": week.number,
            "count": counts.refused,
            "n": counts.silent,
            "m": counts.came_back,
            "link": f"{REFUSALS_PAGE}?vecka={week}",
        },
        urgency=Urgency.PLANNED,
        channels=(Channel.EMAIL,),  # a weekly list is no text message
    )


def _key(week: Week, account_id: int) -> str:
    return f"refusals:{week}:account:{account_id}"
