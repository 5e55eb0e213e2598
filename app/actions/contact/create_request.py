"""A requester asks for contact: decide whom to ring, freeze the plan, and queue the first call."""

import dataclasses
import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.actions.contact.errors import LifeThreatening, MissingSpecialty, RoleMayNotAsk
from app.actions.contact.live_limits import LimitReached, hold_limits, note_limit_reached
from app.actions.hunting import hunt
from app.actions.shared.actor import Actor
from app.actions.shared.case_code import LENGTHS, new_case_code
from app.actions.shared.errors import IdempotencyConflict, UnknownContact, UnknownWord
from app.actions.shared.faults import Faults
from app.actions.shared.fingerprint import fingerprint_of
from app.actions.shared.free_text import KEY_LIMIT as KEY_LIMIT
from app.actions.shared.free_text import checked, checked_word
from app.actions.shared.phone_number import rung_or_none, to_e164
from app.actions.talk import call_requester, called_in
from app.actions.talk.errors import MissingNumber
from models.db import insert_now, transaction
from models.frozen_plan import plan_to_json
from models.logs.contacts import By, Happening, lock_request, write
from models.tables.contacts import CallMode, CareRequestRow, IdempotencyKeyRow
from routing.decide import decide
from routing.directory import Directory
from routing.lifecycle import RequestEvent, RequestStatus
from routing.lines import needs_specialty
from routing.outcome import PlanBefore
from routing.plan import Plan
from routing.types import ContactPath, RequesterRole, RequestFacts
from routing.urgency import PatientUrgency


@dataclass(frozen=True, slots=True)
class NewRequest:
    """What is asked. ``municipality`` and ``specialty`` are codes; ``callback_number`` in any
    readable form, None = the account's own; texts are optional. ``incoming_call_id`` is the call
    to our own number that it is made in, and goes with ``CallMode.CALLED_IN`` alone.
    ``life_threatening`` (livshotande): the answer to the first question, None when not asked.
    """

    path: ContactPath
    municipality: str
    mode: CallMode
    specialty: str | None = None
    unit_id: str | None = None
    callback_number: str | None = None
    plan_before: PlanBefore | None = None
    life_threatening: bool | None = None
    urgency: PatientUrgency | None = None
    age_band: str | None = None
    sex: str | None = None
    situation: str = ""
    background: str = ""
    assessment: str = ""
    recommendation: str = ""
    continued_from: str | None = None
    idempotency_key: str | None = None
    incoming_call_id: str | None = None


@dataclass(frozen=True, slots=True)
class Created:
    """``is_new`` is False when the same key had already made this contact."""

    id: str
    case_code: str
    is_new: bool


def create_request(
    session: Session, command: NewRequest, *, by: Actor, directory: Directory, at: datetime
) -> Created:
    """Make a contact and set it going.

    Raises ``NoContactPath`` when nobody can be reached, ``LimitReached`` when too many are sought
    already, and what ``app.actions.shared.errors`` names for bad input (``CallerHungUp`` when the
    call it is made in is over). One transaction: contact, frozen plan, event, first attempt and
    message.
    """
    if command.life_threatening:
        raise LifeThreatening
    command, faults = _checked(command, by, directory)
    if (command.mode is CallMode.CALLED_IN) is (command.incoming_call_id is None):
        raise UnknownWord("mode", command.mode.value)  # only whoever rings us has rung us
    role = requester_role(by)
    if earlier := _find_earlier(session, command, by):
        return earlier  # also when the path has closed, or the directory changed, since
    faults.refuse_if_any()
    number = _callback_number(command, by, directory)
    plan = decide(
        _facts(command, role, directory), directory, at, excluding=hunt.excluded(by.person_id)
    )
    for length in LENGTHS:
        request = _new_row(command, by=by, plan=plan, at=at)
        request.case_code = new_case_code(command.path, length)
        request.requester_number = number
        try:
            _make(session, request, command, directory=directory)
        except LimitReached as reached:
            if earlier := _find_earlier(session, command, by):  # made while this one waited
                return earlier
            note_limit_reached(session, request, reached.kind)
            raise
        except IntegrityError:  # the same key a moment ago, or a code that is taken
            if earlier := _find_earlier(session, command, by):
                return earlier
            continue
        return Created(request.id, request.case_code, is_new=True)
    raise RuntimeError("no free case code was found")


def _make(
    session: Session, request: CareRequestRow, command: NewRequest, *, directory: Directory
) -> None:
    """The one transaction: contact, event, first attempt, message; and the key that made it."""
    at, by = request.created_at, By(request.requester_id, request.requester_unit_id)
    with transaction(session):
        hold_limits(session, request, directory.live_limits)
        call_id = command.incoming_call_id
        incoming = None if call_id is None else called_in.lock_incoming(session, call_id)
        _refuse_unknown(session, command.continued_from)
        insert_now(session, request)
        write(session, request.id, Happening(RequestEvent.CREATED, at, by))
        if command.mode is CallMode.RING_ME:
            call_requester.call_requester(session, request, at=at)
        elif incoming is not None:
            called_in.take_up(session, request, incoming, directory=directory)
        else:
            hunt.advance(session, request, directory=directory, at=at)
        if command.idempotency_key:
            session.add(_key_row(command, request))
        session.commit()


def requester_role(by: Actor) -> RequesterRole:
    """The role the matrix knows the account by. Raises ``RoleMayNotAsk``."""
    try:
        return RequesterRole(by.role.value)
    except ValueError:
        raise RoleMayNotAsk from None


def check_request(command: NewRequest, *, by: Actor, directory: Directory) -> None:
    """All that is wrong with what was typed, before anybody is looked for. Raises what
    ``create_request`` does for bad input."""
    _command, faults = _checked(command, by, directory)
    faults.refuse_if_any()


def _checked(command: NewRequest, by: Actor, directory: Directory) -> tuple[NewRequest, Faults]:
    """The command with its texts as they are kept, and all that is wrong with it. Raises what
    ``checked_word`` does for the key, by which the contact may be found that it has made."""
    key = checked_word("idempotency_key", command.idempotency_key, limit=KEY_LIMIT)
    faults, kept = Faults(), dataclasses.replace(command, idempotency_key=key)
    with faults.noting():
        kept = dataclasses.replace(kept, situation=checked("situation", kept.situation))
    with faults.noting():
        kept = dataclasses.replace(kept, background=checked("background", kept.background))
    with faults.noting():
        kept = dataclasses.replace(kept, assessment=checked("assessment", kept.assessment))
    with faults.noting():
        text = checked("recommendation", kept.recommendation)
        kept = dataclasses.replace(kept, recommendation=text)
    with faults.noting():
        kept = dataclasses.replace(kept, age_band=checked_word("age_band", kept.age_band, limit=20))
    with faults.noting():
        kept = dataclasses.replace(kept, sex=checked_word("sex", kept.sex, limit=10))
    for kind, word, known in (
        ("municipality", command.municipality, directory.municipalities),
        ("specialty", command.specialty, directory.specialties),
        ("unit", command.unit_id, directory.units),
    ):
        with faults.noting():
            if word is not None and word not in known:
                raise UnknownWord(kind, word)
    with faults.noting():
        _callback_number(command, by, directory)
    return kept, faults


def _facts(command: NewRequest, role: RequesterRole, directory: Directory) -> RequestFacts:
    if command.specialty is None and needs_specialty(command.path, role, directory):
        raise MissingSpecialty
    return RequestFacts(
        path=command.path,
        requester_role=role,
        municipality=command.municipality,
        specialty=command.specialty,
        unit_id=command.unit_id,
    )


def _callback_number(command: NewRequest, by: Actor, directory: Directory) -> str | None:
    if command.callback_number:
        return to_e164(command.callback_number, directory)
    if command.mode is not CallMode.RING_ME:
        return rung_or_none(by.number, directory)
    if by.number is None:
        raise MissingNumber
    return to_e164(by.number, directory)


def _new_row(command: NewRequest, *, by: Actor, plan: Plan, at: datetime) -> CareRequestRow:
    rings = command.mode is CallMode.RING_ME
    by_hand = command.mode is CallMode.SELF_DIAL
    return CareRequestRow(
        id=str(uuid.uuid4()),
        path=command.path,
        status=RequestStatus.SELF_DIALLING if by_hand else RequestStatus.CALLING_REQUESTER,
        mode=command.mode,
        requester_id=by.account_id,
        requester_role=plan.facts.requester_role,
        requester_unit_id=by.unit_id,
        requester_person_id=by.person_id,
        specialty=command.specialty,
        municipality=command.municipality,
        unit_id=command.unit_id,
        age_band=command.age_band,
        sex=command.sex,
        urgency=command.urgency,
        situation=command.situation,
        background=command.background,
        assessment=command.assessment,
        recommendation=command.recommendation,
        plan_before=command.plan_before,
        plan=plan_to_json(plan),
        promise_seconds=plan.promise_seconds,
        created_at=at,
        check_at=call_requester.gives_up_at(at) if rings else None,
        continued_from_id=command.continued_from,
    )


def _find_earlier(session: Session, command: NewRequest, by: Actor) -> Created | None:
    """What the same key has made; ends the transaction when it has made something."""
    if not command.idempotency_key:
        return None
    row = session.get(IdempotencyKeyRow, (by.account_id, command.idempotency_key))
    if row is None:
        return None
    request = session.get_one(CareRequestRow, row.request_id)
    earlier = Created(request.id, request.case_code, is_new=False)
    is_same = row.fingerprint == fingerprint_of(command)
    session.rollback()
    if not is_same:
        raise IdempotencyConflict
    return earlier


def _refuse_unknown(session: Session, continued_from: str | None) -> None:
    if continued_from is not None and lock_request(session, continued_from) is None:
        raise UnknownContact


def _key_row(command: NewRequest, request: CareRequestRow) -> IdempotencyKeyRow:
    return IdempotencyKeyRow(
        account_id=request.requester_id,
        key=command.idempotency_key,
        fingerprint=fingerprint_of(command),
        request_id=request.id,
        created_at=request.created_at,
    )
