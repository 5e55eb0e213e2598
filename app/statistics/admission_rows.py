"""Direktinläggningar: one tidy row per admission, without patients, names or free text."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.statistics.admission_columns import ADMISSION_COLUMNS, REFUSED_AS
from app.statistics.admission_story import AdmissionLine, AdmissionStory, read_admission
from app.statistics.csv_lines import Cell, Row
from app.statistics.decision_rows import CONTACT_FIELDS, contact_cells
from app.statistics.followed_up import follow_up_cells, load_follow_ups
from app.statistics.table import (
    Found,
    Span,
    Table,
    begun_seconds,
    in_batches,
    month_of,
    wall_clock,
)
from models.reads.decisions import roots_of
from models.tables.admissions import AdmissionEventRow, AdmissionRow
from models.tables.contacts import CareRequestRow
from routing.admission import AdmissionEvent, RefusalReason, TransportMode
from routing.directory import Directory

_E = AdmissionEvent

_WANTED: Final = select(
    AdmissionRow.id,
    AdmissionRow.decision_id,
    AdmissionRow.request_id,
    AdmissionRow.created_at,
    AdmissionRow.specialty.label("bed_specialty"),
    AdmissionRow.eta_at,
    *CONTACT_FIELDS,
).join(CareRequestRow, CareRequestRow.id == AdmissionRow.request_id)


def _stream(session: Session, directory: Directory, span: Span) -> Iterator[Row]:
    key = (AdmissionRow.created_at, AdmissionRow.id)
    for batch in in_batches(session, _WANTED, key, span):
        logs = _load_logs(session, [found.id for found in batch])
        roots = roots_of(session, [found.request_id for found in batch])
        known = load_follow_ups(session, [found.decision_id for found in batch])
        for found in batch:
            story = read_admission(logs.get(found.id, ()))
            cells = {
                **_about(found),
                **_asked(story),
                **_moved(story),
                **contact_cells(found, directory),
                **follow_up_cells(known.get(found.decision_id)),
                "chain_root": roots.get(found.request_id, found.request_id),
            }
            yield {column.name: cells[column.name] for column in ADMISSION_COLUMNS}


def _load_logs(session: Session, ids: Sequence[str]) -> Mapping[str, list[AdmissionLine]]:
    logs: dict[str, list[AdmissionLine]] = defaultdict(list)
    for row in session.execute(
        select(
            AdmissionEventRow.admission_id,
            AdmissionEventRow.event,
            AdmissionEventRow.at,
            AdmissionEventRow.ward_id,
            AdmissionEventRow.detail,
        )
        .where(AdmissionEventRow.admission_id.in_(ids), AdmissionEventRow.taken_back_at.is_(None))
        .order_by(AdmissionEventRow.id)
    ):
        logs[row.admission_id].append(_line(row, row.detail))
    return logs


def _line(row: Found, detail: Mapping[str, Any]) -> AdmissionLine:
    reason, transport = detail.get("reason"), detail.get("transport")
    return AdmissionLine(
        event=row.event,
        at=row.at,
        ward_id=row.ward_id,
        reason=RefusalReason(reason) if reason in set(RefusalReason) else None,
        transport=TransportMode(transport) if transport in set(TransportMode) else None,
        is_over_occupancy=bool(detail.get("over_occupancy")),
    )


def _about(found: Found) -> dict[str, Cell]:
    return {
        "admission_id": found.id,
        "decision_id": found.decision_id,
        "contact_id": found.request_id,
        "case_code": found.case_code,
        "period": month_of(found.created_at),
        "created_at": wall_clock(found.created_at),
        "bed_specialty": found.bed_specialty,
        "eta_at": wall_clock(found.eta_at),
    }


def _asked(story: AdmissionStory) -> dict[str, Cell]:
    return {
        "status": story.status.value,
        "asked_at": wall_clock(story.asked_at),
        "rounds": story.counts[_E.ASKED],
        "wards_asked": story.wards_asked,
        "refusals": story.counts[_E.WARD_REFUSED],
        **{name: story.reasons[reason] for reason, name in REFUSED_AS.items()},
        "refused_without_reason": story.refusals_without_reason,
        "silent": story.counts[_E.WARD_SILENT],
        "withdrawn": story.counts[_E.WARD_WITHDREW],
        "all_refused": int(story.counts[_E.ALL_REFUSED] > 0),
        "accepted_at": wall_clock(story.accepted_at),
        "seconds_to_accepted": begun_seconds(story.asked_at, story.accepted_at),
        "accepted_ward_id": story.accepting_ward,
        "over_occupancy": int(story.is_over_occupancy) if story.accepted_at else None,
    }


def _moved(story: AdmissionStory) -> dict[str, Cell]:
    return {
        "warned": story.counts[_E.EXPIRY_WARNED],
        "extended": story.counts[_E.EXTENDED],
        "reservations_expired": story.counts[_E.EXPIRED],
        "left_at": wall_clock(story.left_at),
        "transport": story.transport and story.transport.value,
        "arrived": int(story.came_to_ward),
        "arrived_at": wall_clock(story.arrived_at),
        "seconds_to_arrival": begun_seconds(story.accepted_at, story.arrived_at),
        "placed_ward_id": story.placed_ward,
        "turned_to_ed": int(story.counts[_E.TURNED_TO_ED] > 0),
        "cancelled": int(story.counts[_E.CANCELLED] > 0),
        "discharged_at": wall_clock(story.discharged_at),
    }


ADMISSIONS: Final = Table(
    name="direktinlaggningar",
    title="Direktinläggningar",
    one="direktinläggning",
    many="direktinläggningar",
    columns=ADMISSION_COLUMNS,
    preview=(
        *("case_code", "created_at", "status", "wards_asked", "refusals"),
        *("accepted_ward_id", "arrived", "municipality"),
    ),
    stream=_stream,
)
