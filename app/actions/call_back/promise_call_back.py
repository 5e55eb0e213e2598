"""A promise to call back (återuppringning): the search rests, and the requester need not wait.

Not on the acute path, where a patient waits: there the digit for a promise is a no.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.actions.call_back.errors import BadMinutes, NoCallBackHere
from app.actions.hunting import hunt
from app.actions.shared.actor import Actor
from app.actions.shared.errors import NoLongerRinging, NotYours, UnknownContact
from app.actions.shared.locked_call import LockedCall, lock_call
from models.db import transaction
from models.logs.contacts import MACHINE, By, Happening, happened
from models.tables.contacts import CallMode, CareRequestRow
from models.tables.notices import NoticeKind
from models.tables.outbox import MessageKind
from notifications.notices import NewNotice, ToAccount, notify
from notifications.outbox import cancel_pending_calls, enqueue
from routing.call_back import MINUTES, may_be_called_back
from routing.directory import Directory
from routing.lifecycle import AttemptState, RequestEvent, RequestStatus
from routing.urgency import URGENCY_OF


@dataclass(frozen=True, slots=True)
class Promise:
    """Of which attempt, and within how many minutes."""

    attempt_id: str
    minutes: int


def may_promise(request: CareRequestRow) -> bool:
    """Whether the one who is rung may promise to call back."""
    return (
        may_be_called_back(request.path)
        and request.mode is not CallMode.SELF_DIAL
        and request.requester_number is not None
    )


def promise(call: LockedCall, minutes: int, *, by: By = MACHINE) -> None:
    """The promise is made: other phones stop, the requester is told and let go.

    Part of its callers' transactions: it commits nothing itself.
    """
    session, request, attempt, at = call.session, call.request, call.attempt, call.at
    detail = {"minutes": minutes}
    said = Happening(RequestEvent.CALL_BACK_PROMISED, at, by, detail)
    if not happened(session, request, said, attempt=attempt):
        return
    attempt.call_back_at = at + timedelta(minutes=minutes)
    attempt.ended_at = at
    hunt.stop_ringing(session, request, at=at)
    request.check_at = attempt.call_back_at
    for leg in hunt.joined_legs(session, request.id):
        enqueue(session, MessageKind.TELL_REQUESTER, leg, at=at)
        leg.ended_at = at  # that this phone is hung up from now on says nothing of the contact
    notice = NewNotice(
        kind=NoticeKind.CALL_BACK_PROMISED,
        key=f"call-back:{attempt.id}",
        to=ToAccount(request.requester_id),
        values={
            "minutes": minutes,
            "code": request.case_code,
            "link": f"/arenden/{request.id}",
        },
        urgency=URGENCY_OF[request.path],
        request_id=request.id,
        attempt_id=attempt.id,
    )
    notify(session, notice, directory=call.directory, at=at)


def promise_call_back(
    session: Session, promised: Promise, *, by: Actor, directory: Directory, at: datetime
) -> str:
    """Promise in the browser; the phone that rings falls silent. Returns the contact's id.

    A second click changes nothing. Raises ``BadMinutes``, ``UnknownContact``, ``NotYours``,
    ``NoCallBackHere``, or ``NoLongerRinging`` when a colleague was first.
    """
    if promised.minutes not in MINUTES:
        raise BadMinutes
    with transaction(session):
        call = lock_call(session, promised.attempt_id, directory=directory, at=at)
        if call is None:
            raise UnknownContact
        if refusal := _refusal(call, by):
            raise refusal
        if call.attempt.state is not AttemptState.CALL_BACK:
            cancel_pending_calls(session, [call.attempt])
            promise(call, promised.minutes, by=by.in_log)
            enqueue(session, MessageKind.HANG_UP, call.attempt, at=at)
        session.commit()
    return call.request.id


def _refusal(call: LockedCall, by: Actor) -> Exception | None:
    if call.attempt.person_id is None or call.attempt.person_id != by.person_id:
        return NotYours()
    if not may_promise(call.request):
        return NoCallBackHere()
    is_promised = call.request.status is RequestStatus.CALL_BACK_PROMISED
    if is_promised and call.attempt.state is AttemptState.CALL_BACK:
        return None
    return None if call.is_open else NoLongerRinging()
