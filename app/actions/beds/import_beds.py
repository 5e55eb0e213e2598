"""Vårdplatser läses in från regionens system: a file whole or not at all, and taken back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from app.actions.beds.figures import COUNTS
from app.actions.beds.read_beds import Wards, read_beds
from app.actions.imports.errors import UnknownImport
from app.actions.imports.store_import import NewImport, mark_taken_back, store_import
from app.actions.shared.actor import Actor
from app.actions.shared.errors import NotYours
from app.actions.shared.speaks_for import speaks_for
from models.db import transaction
from models.reads.beds import IS_LATEST
from models.tables.accounts import AccountRole
from models.tables.beds import BedReportRow, WardRow
from models.tables.imports import ImportKind, ImportRow
from routing.beds import BedReport, BedSource
from routing.belonging import Units
from routing.types import UnitKind


@dataclass(frozen=True, slots=True)
class ImportedBeds:
    """``is_new`` False: the same file stands already. ``older`` are reports that say nothing new:
    later ones were known; they are kept as history."""

    id: str
    row_count: int
    is_new: bool
    older: int = 0


def import_beds(
    session: Session, content: bytes, *, by: Actor | None, units: Units, at: datetime
) -> ImportedBeds:
    """Take in a file of reports; ``by`` None is the command line, which speaks for every ward.

    Raises ``NotYours`` for those who import nothing, and ``BadFile`` with all that is wrong; then
    nothing has changed.
    """
    wards = _wards(session, units, _speaks_for(by, units))
    reports = read_beds(content, wards, now=at)
    with transaction(session):
        new = NewImport(ImportKind.BEDS, content, len(reports))
        stored = store_import(session, new, by=by, at=at)
        if not stored.is_new:
            return ImportedBeds(stored.id, stored.row_count, is_new=False)
        latest = _make_latest(session, reports)
        session.execute(
            insert(BedReportRow),
            [_row(one, stored.id, is_latest=id(one) in latest, by=by, at=at) for one in reports],
        )
        session.commit()
    return ImportedBeds(stored.id, len(reports), is_new=True, older=len(reports) - len(latest))


def take_back_beds(session: Session, import_id: str, *, by: Actor | None, at: datetime) -> bool:
    """Let an import count for nothing: what was known before it is known again. False when it was
    taken back before.

    Raises ``UnknownImport``, or ``NotYours`` for others than an administrator and whoever sent it.
    """
    with transaction(session):
        _check_owner(session, import_id, by)
        is_new = mark_taken_back(session, import_id, kind=ImportKind.BEDS, by=by, at=at)
        if is_new:
            _restore_latest(session, import_id)
        session.commit()
    return is_new


def _check_owner(session: Session, import_id: str, by: Actor | None) -> None:
    if by is None or by.role is AccountRole.ADMINISTRATOR:
        return
    row = session.get(ImportRow, import_id)
    if row is None:
        raise UnknownImport
    if row.account_id != by.account_id:
        raise NotYours


def _speaks_for(by: Actor | None, units: Units) -> Collection[str]:
    """The units somebody may import for: the hospital's coordination for its wards, others none."""
    if by is None or by.role is AccountRole.ADMINISTRATOR:
        return units.keys()
    own = units.get(by.unit_id or "")
    if own is None or own.kind is not UnitKind.ADMINISTRATION:
        raise NotYours
    return {unit_id for unit_id in units if speaks_for(by, unit_id, units)}


def _wards(session: Session, units: Units, allowed: Collection[str]) -> Wards:
    ward_ids = session.scalars(select(WardRow.ward_id)).all()
    ids = {units[one].hsa_id: one for one in ward_ids if one in units}
    return Wards(ids | {one: one for one in ward_ids}, allowed)


def _make_latest(session: Session, reports: Collection[BedReport]) -> set[int]:
    """Which of the reports are the newest known of their wards; those they replace are so no more.

    The wards are locked, always in the same order.
    """
    newest: dict[str, BedReport] = {}
    for one in reports:
        last = newest.get(one.ward_id)
        if last is None or last.counted_at < one.counted_at:
            newest[one.ward_id] = one
    _lock(session, newest)
    known = _known(session, newest)
    chosen = {
        ward_id: one
        for ward_id, one in newest.items()
        if ward_id not in known or known[ward_id] <= one.counted_at
    }
    session.execute(
        update(BedReportRow)
        .where(
            BedReportRow.ward_id.in_(chosen),
            BedReportRow.source == BedSource.IMPORT,
            IS_LATEST,
        )
        .values(is_latest=False)
        .execution_options(synchronize_session=False)
    )
    return {id(one) for one in chosen.values()}


def _lock(session: Session, ward_ids: Collection[str]) -> None:
    session.execute(
        select(WardRow.ward_id)
        .where(WardRow.ward_id.in_(ward_ids))
        .order_by(WardRow.ward_id)
        .with_for_update()
    ).all()


def _known(session: Session, ward_ids: Collection[str]) -> Mapping[str, datetime]:
    """When what is known now was counted."""
    found = session.execute(
        select(BedReportRow.ward_id, BedReportRow.counted_at).where(
            BedReportRow.ward_id.in_(ward_ids),
            BedReportRow.source == BedSource.IMPORT,
            IS_LATEST,
        )
    )
    return dict(found.all())


def _restore_latest(session: Session, import_id: str) -> None:
    """The newest report of each ward that the import had replaced, of imports that stand."""
    of_import = select(BedReportRow.ward_id).where(BedReportRow.import_id == import_id).distinct()
    # All of them: what another taking back restores meanwhile may be a report of this import.
    _lock(session, session.scalars(of_import).all())
    ward_ids = session.scalars(of_import.where(IS_LATEST)).all()
    by_age = func.row_number().over(
        partition_by=BedReportRow.ward_id,
        order_by=(BedReportRow.counted_at.desc(), BedReportRow.id.desc()),
    )
    standing = (
        select(BedReportRow.id, by_age.label("place"))
        .join(ImportRow, ImportRow.id == BedReportRow.import_id)
        .where(BedReportRow.ward_id.in_(ward_ids), ImportRow.taken_back_at.is_(None))
        .subquery()
    )
    newest = session.scalars(select(standing.c.id).where(standing.c.place == 1)).all()
    for chosen, is_latest in (
        (BedReportRow.import_id == import_id, False),
        (BedReportRow.id.in_(newest), True),
    ):
        session.execute(
            update(BedReportRow)
            .where(chosen)
            .values(is_latest=is_latest)
            .execution_options(synchronize_session=False)
        )


def _row(
    report: BedReport, import_id: str, *, is_latest: bool, by: Actor | None, at: datetime
) -> dict[str, object]:
    return {
        "ward_id": report.ward_id,
        "source": BedSource.IMPORT,
        "counted_at": report.counted_at,
        "received_at": at,
        **{name: getattr(report, name) for name in COUNTS},
        "is_open": report.is_open,
        "is_latest": is_latest,
        "import_id": import_id,
        "account_id": by.account_id if by else None,
        "unit_id": by.unit_id if by else None,
    }
