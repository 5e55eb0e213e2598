"""Tells somebody something: a notice (meddelande) and its ways out, written by whoever causes it.

The notice is a row before it is a message: it is written in the transaction of what it tells of,
can be read in the inbox at once, and is sent by ``notifications/post.py`` when that is committed.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, make_transient_to_detached

from models.db import insert_now, note_made
from models.tables.notices import DeliveryRow, DeliveryState, NoticeKind, NoticeRow
from models.tables.outbox import MessageState
from notifications.addresses import Address, addresses_of
from notifications.recipients import Recipient, ToAccount, ToPerson, ToUnit
from notifications.wake import Need, wake_after_commit
from routing.directory import Directory
from routing.urgency import Channel, Urgency

__all__ = ["NewNotice", "ToAccount", "ToPerson", "ToUnit", "notify"]

NEED = {Channel.SMS: Need.TEXTS, Channel.EMAIL: Need.MAIL}

# How long a notice is worth sending; it can be read in the inbox after that too.
LIFETIME = {
    Urgency.URGENT: timedelta(hours=1),
    Urgency.SOON: timedelta(hours=12),
    Urgency.PLANNED: timedelta(days=2),
}

# Somebody is sought: later, the hunt has gone on.
ALERT_LIFETIME = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class NewNotice:
    """What is told to whom. ``key`` makes it told once, e.g. ``handover:<rota>:<moment>:<person>``.

    ``values`` are those of the templates (templates/messages/README.md), and never a patient. They
    are filled in when the notice is sent or read, in the reader's language, by
    ``notifications/wording.py``: use its ``in_both`` for words and its ``moment`` for times. A
    ``link`` is the path of a page, such as ``/jour``.

    ``channels`` None: as whoever it is to has chosen for the urgency. Given: these, whatever they
    have chosen. In the inbox it stands always. A call is never made for a notice.
    """

    kind: NoticeKind
    key: str
    to: Recipient
    values: Mapping[str, Any]
    urgency: Urgency
    request_id: str | None = None
    attempt_id: str | None = None
    channels: tuple[Channel, ...] | None = None


def notify(
    session: Session, notice: NewNotice, *, directory: Directory, at: datetime
) -> NoticeRow | None:
    """Write a notice and one delivery for each address; None when its key has been told already.

    Part of the caller's transaction: it commits nothing itself.
    """
    row = NoticeRow(
        id=str(uuid.uuid4()),
        key=notice.key,
        kind=notice.kind,
        person_id=notice.to.person_id if isinstance(notice.to, ToPerson) else None,
        account_id=notice.to.account_id if isinstance(notice.to, ToAccount) else None,
        unit_id=notice.to.unit_id if isinstance(notice.to, ToUnit) else None,
        request_id=notice.request_id,
        attempt_id=notice.attempt_id,
        values=dict(notice.values),
        created_at=at,
        read_at=None,
    )
    if not _is_first(session, row):
        return None
    note_made(session, NoticeRow.__tablename__, (row.id,))
    found = addresses_of(
        session, notice.to, directory=directory, urgency=notice.urgency, channels=notice.channels
    )
    lifetime = ALERT_LIFETIME if notice.kind is NoticeKind.ALERT else LIFETIME[notice.urgency]
    for address in found:
        insert_now(session, _delivery(row, address, expires_at=at + lifetime))
        wake_after_commit(session, NEED[address.channel])
    make_transient_to_detached(row)  # it is what stands in the table: no need to read it back
    session.add(row)
    return row


def _is_first(session: Session, row: NoticeRow) -> bool:
    """Insert the notice unless its key is there; two who tell the same at once wait for each
    other."""
    insert = _INSERT[session.get_bind().dialect.name]
    values = {name: value for name, value in vars(row).items() if not name.startswith("_sa_")}
    return session.connection().execute(insert, values).scalar() is not None


_NOTICES = cast(Table, NoticeRow.__table__)
_INSERT = {
    dialect: of(_NOTICES).on_conflict_do_nothing(index_elements=["key"]).returning(_NOTICES.c.id)
    for dialect, of in (("postgresql", postgresql.insert), ("sqlite", sqlite.insert))
}


def _delivery(notice: NoticeRow, address: Address, *, expires_at: datetime) -> DeliveryRow:
    return DeliveryRow(
        id=str(uuid.uuid4()),
        notice_id=notice.id,
        channel=address.channel,
        address=address.value,
        language=address.language,
        state=MessageState.PENDING,
        delivery=DeliveryState.UNKNOWN,
        tries=0,
        created_at=notice.created_at,
        next_attempt_at=notice.created_at,
        expires_at=expires_at,
    )
