"""The responder answers in the browser: an authenticated click is as good as a pressed digit."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.answers.accept_contact import AcceptedIn, accept_contact
from app.actions.answers.decline_contact import decline_contact, give_reason
from app.actions.answers.say_yes_anew import call_for_yes, may_say_yes, newest_call
from app.actions.shared.actor import Actor
from app.actions.shared.errors import NoLongerRinging, NotYours, UnknownContact
from app.actions.shared.locked_call import LockedCall, lock_call
from models.db import transaction
from models.tables.outbox import MessageKind
from notifications.outbox import cancel_pending_calls, enqueue, hurry_calls
from routing.directory import Directory
from routing.lifecycle import AttemptState
from routing.outcome import DeclineReason


def answer_in_browser(
    session: Session, attempt_id: str, *, by: Actor, directory: Directory, at: datetime
) -> str:
    """Take the contact; returns its id. The phone that rings is connected when it is picked up; one
    whose yes came to nothing is rung anew.

    Raises ``UnknownContact``, ``NotYours``, or ``NoLongerRinging`` when a colleague was first. A
    second click changes nothing.
    """
    with transaction(session):
        call = newest_call(_own_call(session, attempt_id, by=by, directory=directory, at=at))
        if call.attempt.accepted_at is None:
            if not may_say_yes(call):
                raise NoLongerRinging
            call = call_for_yes(call)
            is_listening = call.attempt.state is AttemptState.PROMPT
            accept_contact(call, how=AcceptedIn.WEB, by=by.in_log)
            if is_listening:
                enqueue(session, MessageKind.CONNECT_RESPONDER, call.attempt, at=at)
            hurry_calls(session, call.attempt.id, at=at)
        session.commit()
    return call.request.id


@dataclass(frozen=True, slots=True)
class Decline:
    """Of which attempt, and why if that was said."""

    attempt_id: str
    reason: DeclineReason | None = None


def decline_in_browser(
    session: Session, said: Decline, *, by: Actor, directory: Directory, at: datetime
) -> None:
    """ "Jag kan inte": the next in turn is rung at once. A second click changes nothing but adds a
    reason that was not given before.

    Raises ``UnknownContact``, ``NotYours`` or ``NoLongerRinging``.
    """
    with transaction(session):
        call = _own_call(session, said.attempt_id, by=by, directory=directory, at=at)
        who = by.in_log
        if call.attempt.state is not AttemptState.DECLINED:
            if not call.is_open:
                raise NoLongerRinging
            cancel_pending_calls(session, [call.attempt])
            decline_contact(call, by=who)
            enqueue(session, MessageKind.HANG_UP, call.attempt, at=at)
        if said.reason is not None:
            give_reason(call, said.reason, by=who)
        session.commit()


def _own_call(
    session: Session, attempt_id: str, *, by: Actor, directory: Directory, at: datetime
) -> LockedCall:
    call = lock_call(session, attempt_id, directory=directory, at=at)
    if call is None:
        raise UnknownContact
    if call.attempt.person_id is None or call.attempt.person_id != by.person_id:
        raise NotYours
    return call
