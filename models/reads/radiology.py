"""Röntgen as pages, the API and actions read it: what is offered, what is free, what is booked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from models.db import lock_names
from models.sealed import Sealed, Told
from models.tables.contacts import CareRequestRow, is_id
from models.tables.decisions import DecisionRow
from models.tables.radiology import (
    BookingEventRow,
    BookingRow,
    ExaminationRow,
    RadiologyCapacityRow,
    RadiologyHourRow,
)
from routing.calendar import DAY, MIDNIGHT, in_utc, to_utc
from routing.outcome import Side
from routing.preconditions import AnswerKind, Precondition
from routing.radiology import (
    BOOKING,
    BookingEvent,
    BookingStatus,
    Modality,
    RadiologyRefusal,
    ResultTo,
)
from routing.radiology_hours import Capacity, Key, UsualHours

UNFINISHED = (BookingStatus.BOOKED, BookingStatus.PERFORMED)
"""Radiology still has something to do: the examination, or to phone its result."""


@dataclass(frozen=True, slots=True)
class Examination:
    """En undersökning som får bokas direkt."""

    code: str
    name: str
    modality: Modality
    preconditions: tuple[Precondition, ...]
    note: str


@dataclass(frozen=True, slots=True)
class BookingView:
    """En bokning. ``answers`` are documents with ``question``, ``unit`` and, sealed, ``answer`` and
    ``text`` (what the answer led to, or empty); ``decided_by`` is the account that booked."""

    id: str
    decision_id: str
    request_id: str
    case_code: str
    status: BookingStatus
    examination: str
    examination_name: str
    modality: Modality
    site_id: str
    starts_at: datetime
    answers: Sequence[Mapping[str, Any]]
    question: Sealed
    result_to: ResultTo
    result_number: str | None
    refusal: RadiologyRefusal | None
    refusal_note: Sealed
    booked_by: Side
    decided_by: int
    requester_unit_id: str | None
    municipality: str
    age_band: str | None
    sex: str | None
    created_at: datetime
    ended_at: datetime | None

    def can(self, event: str) -> bool:
        """Whether radiology can say that this happened (one of ``BookingEvent``): the buttons."""
        return BOOKING.allows(self.status, BookingEvent(event))

    @property
    def is_booked(self) -> bool:
        """Nothing has come of it yet: it can be moved or cancelled."""
        return self.status is BookingStatus.BOOKED

    @property
    def is_unfinished(self) -> bool:
        """The examination or its result is waited for."""
        return self.status in UNFINISHED


@dataclass(frozen=True, slots=True)
class BookingEventView:
    """One line of a booking's log; ``detail`` holds codes, ids and moments. ``taken_back_at``: when
    whoever did it undid it (ångrade)."""

    event: BookingEvent
    at: datetime
    unit_id: str | None
    detail: Mapping[str, Any]
    taken_back_at: datetime | None = None


def load_examinations(session: Session) -> tuple[Examination, ...]:
    """What is offered, in the region's order."""
    offered = select(ExaminationRow).where(ExaminationRow.is_active.is_(True))
    rows = session.scalars(offered.order_by(ExaminationRow.position, ExaminationRow.code))
    return tuple(_examination(row) for row in rows)


def find_examination(session: Session, code: str) -> Examination | None:
    """One that is offered; None for others."""
    row = session.get(ExaminationRow, code, populate_existing=True)
    return _examination(row) if row is not None and row.is_active else None


def lock_hour(session: Session, hour: Key) -> None:
    """Hold an hour until the transaction ends: its places are counted and taken, and their number
    is changed, one at a time."""
    site_id, modality, starts_at = hour
    lock_names(session, f"radiology:{site_id}:{modality.value}:{in_utc(starts_at).isoformat()}")


def load_capacity(session: Session, days: Sequence[date]) -> Capacity:
    """All that decides about the places of these Stockholm dates, at every site."""
    begins, ends = to_utc(min(days), MIDNIGHT), to_utc(max(days) + DAY, MIDNIGHT)
    usual = session.scalars(select(RadiologyCapacityRow).order_by(RadiologyCapacityRow.id))
    changed = session.execute(
        select(
            RadiologyHourRow.site_id,
            RadiologyHourRow.modality,
            RadiologyHourRow.starts_at,
            RadiologyHourRow.capacity,
        ).where(RadiologyHourRow.starts_at >= begins, RadiologyHourRow.starts_at < ends)
    )
    taken = session.execute(
        select(BookingRow.site_id, BookingRow.modality, BookingRow.starts_at, func.count())
        .where(
            BookingRow.starts_at >= begins,
            BookingRow.starts_at < ends,
            BookingRow.place.is_not(None),
        )
        .group_by(BookingRow.site_id, BookingRow.modality, BookingRow.starts_at)
    )
    return Capacity(
        usual=tuple(_usual(row) for row in usual),
        changed={(site, modality, at): number for site, modality, at, number in changed},
        taken={(site, modality, at): number for site, modality, at, number in taken},
    )


def load_places(session: Session, hour: Key) -> Sequence[int]:
    """Which places of an hour are taken."""
    site_id, modality, starts_at = hour
    held = session.scalars(
        select(BookingRow.place).where(
            BookingRow.site_id == site_id,
            BookingRow.modality == modality,
            BookingRow.starts_at == starts_at,
            BookingRow.place.is_not(None),
        )
    )
    return [place for place in held if place is not None]


def find_booking(session: Session, booking_id: str) -> BookingView | None:
    """One booking, None when there is none."""
    if not is_id(booking_id):
        return None
    return next(iter(_load(session, BookingRow.id == booking_id)), None)


def load_bookings_of(session: Session, request_id: str) -> tuple[BookingView, ...]:
    """All that was booked in a contact, in the order it was booked."""
    found = _load(session, BookingRow.request_id == request_id)
    return tuple(sorted(found, key=lambda booking: booking.created_at))


def load_bookings_at(
    session: Session, site_id: str, days: Sequence[date]
) -> tuple[BookingView, ...]:
    """A site's bookings on these Stockholm dates and those before them that are unfinished, by
    time."""
    begins, ends = to_utc(min(days), MIDNIGHT), to_utc(max(days) + DAY, MIDNIGHT)
    is_left = and_(BookingRow.starts_at < begins, BookingRow.status.in_(UNFINISHED))
    is_now = and_(BookingRow.starts_at >= begins, BookingRow.starts_at < ends)
    return _load(session, and_(BookingRow.site_id == site_id, or_(is_now, is_left)))


def load_booking_events(session: Session, booking_id: str) -> tuple[BookingEventView, ...]:
    """All that happened to a booking, in order."""
    rows = session.scalars(
        select(BookingEventRow)
        .where(BookingEventRow.booking_id == booking_id)
        .order_by(BookingEventRow.id)
    )
    return tuple(
        BookingEventView(row.event, row.at, row.unit_id, row.detail, row.taken_back_at)
        for row in rows
    )


def _load(session: Session, condition: ColumnElement[bool]) -> tuple[BookingView, ...]:
    rows = session.execute(
        select(BookingRow, ExaminationRow.name, CareRequestRow, DecisionRow.account_id)
        .join(ExaminationRow, ExaminationRow.code == BookingRow.examination)
        .join(CareRequestRow, CareRequestRow.id == BookingRow.request_id)
        .join(DecisionRow, DecisionRow.id == BookingRow.decision_id)
        .where(condition)
        .order_by(BookingRow.starts_at, BookingRow.modality, BookingRow.id)
        .execution_options(populate_existing=True)
    )
    return tuple(_view(row, name, request, by) for row, name, request, by in rows)


def _view(row: BookingRow, name: str, request: CareRequestRow, decided_by: int) -> BookingView:
    told = (Told.BOOKING, row.id, decided_by)
    return BookingView(
        id=row.id,
        decision_id=row.decision_id,
        request_id=row.request_id,
        case_code=request.case_code,
        status=row.status,
        examination=row.examination,
        examination_name=name,
        modality=row.modality,
        site_id=row.site_id,
        starts_at=row.starts_at,
        answers=tuple(_answer(one, *told) for one in row.answers),
        question=Sealed(row.question, *told),
        result_to=row.result_to,
        result_number=row.result_number,
        refusal=row.refusal,
        refusal_note=Sealed(row.refusal_note, Told.BOOKING, row.id),
        booked_by=row.booked_by,
        decided_by=decided_by,
        requester_unit_id=request.requester_unit_id,
        municipality=request.municipality,
        age_band=request.age_band,
        sex=request.sex,
        created_at=row.created_at,
        ended_at=row.ended_at,
    )


def _answer(document: Mapping[str, Any], told: Told, booking_id: str, by: int) -> dict[str, Any]:
    texts = {name: Sealed(document[name], told, booking_id, by) for name in ("answer", "text")}
    return {**document, **texts}


def _examination(row: ExaminationRow) -> Examination:
    return Examination(
        code=row.code,
        name=row.name,
        modality=row.modality,
        preconditions=tuple(
            Precondition(**{**document, "kind": AnswerKind(document["kind"])})
            for document in row.preconditions
        ),
        note=row.note,
    )


def _usual(row: RadiologyCapacityRow) -> UsualHours:
    return UsualHours(
        site_id=row.site_id,
        modality=row.modality,
        weekdays=frozenset(row.weekdays),
        from_hour=row.from_hour,
        to_hour=row.to_hour,
        per_hour=row.per_hour,
        on_red_days=row.on_red_days,
    )
