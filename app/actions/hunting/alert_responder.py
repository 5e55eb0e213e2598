"""Somebody is sought (avisering): told in the channels they have chosen, besides the call.

Part of its callers' transactions: it commits nothing itself.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from app.labels.sought import sought_now
from models.phone_numbers import is_mobile
from models.tables.contacts import AttemptRow, CareRequestRow
from models.tables.notices import NoticeKind
from notifications.notices import NewNotice, ToPerson, notify
from notifications.wording import in_both
from routing.directory import Directory
from routing.urgency import URGENCY_OF, channel_order, voice_delay_seconds

WHERE_TO_ANSWER = "/jour"


def alert(
    session: Session,
    request: CareRequestRow,
    attempt: AttemptRow,
    *,
    directory: Directory,
    at: datetime,
) -> int:
    """Tell whoever is about to be rung; returns by how many seconds the call is to wait for that.

    Once for each person and contact, however often they are rung, so that text messages are paid
    for once. Nobody is told when a function phone rings: it is nobody's own, and whoever carries it
    hears it. What is told names the case and the unit that asks, never a patient or a person.
    """
    person = directory.people.get(attempt.person_id or "")
    if person is None or attempt.number != person.number:
        return 0
    urgency = URGENCY_OF[request.path]
    order = channel_order(person.channels.get(urgency), urgency)
    unit = directory.units.get(request.requester_unit_id or "")
    specialty = directory.specialties.get(request.specialty or "")
    swedish, english = sought_now(request.path, specialty, request.urgency)
    notice = NewNotice(
        kind=NoticeKind.ALERT,
        key=f"alert:{request.id}:{person.id}",
        to=ToPerson(person.id),
        values={
            "unit": unit.name if unit else "",
            "what": in_both(sv=swedish, en=english),
            "code": request.case_code,
            "link": WHERE_TO_ANSWER,
        },
        urgency=urgency,
        request_id=request.id,
        attempt_id=attempt.id,
        channels=order,
    )
    is_new = notify(session, notice, directory=directory, at=at) is not None
    can_be_texted = is_mobile(attempt.number)
    return voice_delay_seconds(order) if is_new and can_be_texted else 0
