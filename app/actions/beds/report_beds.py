"""En avdelnings platser rapporteras för hand: by the ward, or by its hospital's coordination."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.actions.beds.figures import (
    COUNTS,
    BadFigures,
    BedsChanged,
    FigureFault,
    UnknownWard,
    faults_in,
)
from app.actions.shared.actor import Actor
from app.actions.shared.errors import NotYours
from app.actions.shared.speaks_for import speaks_for
from models.db import insert_now, transaction
from models.reads.beds import IS_LATEST, KnownReport, find_ward_beds, lock_ward
from models.tables.beds import BedReportRow
from routing.beds import BedReport, BedSource
from routing.belonging import Units


@dataclass(frozen=True, slots=True)
class Seen:
    """Which report by hand the figures were shown beside; None when there was none."""

    report_id: int | None


@dataclass(frozen=True, slots=True)
class ReportBeds:
    """``seen`` None: whoever reports has looked at nothing before, and overwrites what is there."""

    report: BedReport
    seen: Seen | None = None


def report_beds(
    session: Session, command: ReportBeds, *, by: Actor, units: Units, at: datetime
) -> bool:
    """Write a report by hand; False when the very same was written a moment ago.

    Raises ``NotYours``, ``BadFigures``, ``UnknownWard``, or ``BedsChanged`` when somebody else was
    first; then nothing has changed.
    """
    report = command.report
    if not speaks_for(by, report.ward_id, units):
        raise NotYours
    if faults := faults_in(report, now=at):
        raise BadFigures(faults)
    with transaction(session):
        is_new = _write(session, command, by=by, at=at)
        session.commit()
    return is_new


def _write(session: Session, command: ReportBeds, *, by: Actor, at: datetime) -> bool:
    report = command.report
    beds = find_ward_beds(session, report.ward_id) if lock_ward(session, report.ward_id) else None
    if beds is None:
        raise UnknownWard
    known = beds.of(BedSource.HAND)
    if known is not None and not _may_follow(known, command, by=by):
        return False
    _replace_latest(session, report, by=by, at=at)
    return True


def _may_follow(known: KnownReport, command: ReportBeds, *, by: Actor) -> bool:
    """Whether a report is a new one, and not one that came twice; raises when it comes too late."""
    report, last = command.report, known.report
    is_unseen = command.seen is not None and command.seen.report_id != known.id
    is_same = known.account_id == by.account_id and _figures(report) == _figures(last)
    if is_same and (is_unseen or report.counted_at == last.counted_at):
        return False
    if is_unseen:
        raise BedsChanged(known)
    if report.counted_at < last.counted_at:
        raise BadFigures((FigureFault("counted_at", "Det finns en nyare uppgift för hand."),))
    return True


def _figures(report: BedReport) -> dict[str, object]:
    return {name: getattr(report, name) for name in (*COUNTS, "is_open")}


def _replace_latest(session: Session, report: BedReport, *, by: Actor, at: datetime) -> None:
    session.execute(
        update(BedReportRow)
        .where(
            BedReportRow.ward_id == report.ward_id,
            BedReportRow.source == BedSource.HAND,
            IS_LATEST,
        )
        .values(is_latest=False)
        .execution_options(synchronize_session=False)
    )
    insert_now(
        session,
        BedReportRow(
            ward_id=report.ward_id,
            source=BedSource.HAND,
            counted_at=report.counted_at,
            received_at=at,
            **_figures(report),
            is_latest=True,
            account_id=by.account_id,
            unit_id=by.unit_id,
        ),
    )
