"""Nobody answered: the units that were rung are told, and the requester who is not on the line.

Part of its callers' transactions: it commits nothing itself.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.labels import phone_display
from app.labels.sought import sought
from models.frozen_plan import plan_from_json
from models.tables.contacts import AttemptRow, CareRequestRow
from models.tables.notices import NoticeKind
from notifications.notices import NewNotice, ToAccount, ToPerson, ToUnit, notify
from notifications.wording import in_both, moment
from routing.directory import Directory
from routing.outcome import Side
from routing.urgency import URGENCY_OF

UNANSWERED_PAGE = "/obesvarade"


def notify_units(
    session: Session, request: CareRequestRow, *, directory: Directory, at: datetime
) -> None:
    """Each unit that was rung: the contact is on its list from this moment."""
    rung = session.scalars(
        select(AttemptRow.unit_id)
        .where(
            AttemptRow.request_id == request.id,
            AttemptRow.side == Side.RESPONDER,
            AttemptRow.unit_id.is_not(None),
        )
        .distinct()
    ).all()
    for unit_id in sorted(one for one in rung if one is not None and one in directory.units):
        notice = NewNotice(
            NoticeKind.UNANSWERED,
            key=f"unanswered:{request.id}:{unit_id}",
            to=ToUnit(unit_id),
            values={
                "unit": directory.units[unit_id].name,
                "code": request.case_code,
                "what": _what(request, directory),
                "at": moment(request.created_at),
                "link": UNANSWERED_PAGE,
            },
            urgency=URGENCY_OF[request.path],
            request_id=request.id,
        )
        notify(session, notice, directory=directory, at=at)


def notify_requester(
    session: Session, request: CareRequestRow, *, directory: Directory, at: datetime
) -> None:
    """In writing, once, to a requester whom nobody can tell on the line."""
    fallback = plan_from_json(request.plan).fallback
    person_id = request.requester_person_id
    is_known = person_id is not None and person_id in directory.people
    notice = NewNotice(
        NoticeKind.REQUESTER_TOLD,
        key=f"requester-told:{request.id}",
        to=ToPerson(person_id) if person_id and is_known else ToAccount(request.requester_id),
        values={
            "what": _what(request, directory),
            "code": request.case_code,
            "fallback": in_both(sv=fallback.text, en=fallback.said("en")),
            "number": phone_display(fallback.number),
            "link": f"/arenden/{request.id}",
        },
        urgency=URGENCY_OF[request.path],
        request_id=request.id,
    )
    notify(session, notice, directory=directory, at=at)


def _what(request: CareRequestRow, directory: Directory) -> dict[str, str]:
    swedish, english = sought(request.path, directory.specialties.get(request.specialty or ""))
    return in_both(sv=swedish, en=english)
