"""A phone that waits alone in the room asks what to hear: by that one knows that none talk yet."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.hunting.unreported_talk import find_late_pair
from app.actions.shared.locked_call import lock_call
from models.db import transaction
from models.logs.contacts import look_again_at
from models.tables.contacts import AttemptRow, CareRequestRow, is_id
from notifications.wake import Need, wake_after_commit
from routing.directory import Directory
from routing.lifecycle import RequestStatus

_WATCHED = frozenset({RequestStatus.HUNTING, RequestStatus.JOINING})


def record_waiting(
    session: Session, attempt_id: str, *, call_id: str, directory: Directory, at: datetime
) -> None:
    """Note it; a contact that waits to see whether the two talk is looked at now. Changes nothing
    when nobody is sought, or for another call than the one the attempt is known by."""
    attempt = session.get(AttemptRow, attempt_id) if is_id(attempt_id) else None
    if attempt is None:
        return
    if session.get_one(CareRequestRow, attempt.request_id).status not in _WATCHED:
        return
    with transaction(session):
        call = lock_call(session, attempt_id, directory=directory, at=at)
        if call is None or call.attempt.provider_call_id != call_id:
            return
        call.attempt.waited_at = at
        session.flush()
        is_joining = call.request.status is RequestStatus.JOINING
        if is_joining or find_late_pair(session, call.request) is not None:
            look_again_at(call.request, at)
            wake_after_commit(session, Need.HUNTS)
        session.commit()
