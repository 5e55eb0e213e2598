"""Whoever said yes and was never joined with the requester is told so: the search goes on.

Part of its callers' transactions: it commits nothing itself.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from models.tables.contacts import AttemptRow, CareRequestRow
from models.tables.notices import NoticeKind
from notifications.notices import NewNotice, ToPerson, notify
from routing.directory import Directory
from routing.urgency import URGENCY_OF

WHERE_TO_ANSWER = "/jour"


def notify_not_joined(
    session: Session,
    request: CareRequestRow,
    attempt: AttemptRow,
    *,
    directory: Directory,
    at: datetime,
) -> None:
    """Once for each call. A function phone is nobody's own, so that nobody is told of it."""
    if attempt.person_id is None or attempt.person_id not in directory.people:
        return
    notice = NewNotice(
        NoticeKind.NOT_JOINED,
        key=f"not-joined:{attempt.id}",
        to=ToPerson(attempt.person_id),
        values={"code": request.case_code, "link": WHERE_TO_ANSWER},
        urgency=URGENCY_OF[request.path],
        request_id=request.id,
        attempt_id=attempt.id,
    )
    notify(session, notice, directory=directory, at=at)
