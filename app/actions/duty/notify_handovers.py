"""Hand-overs (överlämning av pass): both sides are told, shortly before, once.

A worker that was down tells of the last hour's hand-overs when it is up again; later than that,
both have found out.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from app.actions.duty.shift_notices import shift_begins, shift_ends
from models.db import transaction
from models.tables.notices import NoticeRow
from notifications.notices import NewNotice, notify
from routing.calendar import whole_minute
from routing.directory import Directory
from routing.handover import handovers_between

TOLD_BEFORE = timedelta(minutes=15)
TOLD_AFTER = timedelta(hours=1)


def notify_handovers(
    sessions: sessionmaker[Session], directory: Callable[[Session], Directory], *, at: datetime
) -> int:
    """Tell of every hand-over near ``at`` that has not been told; returns how many notices."""
    with sessions() as session:
        now = directory(session)
        untold = _untold(session, list(_due(now, whole_minute(at))))
    count = 0
    for notice in untold:
        with sessions() as session, transaction(session):
            count += notify(session, notice, directory=now, at=at) is not None
            session.commit()
    return count


def _due(directory: Directory, at: datetime) -> Iterator[NewNotice]:
    since, until = at - TOLD_AFTER, at + TOLD_BEFORE + timedelta(minutes=1)
    for rotas in directory.rotas.values():
        for rota in rotas:
            found = handovers_between(rota, directory.changes.get(rota.id, ()), since, until)
            yield from (shift_ends(turn, directory) for turn in found.ends)
            yield from (shift_begins(turn, directory) for turn in found.begins)


def _untold(session: Session, notices: Sequence[NewNotice]) -> Iterable[NewNotice]:
    """Those whose keys are not there; ``notify`` asks again, in its own transaction."""
    keys = [notice.key for notice in notices]
    told = set(session.scalars(select(NoticeRow.key).where(NoticeRow.key.in_(keys))))
    return [notice for notice in notices if notice.key not in told]
