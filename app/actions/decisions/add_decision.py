"""A decision is made in a contact (beslut): a row and the first line of its log.

Part of its callers' transactions: it commits nothing itself.
"""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.decisions.errors import DoctorDecides
from app.actions.shared.actor import Actor
from app.actions.shared.errors import NotYetJoined, NotYours, StillRinging, UnknownContact
from app.actions.shared.free_text import KEY_LIMIT, checked, checked_word
from app.actions.shared.sides import side_of
from app.actions.talk.say_they_talk import one_says_they_talk
from models.db import insert_now
from models.logs.contacts import lock_request
from models.logs.decisions import note_decision
from models.tables.contacts import CareRequestRow
from models.tables.decisions import DecisionRow
from routing.decisions import DecisionEvent, DecisionKind, DecisionStatus, may_decide
from routing.lifecycle import LIVE, RequestStatus
from routing.outcome import Side
from routing.types import RequesterRole


@dataclass(frozen=True, slots=True)
class NewDecision:
    """What is decided. ``receiver_id`` is the unit that goes on with the patient; ``next_by`` and
    ``next_text`` say who does what comes next. ``detail`` holds codes only. The same
    ``idempotency_key`` in the same contact is the same decision. ``is_proposal``: a doctor is to
    agree before anything happens. ``fingerprint``: of what the key came with, where that counts."""

    kind: DecisionKind
    receiver_id: str | None = None
    note: str = ""
    next_by: Side | None = None
    next_text: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    idempotency_key: str | None = None
    is_proposal: bool = False
    fingerprint: str | None = None


def lock_contact_of(
    session: Session, request_id: str, *, by: Actor, at: datetime
) -> tuple[CareRequestRow, Side]:
    """A contact that is no longer looking for somebody, locked in the action's transaction, with
    the side of whoever decides.

    Raises ``UnknownContact``, ``NotYours``, ``StillRinging``, or ``NotYetJoined`` where the two
    cannot have talked yet.
    """
    request = lock_request(session, request_id)
    if request is None:
        raise UnknownContact
    side = side_of(session, request, by)
    if side is None:
        raise NotYours
    if request.status is RequestStatus.JOINING and not one_says_they_talk(session, request, at=at):
        raise NotYetJoined
    if request.status in LIVE:
        raise StillRinging
    return request, side


def add_decision(
    session: Session, request: CareRequestRow, new: NewDecision, *, by: Actor, at: datetime
) -> DecisionRow:
    """Make the decision, or return the one that the same key has made.

    The contact is locked (``lock_contact_of``). Raises ``DoctorDecides`` where a doctor must, and
    what ``checked`` raises for its texts.
    """
    earlier = find_by_key(session, request.id, new.idempotency_key)
    if earlier is not None:
        return earlier
    side = side_of(session, request, by)
    if side is None:
        raise NotYours
    if not (new.is_proposal or _may_decide(new.kind, request, by)):
        raise DoctorDecides
    status = DecisionStatus.PROPOSED if new.is_proposal else DecisionStatus.DECIDED
    decision = DecisionRow(
        id=str(uuid.uuid4()),
        request_id=request.id,
        kind=new.kind,
        status=status,
        side=side,
        account_id=by.account_id,
        unit_id=by.unit_id,
        receiver_id=new.receiver_id,
        note=checked("note", new.note),
        next_by=new.next_by,
        next_text=checked("next_text", new.next_text),
        detail=dict(new.detail),
        idempotency_key=_key(request.id, new.idempotency_key),
        fingerprint=new.fingerprint,
        decided_at=at,
        ended_at=None,
        replaced_by_id=None,
    )
    insert_now(session, decision)
    who = by.in_log
    event = DecisionEvent.PROPOSED if new.is_proposal else DecisionEvent.DECIDED
    note_decision(session, decision.id, event, at=at, by=who, kind=new.kind.value)
    return decision


def find_by_key(session: Session, request_id: str, key: str | None) -> DecisionRow | None:
    """What the same key has made in the contact."""
    if key is None:
        return None
    made = select(DecisionRow).where(DecisionRow.idempotency_key == _key(request_id, key))
    return session.scalar(made)


def _key(request_id: str, key: str | None) -> str | None:
    """A key of the contact's own; as a digest, so that long keys that begin alike are two. Raises
    what ``checked_word`` does."""
    word = checked_word("idempotency_key", key, limit=KEY_LIMIT)
    return None if word is None else hashlib.sha256(f"{request_id}:{word}".encode()).hexdigest()


def _may_decide(kind: DecisionKind, request: CareRequestRow, by: Actor) -> bool:
    is_answered = request.answered_at is not None
    return may_decide(kind, RequesterRole(by.role.value), is_answered=is_answered)
