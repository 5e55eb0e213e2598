"""Vad som har rapporterats om en avdelnings platser: the reports of one ward, the latest first."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.reads.beds import REPORT, KnownReport, known_report
from models.tables.beds import BedReportRow
from models.tables.imports import ImportRow


def load_reports(
    session: Session, ward_id: str, *, since: datetime, limit: int
) -> tuple[KnownReport, ...]:
    """Reports counted from ``since`` (UTC) on; those of an import that was taken back are none."""
    found = session.execute(
        select(*REPORT)
        .outerjoin(ImportRow, ImportRow.id == BedReportRow.import_id)
        .where(
            BedReportRow.ward_id == ward_id,
            BedReportRow.counted_at >= since,
            or_(BedReportRow.import_id.is_(None), ImportRow.taken_back_at.is_(None)),
        )
        .order_by(BedReportRow.counted_at.desc(), BedReportRow.id.desc())
        .limit(limit)
    )
    return tuple(known_report(row) for row in found)
