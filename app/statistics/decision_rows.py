"""Beslut: one tidy row per decision, without patients, names or free text."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.statistics.csv_lines import Cell, Row
from app.statistics.decision_columns import DECISION_COLUMNS
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
from models.tables.accounts import AccountRow
from models.tables.contacts import CareRequestRow
from models.tables.decisions import DecisionEventRow, DecisionRow
from routing.decisions import AFTER_ALL, DECISION, DecisionEvent, DecisionStatus
from routing.directory import Directory

CONTACT_FIELDS: Final = (
    CareRequestRow.created_at.label("contact_created_at"),
    CareRequestRow.case_code,
    CareRequestRow.path,
    CareRequestRow.urgency,
    CareRequestRow.specialty,
    CareRequestRow.municipality,
    CareRequestRow.requester_role,
    CareRequestRow.plan_before,
)

_WANTED: Final = (
    select(
        DecisionRow.id,
        DecisionRow.request_id,
        DecisionRow.decided_at,
        DecisionRow.kind,
        DecisionRow.side,
        DecisionRow.unit_id,
        DecisionRow.receiver_id,
        DecisionRow.next_by,
        DecisionRow.detail["when"].as_string().label("visit_day"),
        DecisionRow.replaced_by_id,
        AccountRow.role,
        *CONTACT_FIELDS,
    )
    .join(CareRequestRow, CareRequestRow.id == DecisionRow.request_id)
    .join(AccountRow, AccountRow.id == DecisionRow.account_id)
)


@dataclass(frozen=True, slots=True)
class DecisionStory:
    """What the log of one decision tells: how it began, where it stands, when it ended (UTC)."""

    began_at: datetime
    was_proposed: bool
    status: DecisionStatus
    ended_at: datetime | None


def read_decision(events: Sequence[tuple[DecisionEvent, datetime]]) -> DecisionStory:
    """The log in short (pure); ``events`` in order, at least one."""
    first, began_at = events[0]
    was_proposed = first is DecisionEvent.PROPOSED
    status = DecisionStatus.PROPOSED if was_proposed else DecisionStatus.DECIDED
    ended_at = None
    for event, at in events[1:]:
        life = DECISION if DECISION.allows(status, event) else AFTER_ALL
        if life.allows(status, event):
            status = life.apply(status, event)
            ended_at = None if status is DecisionStatus.DECIDED else at
    return DecisionStory(began_at, was_proposed, status, ended_at)


def contact_cells(found: Found, directory: Directory) -> dict[str, Cell]:
    """What decisions and admissions repeat of their contact (``ABOUT_CONTACT``)."""
    municipality = directory.municipalities.get(found.municipality)
    return {
        "path": found.path.value,
        "urgency": found.urgency and found.urgency.value,
        "specialty": found.specialty,
        "municipality_code": found.municipality,
        "municipality": municipality and municipality.name,
        "requester_role": found.requester_role.value,
        "plan_before": found.plan_before and found.plan_before.value,
    }


def _stream(session: Session, directory: Directory, span: Span) -> Iterator[Row]:
    key = (DecisionRow.decided_at, DecisionRow.id)
    for batch in in_batches(session, _WANTED, key, span):
        ids = [found.id for found in batch]
        logs = _load_logs(session, ids)
        roots = roots_of(session, [found.request_id for found in batch])
        known = load_follow_ups(session, ids)
        for found in batch:
            cells = {
                **_cells(found, logs[found.id]),
                **contact_cells(found, directory),
                **follow_up_cells(known.get(found.id)),
                "chain_root": roots.get(found.request_id, found.request_id),
            }
            yield {column.name: cells[column.name] for column in DECISION_COLUMNS}


def _load_logs(
    session: Session, ids: Sequence[str]
) -> Mapping[str, list[tuple[DecisionEvent, datetime]]]:
    logs: dict[str, list[tuple[DecisionEvent, datetime]]] = defaultdict(list)
    for decision_id, event, at in session.execute(
        select(DecisionEventRow.decision_id, DecisionEventRow.event, DecisionEventRow.at)
        .where(DecisionEventRow.decision_id.in_(ids), DecisionEventRow.taken_back_at.is_(None))
        .order_by(DecisionEventRow.id)
    ):
        logs[decision_id].append((event, at))
    return logs


def _cells(found: Found, log: Sequence[tuple[DecisionEvent, datetime]]) -> dict[str, Cell]:
    story = read_decision(log)
    return {
        "decision_id": found.id,
        "contact_id": found.request_id,
        "case_code": found.case_code,
        "period": month_of(found.decided_at),
        "decided_at": wall_clock(story.began_at),
        "seconds_from_created": begun_seconds(found.contact_created_at, story.began_at),
        "proposed": int(story.was_proposed),
        "status": story.status.value,
        "ended_at": wall_clock(story.ended_at),
        "kind": found.kind.value,
        "visit_day": found.visit_day,
        "side": found.side.value,
        "role": found.role.value,
        "unit_id": found.unit_id,
        "receiver_unit_id": found.receiver_id,
        "next_by": found.next_by and found.next_by.value,
        "replaced_by": found.replaced_by_id,
    }


DECISIONS: Final = Table(
    name="beslut",
    title="Beslut",
    one="beslut",
    many="beslut",
    columns=DECISION_COLUMNS,
    preview=("case_code", "decided_at", "kind", "status", "side", "specialty", "municipality"),
    stream=_stream,
)
