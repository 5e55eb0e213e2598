"""Kontakter: one tidy row per contact, without patients, doctors, numbers or free text."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.statistics.contact_columns import CONTACT_COLUMNS
from app.statistics.contact_log import (
    FAILED_AS,
    ContactLog,
    LoggedEvent,
    kept_promise,
    read_log,
)
from app.statistics.csv_lines import Cell, Row
from app.statistics.table import (
    Found,
    Span,
    Table,
    begun_seconds,
    in_batches,
    month_of,
    wall_clock,
)
from models.tables.contacts import AttemptRow, CareRequestRow, OutcomeRow, RequestEventRow
from routing.directory import Directory
from routing.outcome import BOTH_SIDES, Side, is_avoided

_REQUEST: Final = (
    CareRequestRow.id,
    CareRequestRow.case_code,
    CareRequestRow.created_at,
    CareRequestRow.path,
    CareRequestRow.requester_role,
    CareRequestRow.requester_unit_id,
    CareRequestRow.specialty,
    CareRequestRow.unit_id,
    CareRequestRow.municipality,
    CareRequestRow.mode,
    CareRequestRow.plan["matrix_version"].as_string().label("matrix_version"),
    CareRequestRow.plan["rule_id"].as_string().label("rule_id"),
    CareRequestRow.promise_seconds,
    CareRequestRow.plan_before,
    CareRequestRow.continued_from_id,
)


@dataclass(frozen=True, slots=True)
class _Parts:
    """What belongs to the contacts of one batch, by contact id."""

    events: Mapping[str, list[LoggedEvent]]
    attempts: Mapping[str, dict[str, Found]]
    outcomes: Mapping[str, dict[Side, Found]]


def _stream(session: Session, directory: Directory, span: Span) -> Iterator[Row]:
    key = (CareRequestRow.created_at, CareRequestRow.id)
    for batch in in_batches(session, select(*_REQUEST), key, span):
        parts = _load_parts(session, [request.id for request in batch])
        for request in batch:
            yield _row(request, parts, directory)


def _load_parts(session: Session, ids: Sequence[str]) -> _Parts:
    attempts: dict[str, dict[str, Found]] = defaultdict(dict)
    for attempt in session.execute(
        select(
            AttemptRow.request_id,
            AttemptRow.id,
            AttemptRow.unit_id,
            AttemptRow.line_id,
            AttemptRow.tier,
            AttemptRow.number,
            AttemptRow.round,
        ).where(AttemptRow.request_id.in_(ids), AttemptRow.side == Side.RESPONDER)
    ):
        attempts[attempt.request_id][attempt.id] = attempt
    outcomes: dict[str, dict[Side, Found]] = defaultdict(dict)
    for outcome in session.execute(
        select(
            OutcomeRow.request_id,
            OutcomeRow.side,
            OutcomeRow.result,
            OutcomeRow.value,
            OutcomeRow.understanding,
        ).where(OutcomeRow.request_id.in_(ids))
    ):
        outcomes[outcome.request_id][outcome.side] = outcome
    return _Parts(_load_log(session, ids), attempts, outcomes)


def _load_log(session: Session, ids: Sequence[str]) -> Mapping[str, list[LoggedEvent]]:
    events: dict[str, list[LoggedEvent]] = defaultdict(list)
    for row in session.execute(
        select(
            RequestEventRow.request_id,
            RequestEventRow.event,
            RequestEventRow.at,
            RequestEventRow.attempt_id,
            RequestEventRow.account_id,
            RequestEventRow.detail["order"].as_integer().label("step"),
            RequestEventRow.detail["reason"].as_string().label("reason"),
        )
        .where(RequestEventRow.request_id.in_(ids), RequestEventRow.taken_back_at.is_(None))
        .order_by(RequestEventRow.id)
    ):
        events[row.request_id].append(LoggedEvent(*row[1:]))
    return events


def _row(request: Found, parts: _Parts, directory: Directory) -> Row:
    attempts = parts.attempts.get(request.id, {})
    log = read_log(parts.events.get(request.id, ()), responder_attempts=attempts.keys())
    answering = attempts.get(log.answer.attempt_id or "") if log.answer else None
    cells = {
        **_asked(request, directory),
        **_sought(log, created_at=request.created_at, promise_seconds=request.promise_seconds),
        **_hunted([attempt for id_, attempt in attempts.items() if id_ in log.rung]),
        "answering_unit_id": answering and answering.unit_id,
        "answering_line_id": answering and answering.line_id,
        "answering_tier": answering and answering.tier,
        **_came_of_it(request, parts.outcomes.get(request.id, {})),
    }
    return {column.name: cells[column.name] for column in CONTACT_COLUMNS}


def _hunted(rung: Sequence[Found]) -> dict[str, Cell]:
    """How widely was sought: the numbers are counted here, and go no further."""
    return {
        "phones_rung": len({attempt.number for attempt in rung}),
        "rounds": max((attempt.round for attempt in rung), default=0),
    }


def _asked(request: Found, directory: Directory) -> dict[str, Cell]:
    own_unit = directory.units.get(request.requester_unit_id or "")
    municipality = directory.municipalities.get(request.municipality)
    return {
        "contact_id": request.id,
        "case_code": request.case_code,
        "period": month_of(request.created_at),
        "created_at": wall_clock(request.created_at),
        "path": request.path.value,
        "requester_role": request.requester_role.value,
        "requester_unit_id": request.requester_unit_id,
        "requester_municipality_code": own_unit and own_unit.municipality,
        "specialty": request.specialty,
        "requested_unit_id": request.unit_id,
        "municipality_code": request.municipality,
        "municipality": municipality and municipality.name,
        "mode": request.mode.value,
        "matrix_version": request.matrix_version,
        "rule_id": request.rule_id,
        "promise_seconds": request.promise_seconds,
        "plan_before": request.plan_before and request.plan_before.value,
        "continued_from": request.continued_from_id,
    }


def _sought(log: ContactLog, *, created_at: datetime, promise_seconds: int) -> dict[str, Cell]:
    answered_at = log.answer.at if log.answer else None
    kept = kept_promise(log, created_at=created_at, promise_seconds=promise_seconds)
    return {
        "attempts": log.attempts,
        **{column: log.failed[column] for column in FAILED_AS.values()},
        "decline_reasons": " ".join(log.decline_reasons) or None,
        "steps_skipped": log.steps_skipped,
        "answered": None if log.is_unreported else int(answered_at is not None),
        "answered_at": wall_clock(answered_at),
        "seconds_to_answer": begun_seconds(created_at, answered_at),
        "within_promise": None if kept is None else int(kept),
        "seconds_to_connect": begun_seconds(created_at, log.connected_at),
        "connected": int(log.connected_at is not None),
        "seconds_talked": begun_seconds(log.connected_at, log.talk_ended_at),
        "exhausted": int(log.exhausted_at is not None),
        "requester_told": int(log.told_at is not None),
        "unreported": int(log.is_unreported),
        "cancelled": int(log.cancelled is not None),
        "cancelled_because": log.cancelled.event.value if log.cancelled else None,
    }


def _came_of_it(request: Found, outcomes: Mapping[Side, Found]) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    for prefix, side in (("requester", Side.REQUESTER), ("responder", Side.RESPONDER)):
        said = outcomes.get(side)
        cells[f"{prefix}_result"] = said and said.result and said.result.value
        cells[f"{prefix}_value"] = said and said.value
        cells[f"{prefix}_understanding"] = said and said.understanding
    results = [outcomes[side].result for side in BOTH_SIDES if side in outcomes]
    after = next((result for result in results if result is not None), None)
    cells["avoided"] = None
    if after is not None and request.plan_before is not None:
        cells["avoided"] = int(is_avoided(request.plan_before, after))
    return cells


CONTACTS: Final = Table(
    name="kontakter",
    title="Kontakter",
    one="kontakt",
    many="kontakter",
    columns=CONTACT_COLUMNS,
    preview=(
        *("case_code", "created_at", "path", "specialty", "municipality"),
        *("answered", "avoided"),
    ),
    stream=_stream,
)
