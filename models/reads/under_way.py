"""Pågående: what concerns somebody just now. Every open page asks again and again, so it is read in
three small questions, without what was told."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from models.tables.admissions import AdmissionRow
from models.tables.contacts import AttemptRow, CallMode, CareRequestRow
from routing.admission import AdmissionStatus
from routing.lifecycle import LIVE, OPEN_STATES, AttemptState, RequestStatus
from routing.outcome import Side
from routing.types import ContactPath

LONGEST = timedelta(hours=12)
"""What began longer ago and has not ended was forgotten, and is not under way."""

MOST = 20
_MINE = OPEN_STATES | {AttemptState.ACCEPTED, AttemptState.NOT_JOINED, AttemptState.CALL_BACK}


@dataclass(frozen=True, slots=True)
class ContactUnderWay:
    """A contact that somebody is in. ``state`` is that of the responder's own phone, None for
    whoever asked; ``rings_until`` (UTC) when it stops ringing, ``call_back_at`` (UTC) when they
    have promised to call."""

    id: str
    case_code: str
    path: ContactPath
    specialty: str | None
    status: RequestStatus
    state: AttemptState | None = None
    rings_until: datetime | None = None
    call_back_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class WardUnderWay:
    """A ward whose phone rings for a bed, until ``rings_until`` (UTC)."""

    admission_id: str
    ward_id: str
    rings_until: datetime


def load_contacts_under_way(
    session: Session, *, account_id: int, person_id: str | None, at: datetime
) -> tuple[ContactUnderWay, ...]:
    """Where somebody asks, is sought, talks, or has promised to call back; the newest first.

    A talk that the requester dialled is not among them: nobody tells us when they hang up.
    """
    goes_on = (
        CareRequestRow.created_at > at - LONGEST,
        CareRequestRow.ended_at.is_(None),
        or_(
            CareRequestRow.status.in_(LIVE),
            and_(
                CareRequestRow.status == RequestStatus.ANSWERED,
                CareRequestRow.mode != CallMode.SELF_DIAL,
            ),
        ),
    )
    newest = CareRequestRow.created_at.desc()
    own = session.execute(
        select(*_OF_CONTACT)
        .where(CareRequestRow.requester_id == account_id, *goes_on)
        .order_by(newest)
        .limit(MOST)
    )
    found = {row.id: ContactUnderWay(*row) for row in own}
    if person_id is not None:
        sought = session.execute(
            select(*_OF_CONTACT, *_OF_PHONE)
            .join(AttemptRow, AttemptRow.request_id == CareRequestRow.id)
            .where(
                AttemptRow.side == Side.RESPONDER,
                AttemptRow.person_id == person_id,
                AttemptRow.state.in_(_MINE),
                *goes_on,
            )
            .order_by(newest, AttemptRow.started_at)
            .limit(MOST)
        )
        for id_, code, path, specialty, status, state, started_at, seconds, call_back_at in sought:
            until = _until(started_at, seconds) if state in OPEN_STATES else None
            found[id_] = ContactUnderWay(
                id_, code, path, specialty, status, state, until, call_back_at
            )
    return tuple(found.values())


def load_wards_under_way(session: Session, ward_ids: Collection[str]) -> tuple[WardUnderWay, ...]:
    """Which of these wards' phones ring for a bed, the first to fall silent first."""
    if not ward_ids:
        return ()
    rows = session.execute(
        select(AdmissionRow.id, AttemptRow.unit_id, AttemptRow.started_at, AttemptRow.ring_seconds)
        .join(AttemptRow, AttemptRow.admission_id == AdmissionRow.id)
        .where(
            AdmissionRow.status == AdmissionStatus.ASKED,
            AttemptRow.round == AdmissionRow.round,
            AttemptRow.unit_id.in_(ward_ids),
            AttemptRow.state.in_(OPEN_STATES),
        )
        .limit(MOST)
    )
    found = [
        WardUnderWay(one, ward_id, _until(at, rings)) for one, ward_id, at, rings in rows if ward_id
    ]
    return tuple(sorted(found, key=lambda one: one.rings_until))


_OF_CONTACT = (
    CareRequestRow.id,
    CareRequestRow.case_code,
    CareRequestRow.path,
    CareRequestRow.specialty,
    CareRequestRow.status,
)
_OF_PHONE = (
    AttemptRow.state,
    AttemptRow.started_at,
    AttemptRow.ring_seconds,
    AttemptRow.call_back_at,
)


def _until(started_at: datetime, seconds: int) -> datetime:
    return started_at + timedelta(seconds=seconds)
