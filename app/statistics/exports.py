"""Uttag av kontakter: one tidy row per contact, without patients, doctors, numbers or free text."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final, TextIO

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.statistics.contact_columns import CONTACT_COLUMNS
from app.statistics.contact_log import (
    FAILED_AS,
    ContactLog,
    LoggedEvent,
    kept_promise,
    read_log,
)
from app.statistics.csv_lines import Cell, Row, csv_lines
from models.care_request import AttemptRow, CareRequestRow, OutcomeRow, RequestEventRow
from routing.calendar import DAY, STOCKHOLM, YEARS, to_local
from routing.directory import Directory
from routing.outcome import BOTH_SIDES, Side, is_avoided

ContactRow = Row

_Columns = Any  # what SQLAlchemy gives for chosen columns; their types are lost on the way

BATCH: Final = 500

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


class PeriodBackwards(ValueError):
    """The period ends before it begins."""


@dataclass(frozen=True, slots=True)
class _Parts:
    """What belongs to the contacts of one batch, by contact id."""

    events: Mapping[str, list[LoggedEvent]]
    attempts: Mapping[str, dict[str, _Columns]]
    outcomes: Mapping[str, dict[Side, _Columns]]


def load_contact_rows(
    session: Session, directory: Directory, *, from_on: date, to_on: date
) -> Iterator[ContactRow]:
    """The contacts made from one Stockholm day to another, both included, oldest first.

    Each row has the keys of ``CONTACT_COLUMNS``, in that order; None is missing. Streams: memory
    does not grow with the period. Raises ``PeriodBackwards`` at once, not at the first row.
    """
    if to_on < from_on:
        raise PeriodBackwards(f"{from_on} – {to_on}")
    return _stream(session, directory, since=_midnight(from_on), until=_midnight(to_on, days=1))


def write_contacts_csv(rows: Iterable[ContactRow], out: TextIO) -> int:
    """Write heading and rows as CSV (RFC 4180: comma, CRLF); returns how many contacts.

    ``out`` is UTF-8 text opened with ``newline=""``.
    """
    lines = contacts_csv_lines(rows)
    out.write(next(lines))
    count = 0
    for count, line in enumerate(lines, start=1):  # noqa: B007 - the last number is the answer
        out.write(line)
    return count


def contacts_csv_lines(rows: Iterable[ContactRow]) -> Iterator[str]:
    """The lines of the same CSV one at a time, each with its CRLF, e.g. for a streamed answer."""
    return csv_lines(CONTACT_COLUMNS, rows)


def _midnight(on: date, *, days: int = 0) -> datetime:
    """When the Stockholm day begins, in UTC; days outside the calendar end at its edges."""
    inside = min(max(on, date(YEARS.start, 1, 1)), date(YEARS.stop - 1, 12, 30)) + days * DAY
    return datetime.combine(inside, time(0), tzinfo=STOCKHOLM).astimezone(UTC)


def _stream(
    session: Session, directory: Directory, *, since: datetime, until: datetime
) -> Iterator[ContactRow]:
    """Batch after batch, each beginning where the last one ended."""
    created_at, contact_id = CareRequestRow.created_at, CareRequestRow.id
    beyond = created_at >= since
    while True:
        batch = session.execute(
            select(*_REQUEST)
            .where(beyond, created_at < until)
            .order_by(created_at, contact_id)
            .limit(BATCH)
        ).all()
        parts = _load_parts(session, [request.id for request in batch])
        for request in batch:
            yield _row(request, parts, directory)
        if len(batch) < BATCH:
            return
        last = batch[-1]
        # The first half lets the index be entered where the last batch ended.
        beyond = and_(
            created_at >= last.created_at,
            or_(created_at > last.created_at, contact_id > last.id),
        )


def _load_parts(session: Session, ids: Sequence[str]) -> _Parts:
    attempts: dict[str, dict[str, _Columns]] = defaultdict(dict)
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
    outcomes: dict[str, dict[Side, _Columns]] = defaultdict(dict)
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
        .where(RequestEventRow.request_id.in_(ids))
        .order_by(RequestEventRow.id)
    ):
        events[row.request_id].append(LoggedEvent(*row[1:]))
    return events


def _row(request: _Columns, parts: _Parts, directory: Directory) -> ContactRow:
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


def _hunted(rung: Sequence[_Columns]) -> dict[str, Cell]:
    """How widely was sought: the numbers are counted here, and go no further."""
    return {
        "phones_rung": len({attempt.number for attempt in rung}),
        "rounds": max((attempt.round for attempt in rung), default=0),
    }


def _asked(request: _Columns, directory: Directory) -> dict[str, Cell]:
    own_unit = directory.units.get(request.requester_unit_id or "")
    municipality = directory.municipalities.get(request.municipality)
    return {
        "contact_id": request.id,
        "case_code": request.case_code,
        "period": f"{to_local(request.created_at):%Y-%m}",
        "created_at": _wall_clock(request.created_at),
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
        "answered_at": _wall_clock(answered_at),
        "seconds_to_answer": _seconds(created_at, answered_at),
        "within_promise": None if kept is None else int(kept),
        "seconds_to_connect": _seconds(created_at, log.connected_at),
        "connected": int(log.connected_at is not None),
        "seconds_talked": _seconds(log.connected_at, log.talk_ended_at),
        "exhausted": int(log.exhausted_at is not None),
        "requester_told": int(log.told_at is not None),
        "unreported": int(log.is_unreported),
        "cancelled": int(log.cancelled is not None),
        "cancelled_because": log.cancelled.event.value if log.cancelled else None,
    }


def _came_of_it(request: _Columns, outcomes: Mapping[Side, _Columns]) -> dict[str, Cell]:
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


def _wall_clock(at: datetime | None) -> str | None:
    return None if at is None else to_local(at).isoformat(timespec="seconds")


def _seconds(start: datetime | None, end: datetime | None) -> int | None:
    """Begun seconds, so that a promise of 60 that was broken by a hair reads 61."""
    return None if start is None or end is None else math.ceil((end - start).total_seconds())
