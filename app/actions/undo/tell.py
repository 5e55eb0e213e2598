"""Those who were told of what is undone are told of that; what has not been sent yet is not sent.

Part of its callers' transactions: it commits nothing itself.
"""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import select, update

from app.actions.undo.step import Undoing
from app.labels import label
from models.tables.notices import DeliveryRow, NoticeKind, NoticeRow
from models.tables.outbox import MessageState
from notifications.notices import NewNotice, ToAccount, ToPerson, ToUnit, notify
from notifications.recipients import Recipient
from notifications.wording import in_both
from routing.urgency import Urgency

_ASKS: Final = frozenset({NoticeKind.WARD_ASKED, NoticeKind.UNANSWERED})
"""Ends by itself when its matter does."""


def those_told(undoing: Undoing) -> None:
    """Everybody but the one who undoes it."""
    session, step, occasion = undoing.session, undoing.step, undoing.occasion
    ids = undoing.made(NoticeRow.__tablename__)
    session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.notice_id.in_(ids), DeliveryRow.state == MessageState.PENDING)
        .values(state=MessageState.CANCELLED)
    )
    what = in_both(sv=label(step.act), en=label(step.act, "en"))
    rows = session.scalars(
        select(NoticeRow).where(NoticeRow.id.in_(ids)).order_by(NoticeRow.created_at, NoticeRow.id)
    )
    for row in rows.all():
        if row.kind in _ASKS:
            continue
        for to in _receivers(row, undoing):
            notice = NewNotice(
                NoticeKind.TAKEN_BACK,
                key=f"{NoticeKind.TAKEN_BACK.value}:{step.id}:{row.id}",
                to=to,
                values={"code": step.code, "what": what, "link": row.values.get("link", "/")},
                urgency=Urgency.URGENT,
                request_id=row.request_id,
            )
            notify(session, notice, directory=occasion.directory, at=occasion.at)


def _receivers(row: NoticeRow, undoing: Undoing) -> Iterator[Recipient]:
    by = undoing.occasion.by
    if row.person_id is not None and row.person_id != by.person_id:
        yield ToPerson(row.person_id)
    elif row.account_id is not None and row.account_id != by.account_id:
        yield ToAccount(row.account_id)
    elif row.unit_id is not None:
        yield ToUnit(row.unit_id)
