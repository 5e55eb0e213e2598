"""Vårdplatserna som de är kända nu: of each ward the newest report of each source, and the beds
that no report knows of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, or_, select, text
from sqlalchemy.orm import Session

from models.tables.admissions import AdmissionRow
from models.tables.beds import BedReportRow, WardRow
from routing.admission import HAS_BED, IN_WARD, AdmissionStatus
from routing.beds import BedReport, BedSource, free_beds, newest


@dataclass(frozen=True, slots=True)
class KnownReport:
    """A report as it is stored. ``received_at`` (UTC) is when it came here, which may be long after
    it was counted."""

    id: int
    report: BedReport
    received_at: datetime
    account_id: int | None = None


@dataclass(frozen=True, slots=True)
class WardBeds:
    """One ward's beds: ``known`` holds the newest report of each source, the one to go by first.

    ``reserved`` are beds kept for patients on their way; ``came_at`` the moments (UTC) when
    admitted patients came, as far back as the oldest of the reports.
    """

    ward_id: str
    stale_after_hours: int
    known: tuple[KnownReport, ...] = ()
    reserved: int = 0
    came_at: tuple[datetime, ...] = ()

    @property
    def newest(self) -> BedReport | None:
        """The report to go by; None where nobody has said anything."""
        return self.known[0].report if self.known else None

    @property
    def free(self) -> int | None:
        """Lediga platser by the newest report, below zero when more is promised than there is."""
        return None if self.newest is None else self.free_by(self.newest)

    def of(self, source: BedSource) -> KnownReport | None:
        """The newest report of one source."""
        return next((one for one in self.known if one.report.source is source), None)

    def taken_since(self, report: BedReport) -> int:
        """Beds kept, and patients who came after the report was counted."""
        return self.reserved + sum(1 for moment in self.came_at if moment > report.counted_at)

    def free_by(self, report: BedReport) -> int:
        """Lediga platser by one of the reports; a ward that takes nobody has none."""
        free = free_beds(report, taken=self.taken_since(report))
        return free if report.is_open else min(free, 0)


def lock_ward(session: Session, ward_id: str) -> WardRow | None:
    """The ward, locked until the transaction ends: promises of its beds are made one at a time."""
    return session.scalar(_LOCKED, {"ward_id": ward_id})


def find_ward_beds(session: Session, ward_id: str) -> WardBeds | None:
    """One ward's beds, or None for what is no ward."""
    return load_ward_beds(session, ward_ids=(ward_id,)).get(ward_id)


def load_ward_beds(
    session: Session, *, ward_ids: Iterable[str] | None = None
) -> Mapping[str, WardBeds]:
    """Beds by ward id, of all wards or of some; three questions however many they are."""
    some = None if ward_ids is None else tuple(ward_ids)
    wards = session.execute(_WARDS if some is None else _WARDS.where(WardRow.ward_id.in_(some)))
    hours = dict(wards.all())
    known = _newest_reports(session, some)
    taken = _taken(session, tuple(hours), since=_oldest(known))
    return {
        ward_id: _beds(ward_id, stale_after_hours, known.get(ward_id, ()), taken.get(ward_id, ()))
        for ward_id, stale_after_hours in hours.items()
    }


def _beds(
    ward_id: str,
    stale_after_hours: int,
    known: tuple[KnownReport, ...],
    taken: Sequence[datetime | None],
) -> WardBeds:
    came_at = tuple(moment for moment in taken if moment is not None)
    return WardBeds(ward_id, stale_after_hours, known, len(taken) - len(came_at), came_at)


_LOCKED = (
    select(WardRow)
    .where(WardRow.ward_id == bindparam("ward_id"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
_WARDS = select(WardRow.ward_id, WardRow.stale_after_hours).order_by(WardRow.ward_id)
# In the words of the index, or SQLite would read every report there ever was.
IS_LATEST = text("bed_report.is_latest")
REPORT = (
    BedReportRow.id,
    BedReportRow.received_at,
    BedReportRow.account_id,
    # What follows are the fields of a report, in their order.
    BedReportRow.ward_id,
    BedReportRow.source,
    BedReportRow.counted_at,
    BedReportRow.staffed,
    BedReportRow.occupied,
    BedReportRow.closed,
    BedReportRow.cleaning,
    BedReportRow.outliers,
    BedReportRow.expected_arrivals,
    BedReportRow.expected_discharges,
    BedReportRow.is_open,
)


def known_report(row: Sequence[Any]) -> KnownReport:
    """A row of the columns ``REPORT``."""
    row_id, received_at, account_id, *figures = row
    return KnownReport(row_id, BedReport(*figures), received_at, account_id)


def _newest_reports(
    session: Session, ids: Sequence[str] | None
) -> dict[str, tuple[KnownReport, ...]]:
    latest = select(*REPORT).where(IS_LATEST)
    if ids is not None:
        latest = latest.where(BedReportRow.ward_id.in_(ids))
    by_ward: dict[str, list[KnownReport]] = {}
    for row in session.execute(latest):
        one = known_report(row)
        by_ward.setdefault(one.report.ward_id, []).append(one)
    return {ward_id: _in_order(reports) for ward_id, reports in by_ward.items()}


def _in_order(reports: list[KnownReport]) -> tuple[KnownReport, ...]:
    first = newest(one.report for one in reports)
    return tuple(sorted(reports, key=lambda one: one.report is not first))


def _oldest(known: Mapping[str, Sequence[KnownReport]]) -> datetime | None:
    return min(
        (one.report.counted_at for reports in known.values() for one in reports), default=None
    )


def _taken(
    session: Session, ids: Sequence[str], *, since: datetime | None
) -> dict[str | None, list[datetime | None]]:
    """What no report knows of, by ward: None for a bed that is kept, else when a patient came.

    A patient who was placed elsewhere lies in the ward where they were placed.
    """
    is_taken = and_(AdmissionRow.ward_id.in_(ids), AdmissionRow.status.in_(HAS_BED))
    if since is not None:
        came = and_(AdmissionRow.arrived_at > since, AdmissionRow.status.in_(IN_WARD))
        is_taken = or_(is_taken, came)
    taken: dict[str | None, list[datetime | None]] = {}
    for status, own, placed, came_at in session.execute(_ADMISSIONS.where(is_taken)):
        where = placed if status is _PLACED else own
        taken.setdefault(where, []).append(None if status in HAS_BED else came_at)
    return taken


_PLACED = AdmissionStatus.PLACED_ELSEWHERE
_ADMISSIONS = select(
    AdmissionRow.status,
    AdmissionRow.ward_id,
    AdmissionRow.placed_ward_id,
    AdmissionRow.arrived_at,
)
