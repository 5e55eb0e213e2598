"""What was said of an examination at radiology is undone (ångras)."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.actions.radiology.locked_booking import LockedBooking, locked_booking
from app.actions.shared.occasion import Occasion
from app.actions.undo import tell
from app.actions.undo.errors import PlaceGone
from app.actions.undo.step import begin_undoing
from models.reads.radiology import load_capacity, load_places, lock_hour
from models.tables.radiology import BookingRow
from models.tables.undo import UndoStepRow
from routing.calendar import to_local
from routing.radiology_hours import first_place, has_begun, hour_at


def undo_booking(session: Session, step: UndoStepRow, occasion: Occasion) -> bool:
    """Put it back; False when that is done already. The hour it had is taken again, in another
    place of it when its own has been given away.

    Raises ``TooLateToUndo``, ``ChangedSince`` or ``PlaceGone``, with nothing changed.
    """
    with locked_booking(
        session, step.subject_id, by=occasion.by, directory=occasion.directory, at=occasion.at
    ) as case:
        undoing = begin_undoing(session, step.id, occasion)
        if undoing is None:
            return False
        undoing.put_back(**_place_again(case, step))
        tell.those_told(undoing)
        session.commit()
    return True


def _place_again(case: LockedBooking, step: UndoStepRow) -> dict[str, object]:
    """The place to take, where the one it had may be another's now."""
    booking = case.booking
    was: dict[str, Any] = next(
        (one["was"] for one in step.changed if one["table"] == BookingRow.__tablename__), {}
    )
    place = was.get("place")
    if place is None:
        return {}
    site_id = was.get("site_id", booking.site_id)
    starts_at = booking.starts_at
    if "starts_at" in was:
        starts_at = datetime.fromisoformat(was["starts_at"])
    key = (site_id, booking.modality, starts_at)
    lock_hour(case.session, key)
    hour = hour_at(load_capacity(case.session, (to_local(starts_at).date(),)), key)
    is_full = hour is None or not hour.free
    if is_full and not has_begun(starts_at, case.at):
        raise PlaceGone
    taken = load_places(case.session, key)
    return {"place": place if place not in taken else first_place(taken)}
