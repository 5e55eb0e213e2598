"""The demonstration's beds: figures by hand and from a file, of all ages, and some wards' none."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.actions.beds.import_beds import import_beds
from app.actions.beds.report_beds import ReportBeds, report_beds
from app.actions.shared.actor import Actor
from app.actions.shared.speaks_for import speaks_for
from app.cli.opening import open_engine
from app.config import database_url
from models.snapshot import load_directory
from models.tables.accounts import AccountRole, AccountRow
from models.tables.beds import BedReportRow
from routing.beds import BedReport, BedSource
from routing.belonging import Units
from seed_directory.demo_beds import OLDEST_MINUTES, read_demo_beds
from seed_directory.loader import DALARNA

SENT_AFTER = timedelta(minutes=5)


def fill_demo_beds(environment: Mapping[str, str], *, root: Path, at: datetime) -> int:
    """Let the wards have reported their beds before ``at`` (the demonstration's clock); returns how
    many reports were made.

    None where somebody has reported lately: then the demonstration goes on where it was.
    """
    engine = open_engine(database_url(environment, root=root))
    try:
        with Session(engine, expire_on_commit=False) as session:
            since = at - timedelta(minutes=OLDEST_MINUTES)
            if session.scalar(select(exists().where(BedReportRow.counted_at > since))):
                return 0
            return _report_all(session, read_demo_beds(DALARNA, at=at))
    finally:
        engine.dispose()


def _report_all(session: Session, reports: Sequence[BedReport]) -> int:
    units = load_directory(session).units
    coordinators = _coordinators(session)
    session.rollback()  # what was read stands for itself: each report is a transaction of its own
    made = 0
    for report in (one for one in reports if one.source is BedSource.HAND):
        by = _who_speaks_for(report.ward_id, coordinators, units)
        if by is not None:
            report_beds(session, ReportBeds(report), by=by, units=units, at=report.counted_at)
            made += 1
    imported = [one for one in reports if one.source is BedSource.IMPORT]
    for counted_at, of_moment in groupby(imported, key=lambda one: one.counted_at):
        file = _file(of_moment)
        made += import_beds(
            session, file, by=None, units=units, at=counted_at + SENT_AFTER
        ).row_count
    return made


def _coordinators(session: Session) -> Sequence[Actor]:
    """Those who report by hand, in the order in which they got their accounts."""
    rows = session.scalars(
        select(AccountRow)
        .where(AccountRow.role == AccountRole.VARDPLATSKOORDINATOR, AccountRow.is_active)
        .order_by(AccountRow.id)
    )
    return [
        Actor(row.id, row.name, row.role, row.person_id, row.unit_id, row.number) for row in rows
    ]


def _who_speaks_for(ward_id: str, coordinators: Sequence[Actor], units: Units) -> Actor | None:
    """The ward's own coordinator, else that of its hospital."""
    able = [actor for actor in coordinators if speaks_for(actor, ward_id, units)]
    return min(able, key=lambda actor: actor.unit_id != ward_id, default=None)


def _file(reports: Iterable[BedReport]) -> bytes:
    """What the region's system would have sent."""
    names = [field.name for field in fields(BedReport) if field.name not in {"ward_id", "source"}]
    rows = [{"ward": one.ward_id} | {name: getattr(one, name) for name in names} for one in reports]
    return json.dumps({"reports": rows}, default=datetime.isoformat).encode()
