"""An examination is booked from a contact: decision and booking in one transaction."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.decisions.add_decision import NewDecision, add_decision, find_by_key
from app.actions.decisions.locked_contact import LockedContact, locked
from app.actions.radiology import tell
from app.actions.radiology.errors import PreconditionsUnmet, UnknownExamination
from app.actions.radiology.locked_booking import note_booking
from app.actions.radiology.places import WantedPlace, take_place
from app.actions.radiology.result_to import result_number
from app.actions.shared.actor import Actor
from app.actions.shared.errors import IdempotencyConflict
from app.actions.shared.faults import Faults
from app.actions.shared.fingerprint import fingerprint_of, refuse_other_content
from app.actions.shared.free_text import checked
from models.db import insert_now
from models.reads.radiology import Examination, find_examination
from models.tables.decisions import DecisionRow
from models.tables.radiology import BookingRow
from routing.calendar import in_utc, to_local
from routing.decisions import DecisionKind
from routing.directory import Directory
from routing.preconditions import Finding, judge, unsettled
from routing.radiology import BookingEvent, BookingStatus, ResultTo
from routing.radiology_hours import Key

LONGEST_ANSWER = 40


@dataclass(frozen=True, slots=True)
class NewBooking:
    """What is booked. ``answers`` to the preconditions as typed, by key; ``confirmed`` the keys of
    those whose warning has been read. ``result_number`` as typed, empty for the one that is known.
    The same ``idempotency_key`` in the same contact is the same booking."""

    request_id: str
    examination: str
    site_id: str
    starts_at: datetime
    result_to: ResultTo
    result_number: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()
    question: str = ""
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class Booked:
    """``is_new`` is False when the same key had already made this booking."""

    id: str
    decision_id: str
    is_new: bool


def book_examination(
    session: Session, new: NewBooking, *, by: Actor, directory: Directory, at: datetime
) -> Booked:
    """Take a place, decide it and tell radiology; committed here.

    Raises what ``lock_contact_of``, ``add_decision``, ``take_place``, ``checked`` and
    ``result_number`` raise, ``UnknownExamination``, ``PreconditionsUnmet`` or
    ``IdempotencyConflict``; nothing is changed then.
    """
    with locked(session, new.request_id, by=by, directory=directory, at=at) as case:
        earlier = find_by_key(session, new.request_id, new.idempotency_key)
        if earlier is not None:
            refuse_other_content(earlier.fingerprint, new)
            booking_id = _booking_of(session, earlier)
            return Booked(booking_id, earlier.id, is_new=False)
        examination = find_examination(session, new.examination)
        if examination is None:
            raise UnknownExamination
        booking = _make(case, examination, new)
        tell.radiology_of_booking(case, booking, examination.name)
        session.commit()
    return Booked(booking.id, booking.decision_id, is_new=True)


def judge_answers(examination: Examination, new: NewBooking, at: datetime) -> tuple[Finding, ...]:
    """What the answers lead to on the day they are given."""
    return judge(examination.preconditions, new.answers, today=to_local(at).date())


def check_booking(
    session: Session, new: NewBooking, *, by: Actor, directory: Directory, at: datetime
) -> None:
    """What is wrong with all but the hour, when none is chosen yet; nothing is changed. Raises what
    ``book_examination`` does."""
    examination = find_examination(session, new.examination)
    if examination is None:
        raise UnknownExamination
    with locked(session, new.request_id, by=by, directory=directory, at=at) as case:
        faults = Faults()
        _checked(case, examination, new, faults)
        faults.refuse_if_any()


def _checked(
    case: LockedContact, examination: Examination, new: NewBooking, faults: Faults
) -> tuple[tuple[Finding, ...], str, str]:
    """The findings, the question and the number to phone; what is wrong is noted."""
    findings, question, number = judge_answers(examination, new, case.at), "", ""
    with faults.noting():
        left = unsettled(findings, confirmed=new.confirmed)
        if left:
            raise PreconditionsUnmet(left)
    with faults.noting():
        question = checked("question", new.question)
    with faults.noting():
        number = result_number(case, new.result_to, new.result_number)
    return findings, question, number


def _make(case: LockedContact, examination: Examination, new: NewBooking) -> BookingRow:
    faults = Faults()
    findings, question, number = _checked(case, examination, new, faults)
    faults.refuse_if_any()
    decision = add_decision(
        case.session, case.request, _decision(examination, new), by=case.actor, at=case.at
    )
    hour: Key = (new.site_id, examination.modality, in_utc(new.starts_at))
    made: list[BookingRow] = []

    def put(place: int) -> None:
        row = BookingRow(
            id=str(uuid.uuid4()),
            decision_id=decision.id,
            request_id=case.request.id,
            status=BookingStatus.BOOKED,
            examination=examination.code,
            site_id=new.site_id,
            modality=examination.modality,
            starts_at=hour[2],
            place=place,
            answers=_answered(examination, new.answers, findings),
            question=question,
            result_to=new.result_to,
            result_number=number,
            refusal=None,
            refusal_note="",
            booked_by=decision.side,
            created_at=case.at,
            ended_at=None,
        )
        insert_now(case.session, row)
        made.append(row)

    wanted = WantedPlace(hour, case.request.municipality, case.directory, case.at)
    take_place(case.session, wanted, put)
    booking = made[-1]
    note_booking(
        case.session, booking.id, BookingEvent.BOOKED, at=case.at, by=case.by, **_codes(new)
    )
    return booking


def _decision(examination: Examination, new: NewBooking) -> NewDecision:
    return NewDecision(
        kind=DecisionKind.RADIOLOGY,
        receiver_id=new.site_id,
        detail={"examination": examination.code},
        idempotency_key=new.idempotency_key,
        fingerprint=fingerprint_of(new),
    )


def _answered(
    examination: Examination, answers: Mapping[str, str], findings: tuple[Finding, ...]
) -> list[dict[str, Any]]:
    """The questions with their answers, as they stood; those nobody answered are left out."""
    texts = {finding.key: finding.text for finding in findings}
    given = {key: typed.strip()[:LONGEST_ANSWER] for key, typed in answers.items()}
    return [
        {
            "key": one.key,
            "question": one.question,
            "answer": given[one.key],
            "unit": one.unit,
            "text": texts.get(one.key, ""),
        }
        for one in examination.preconditions
        if given.get(one.key) and not (one.asked_if and given.get(one.asked_if) != "ja")
    ]


def _codes(new: NewBooking) -> dict[str, str]:
    starts_at = in_utc(new.starts_at).isoformat()
    return {"examination": new.examination, "site": new.site_id, "starts_at": starts_at}


def _booking_of(session: Session, decision: DecisionRow) -> str:
    """What the key has made. Raises ``IdempotencyConflict`` when that was no booking."""
    booking_id = session.scalar(select(BookingRow.id).where(BookingRow.decision_id == decision.id))
    if booking_id is None:
        raise IdempotencyConflict
    return booking_id
