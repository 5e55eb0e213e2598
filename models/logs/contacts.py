"""What happens to a contact: every change of status and every event passes here, once."""

from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.db import insert_now
from models.tables.contacts import AttemptRow, CareRequestRow, RequestEventRow, is_id
from routing.lifecycle import RequestEvent, apply, apply_to_attempt


@dataclass(frozen=True, slots=True)
class By:
    """Who did it, and on behalf of which unit; nobody for what machines report."""

    account_id: int | None = None
    unit_id: str | None = None


MACHINE = By()


@dataclass(frozen=True, slots=True)
class Happening:
    """One event: what, when (UTC), who. ``detail`` holds codes and ids, never names or numbers."""

    event: RequestEvent
    at: datetime
    by: By = MACHINE
    detail: dict[str, Any] = field(default_factory=dict)


def lock_request(session: Session, request_id: str) -> CareRequestRow | None:
    """The contact, locked until the transaction ends, so that changes come one at a time."""
    if not is_id(request_id):
        return None
    return session.scalar(_LOCKED, {"id": request_id})


# Written once: a statement that is built anew each time costs as much as the question itself.
_CONTACT_OF = select(AttemptRow.request_id).where(AttemptRow.id == bindparam("id"))
_LOCKED = (
    select(CareRequestRow)
    .where(CareRequestRow.id == bindparam("id"))
    .with_for_update()
    .execution_options(populate_existing=True)
)


def lock_attempt(session: Session, attempt_id: str) -> tuple[CareRequestRow, AttemptRow] | None:
    """An attempt and its contact, both locked (the contact first, always in that order)."""
    if not is_id(attempt_id):
        return None
    request_id = session.scalar(_CONTACT_OF, {"id": attempt_id})
    if request_id is None:
        return None
    request = lock_request(session, request_id)
    attempt = session.get(AttemptRow, attempt_id, populate_existing=True)
    return None if request is None or attempt is None else (request, attempt)


def look_again_at(request: CareRequestRow, at: datetime) -> None:
    """Have the worker look at the contact no later than ``at``."""
    if request.check_at is None or at < request.check_at:
        request.check_at = at


def adopt_call(session: Session, attempt: AttemptRow, call_id: str) -> None:
    """Know the attempt by this call at the provider, unless it is another attempt's call."""
    if attempt.provider_call_id == call_id:
        return
    try:
        with session.begin_nested():
            attempt.provider_call_id = call_id
    except IntegrityError:  # it is another attempt's
        session.refresh(attempt)


def happened_to_attempt(session: Session, attempt: AttemptRow, happening: Happening) -> bool:
    """Let an event change an attempt; False, and nothing changed, when it is late or repeated."""
    state = apply_to_attempt(attempt.state, happening.event)
    if state is attempt.state:
        return False
    attempt.state = state
    write(session, attempt.request_id, happening, attempt=attempt)
    return True


def happened(
    session: Session,
    request: CareRequestRow,
    happening: Happening,
    *,
    attempt: AttemptRow | None = None,
) -> bool:
    """Let an event change a contact's status; False, and nothing changed, when late or repeated.

    With ``attempt`` the event is that attempt's too: one line in the log. Raises
    ``InvalidTransition`` when the status does not allow it.
    """
    status = apply(request.status, happening.event)
    if status is request.status:
        return False
    request.status = status
    if happening.event in _UNANSWERED:
        request.unanswered_at = happening.at if _UNANSWERED[happening.event] else None
    if attempt is not None:
        attempt.state = apply_to_attempt(attempt.state, happening.event)
    write(session, request.id, happening, attempt=attempt)
    return True


_UNANSWERED: Final = MappingProxyType(
    {
        RequestEvent.EXHAUSTED: True,
        RequestEvent.CONNECTED: False,  # a talk may be told of late
        RequestEvent.SELF_DIAL_ANSWERED: False,
    }
)
"""What makes an obesvarad of a contact, and what ends that it is one."""


def dealt_with(session: Session, request: CareRequestRow, *, at: datetime, by: By) -> None:
    """A unit has dealt with a contact nobody answered, which is no longer an obesvarad."""
    request.unanswered_at = None
    write(session, request.id, Happening(RequestEvent.UNANSWERED_HANDLED, at, by))


def write(
    session: Session,
    request_id: str,
    happening: Happening,
    *,
    attempt: AttemptRow | None = None,
) -> None:
    """Append one event to the log."""
    attempt_unit = None if attempt is None else attempt.unit_id
    insert_now(
        session,
        RequestEventRow(
            request_id=request_id,
            attempt_id=None if attempt is None else attempt.id,
            event=happening.event,
            at=happening.at,
            account_id=happening.by.account_id,
            unit_id=happening.by.unit_id or attempt_unit,
            detail=happening.detail,
        ),
    )
