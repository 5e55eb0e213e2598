"""Radiology changes how many places an hour of its own has, today or tomorrow."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.radiology.errors import (
    BadCapacity,
    HourHasPassed,
    NoPlacesThen,
    NotThisRadiology,
)
from app.actions.shared.actor import Actor
from models.db import insert_into, transaction
from models.reads.radiology import lock_hour
from models.tables.radiology import RadiologyHourRow
from routing.calendar import in_utc
from routing.directory import Directory
from routing.radiology import Modality
from routing.radiology_hours import (
    HOUR,
    MOST_PLACES,
    has_begun,
    is_offered_day,
    is_whole_hour,
    site_of,
)


@dataclass(frozen=True, slots=True)
class ChangeCapacity:
    """How many places an hour has instead of the usual ones; it may be fewer than are taken: then
    what is booked stays booked, and no more are."""

    site_id: str
    modality: Modality
    starts_at: datetime
    capacity: int


def change_capacity(
    session: Session, change: ChangeCapacity, *, by: Actor, directory: Directory, at: datetime
) -> None:
    """Keep it; committed here. The hour that runs may be changed too, those before it not.

    Raises ``BadCapacity``, ``NotThisRadiology``, ``HourHasPassed`` or ``NoPlacesThen``.
    """
    starts_at = in_utc(change.starts_at)
    if not 0 <= change.capacity <= MOST_PLACES:
        raise BadCapacity
    if site_of(by.unit_id, directory.units) != change.site_id:
        raise NotThisRadiology
    if has_begun(starts_at + HOUR, at):
        raise HourHasPassed
    if not (is_whole_hour(starts_at) and is_offered_day(starts_at, at)):
        raise NoPlacesThen
    with transaction(session):
        lock_hour(session, (change.site_id, change.modality, starts_at))
        values = {
            "site_id": change.site_id,
            "modality": change.modality,
            "starts_at": starts_at,
            "capacity": change.capacity,
            "account_id": by.account_id,
            "changed_at": at,
        }
        # Two at the same desk press at once: the last one holds, and neither is refused.
        insert = insert_into(session, RadiologyHourRow).values(values)
        changed = {name: insert.excluded[name] for name in ("capacity", "account_id", "changed_at")}
        session.execute(insert.on_conflict_do_update(index_elements=list(_KEY), set_=changed))
        session.commit()


_KEY = ("site_id", "modality", "starts_at")
