"""Veckans nekade direktinläggningar: read from the log, by ward, hospital and reason."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app.statistics.refusals import (
    Answer,
    Happened,
    Tally,
    after_refusal,
    tallies,
)
from models.sealed import Sealed, Told
from models.tables.admissions import AdmissionEventRow, AdmissionRow, WardAnswerRow
from models.tables.contacts import CareRequestRow
from models.tables.decisions import DecisionRow
from routing.admission import AdmissionEvent
from routing.belonging import hospital_of
from routing.decisions import DecisionKind
from routing.directory import Directory
from routing.follow_up import CAME_BACK, AfterRefusal
from routing.weeks import Week


@dataclass(frozen=True, slots=True)
class Place:
    """A ward or a hospital by its name. ``hospital_id`` is empty for what belongs to none."""

    id: str
    name: str
    hospital_id: str


@dataclass(frozen=True, slots=True)
class PlaceTally:
    """What came of the questions to a ward, or to all wards of a hospital."""

    place: Place
    tally: Tally


@dataclass(frozen=True, slots=True)
class CameBack:
    """An admission without a bed, because all refused or the reservation ran out (``because``)."""

    admission_id: str
    because: AdmissionEvent
    at: datetime
    ward: Place | None
    ending: AfterRefusal


@dataclass(frozen=True, slots=True)
class Contact:
    """The contact an admission belongs to."""

    id: str
    case_code: str
    replaced_by: DecisionKind | None


@dataclass(frozen=True, slots=True)
class RefusalsWeek:
    """``answers`` are all that wards answered in the week, in order, for lists; ``wards`` with the
    most refusals first; ``contacts`` and ``places`` are by admission and ward."""

    week: Week
    answers: tuple[Answer, ...]
    wards: tuple[PlaceTally, ...]
    hospitals: tuple[PlaceTally, ...]
    total: Tally
    came_back: tuple[CameBack, ...]
    contacts: Mapping[str, Contact]
    places: Mapping[str, Place]


def load_refusals_week(session: Session, directory: Directory, *, week: Week) -> RefusalsWeek:
    """What wards answered, and what came back, from Monday's midnight to the next, in Stockholm.

    How it ended afterwards is read as far as the log goes, also past the week.
    """
    answers = _load_answers(session, week)
    back = _load_events(
        session,
        AdmissionEventRow.at >= week.since,
        AdmissionEventRow.at < week.until,
        AdmissionEventRow.event.in_(CAME_BACK),
    )
    ids = {one.admission_id for one in back}
    logs = defaultdict(list)
    for line in _load_events(session, AdmissionEventRow.admission_id.in_(ids)):
        logs[line.admission_id].append(line)
    contacts = _load_contacts(session, ids | {one.admission_id for one in answers})
    by_ward = tallies(answers, back)
    places = {ward_id: _place(ward_id, directory) for ward_id in by_ward}
    return RefusalsWeek(
        week=week,
        answers=answers,
        wards=tuple(_most_first(PlaceTally(places[one], by_ward[one]) for one in by_ward)),
        hospitals=tuple(_most_first(_by_hospital(by_ward, places, directory))),
        total=sum(by_ward.values(), Tally()),
        came_back=tuple(_came_back(back, logs, contacts, places)),
        contacts=contacts,
        places=places,
    )


def _came_back(
    back: Iterable[Happened],
    logs: Mapping[str, Sequence[Happened]],
    contacts: Mapping[str, Contact],
    places: Mapping[str, Place],
) -> Iterator[CameBack]:
    for line in back:
        log = logs[line.admission_id]
        replaced_by = contacts[line.admission_id].replaced_by
        yield CameBack(
            line.admission_id,
            line.event,
            line.at,
            places.get(line.ward_id or ""),
            after_refusal(line, log, replaced_by=replaced_by),
        )


def _by_hospital(
    by_ward: Mapping[str, Tally], places: Mapping[str, Place], directory: Directory
) -> Iterator[PlaceTally]:
    sums: dict[str, Tally] = {}
    for ward_id, tally in by_ward.items():
        hospital_id = places[ward_id].hospital_id
        sums[hospital_id] = sums.get(hospital_id, Tally()) + tally
    for hospital_id, tally in sums.items():
        yield PlaceTally(_place(hospital_id, directory), tally)


def _most_first(lines: Iterable[PlaceTally]) -> list[PlaceTally]:
    return sorted(lines, key=lambda one: (-one.tally.refused, -one.tally.silent, one.place.name))


def _place(unit_id: str, directory: Directory) -> Place:
    unit = directory.units.get(unit_id)
    return Place(
        unit_id, unit.name if unit else unit_id, hospital_of(unit_id, directory.units) or ""
    )


def _load_answers(session: Session, week: Week) -> tuple[Answer, ...]:
    rows = session.scalars(
        select(WardAnswerRow)
        .where(WardAnswerRow.at >= week.since, WardAnswerRow.at < week.until)
        .where(WardAnswerRow.taken_back_at.is_(None))
        .order_by(WardAnswerRow.id)
    )
    return tuple(
        Answer(
            row.admission_id,
            row.ward_id,
            row.reply,
            row.at,
            row.reason,
            Sealed(row.note, Told.ADMISSION, row.admission_id, row.account_id),
            row.round,
        )
        for row in rows
    )


def _load_events(session: Session, *which: object) -> list[Happened]:
    rows = session.execute(
        select(
            AdmissionEventRow.admission_id,
            AdmissionEventRow.event,
            AdmissionEventRow.at,
            AdmissionEventRow.ward_id,
        )
        .where(AdmissionEventRow.taken_back_at.is_(None))
        .where(*which)  # type: ignore[arg-type] # conditions of one table, made above
        .order_by(AdmissionEventRow.id)
    )
    return [Happened(*row) for row in rows]


def _load_contacts(session: Session, admission_ids: set[str]) -> dict[str, Contact]:
    instead = aliased(DecisionRow)
    rows = session.execute(
        select(AdmissionRow.id, CareRequestRow.id, CareRequestRow.case_code, instead.kind)
        .join(CareRequestRow, CareRequestRow.id == AdmissionRow.request_id)
        .join(DecisionRow, DecisionRow.id == AdmissionRow.decision_id)
        .outerjoin(instead, instead.id == DecisionRow.replaced_by_id)
        .where(AdmissionRow.id.in_(admission_ids))
    )
    return {row[0]: Contact(*row[1:]) for row in rows}
