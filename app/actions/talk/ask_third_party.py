"""En tredje part: a ward, radiology, the MDK line or anybody on call is asked into the talk."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.shared.actor import Actor
from app.actions.shared.errors import NotYours, UnknownContact
from app.actions.shared.sides import which_side
from app.actions.talk.errors import AlreadyInTalk, NoNumberThere, TalkIsOver, TooManyInTalk
from app.actions.talk.say_they_talk import one_says_they_talk
from models.db import insert_now, transaction
from models.logs.contacts import Happening, lock_request, look_again_at, write
from models.tables.contacts import AttemptRow, CallMode, CareRequestRow
from models.tables.outbox import MessageKind
from notifications.outbox import LIFETIME, enqueue
from notifications.record import GRACE
from routing.directory import Directory
from routing.lifecycle import OPEN_STATES, AttemptState, RequestEvent, RequestStatus
from routing.outcome import Side
from routing.reach import reach
from routing.reached import Reached
from routing.types import ContactKind, OnCallTier

RING_SECONDS = 30
MOST_IN_TALK = 4  # as many as the provider is told to let in

CAN_BE_RUNG = (ContactKind.DIRECT, ContactKind.FUNCTION, ContactKind.SWITCHBOARD)


@dataclass(frozen=True, slots=True)
class ThirdParty:
    """Whom to ask into which contact's talk: an on-call line or a contact point of a unit, exactly
    one of the two."""

    request_id: str
    line_id: str | None = None
    contact_point_id: str | None = None


@dataclass(frozen=True, slots=True)
class Phone:
    """A number of the directory, and whose it is now."""

    number: str
    unit_id: str
    line_id: str | None = None
    tier: OnCallTier | None = None
    person_id: str | None = None


def ask_third_party(
    session: Session, whom: ThirdParty, *, by: Actor, directory: Directory, at: datetime
) -> str:
    """Ring somebody into the talk that goes on; returns the attempt's id.

    Only the two who talk may ask. Raises ``UnknownContact``, ``NotYours``, ``TalkIsOver``,
    ``NoNumberThere``, ``AlreadyInTalk`` or ``TooManyInTalk``.
    """
    phone = find_phone(whom, directory, at)
    with transaction(session):
        request = lock_request(session, whom.request_id)
        if request is None:
            raise UnknownContact
        one_says_they_talk(session, request, at=at)  # whoever is not one of the two is refused
        refusal = _refusal(request, _calls(session, request.id), phone, by=by)
        if refusal is not None or phone is None:
            raise refusal or NoNumberThere
        attempt = _attempt(request, phone, at=at)
        insert_now(session, attempt)
        asked = Happening(RequestEvent.THIRD_PARTY_ASKED, at, by.in_log)
        write(session, request.id, asked, attempt=attempt)
        enqueue(session, MessageKind.CALL_THIRD_PARTY, attempt, at=at)
        look_again_at(request, attempt.gives_up_at)
        session.commit()
    return attempt.id


def find_phone(whom: ThirdParty, directory: Directory, at: datetime) -> Phone | None:
    """What would be rung: the contact point's number, or the phone of whoever has the line now."""
    if whom.line_id is None:
        return _of_contact_point(whom.contact_point_id, directory)
    line = directory.lines.get(whom.line_id)
    if line is None:
        return None
    for tier in OnCallTier:
        found = reach(line, tier, directory=directory, at=at, excluding=frozenset())
        if isinstance(found, Reached):
            number = found.function_number or found.number
            return Phone(number, line.unit_id, line.id, tier, found.person_id)
    return None


def _of_contact_point(point_id: str | None, directory: Directory) -> Phone | None:
    return next(
        (
            Phone(point.value, unit.id)
            for unit in directory.units.values()
            for point in unit.contact_points
            if point.id == point_id and point.kind in CAN_BE_RUNG and is_dialable(point.value)
        ),
        None,
    )


def is_dialable(number: str) -> bool:
    """A whole number: short ones (112, 1177) cannot be rung from the exchange."""
    return number.startswith("+")


def _attempt(request: CareRequestRow, phone: Phone, *, at: datetime) -> AttemptRow:
    return AttemptRow(
        id=str(uuid.uuid4()),
        request_id=request.id,
        side=Side.THIRD_PARTY,
        step_order=0,
        line_id=phone.line_id,
        unit_id=phone.unit_id,
        tier=phone.tier,
        person_id=phone.person_id,
        number=phone.number,
        ring_seconds=RING_SECONDS,
        state=AttemptState.QUEUED,
        started_at=at,
        gives_up_at=at + timedelta(seconds=LIFETIME[MessageKind.CALL_THIRD_PARTY] + GRACE),
        prompts=0,
    )


def _calls(session: Session, request_id: str) -> Sequence[AttemptRow]:
    return session.scalars(select(AttemptRow).where(AttemptRow.request_id == request_id)).all()


def _is_in_talk(call: AttemptRow) -> bool:
    """In the talk, or being rung into it."""
    is_joined = call.state is AttemptState.ACCEPTED and call.ended_at is None
    return is_joined or call.state in OPEN_STATES


def _refusal(
    request: CareRequestRow, calls: Sequence[AttemptRow], phone: Phone | None, *, by: Actor
) -> Exception | None:
    said_yes = (one for one in calls if one.side is Side.RESPONDER and one.accepted_at)
    answered_by = next((one.person_id for one in said_yes), None)
    if which_side(by, requester_id=request.requester_id, answered_by=answered_by) is None:
        return NotYours()
    is_answered = request.status is RequestStatus.ANSWERED and request.ended_at is None
    if not is_answered or request.mode is CallMode.SELF_DIAL:
        return TalkIsOver()
    if phone is None:
        return NoNumberThere()
    legs = [one for one in calls if _is_in_talk(one)]
    if any(one.number == phone.number for one in legs):
        return AlreadyInTalk()
    return TooManyInTalk() if len(legs) >= MOST_IN_TALK else None
