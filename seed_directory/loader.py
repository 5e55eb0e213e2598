"""Loads a seed folder into the database: all or nothing, and a second time changes nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.db import Base, lock_names, start_writing
from models.snapshot import bump_version, load_directory
from models.tables.admissions import ChecklistItemRow
from models.tables.directory import ContactPointRow, MatrixRuleRow, MatrixVersionRow
from models.tables.radiology import ExaminationRow, RadiologyCapacityRow
from seed_directory.coverage import warnings_of_lines
from seed_directory.folder import CHECKLIST_FILE, MATRIX_FILE, Seed, read_folder
from seed_directory.inherited import INHERITED_SUFFIX, inherited_switchboards, parents_first
from seed_directory.matrix_rows import rule_values
from seed_directory.problems import BadSeed, Problem
from seed_directory.radiology import CAPACITY, EXAMINATIONS_FILE, RadiologySeed
from seed_directory.schema import CONTACT_POINTS, LINES, TABLES, UNITS, Table

DALARNA = Path(__file__).parent / "dalarna"

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LoadReport:
    """How many rows a load made, changed and found as they should be.

    ``warnings`` are what was loaded although somebody should look at it.
    """

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    warnings: tuple[Problem, ...] = ()

    def __add__(self, other: "LoadReport") -> "LoadReport":
        return LoadReport(
            self.created + other.created,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.warnings + other.warnings,
        )


def load_seed(session: Session, folder: Path, *, at: datetime) -> LoadReport:
    """Make the database hold what the folder says, in one transaction that is committed here.

    Rows the folder does not name are left alone: they may have been added by an editor. Only the
    rules of the edition that the folder holds, and radiology's usual hours, are removed when the
    folder no longer has them; questions of the checklist and examinations that it has not are put
    aside. The directory's version grows once if anything changed. Warns of the hours that a line
    promises and no rota covers. Raises ``BadSeed`` before anything is written.
    """
    seed = read_folder(folder)
    start_writing(session)
    report = store_seed(session, seed, at=at)
    session.commit()
    return report


def store_seed(session: Session, seed: Seed, *, at: datetime) -> LoadReport:
    """The same of a folder that has been read, as part of the caller's transaction.

    Loads come one at a time: a second one waits, and finds what the first has made.
    """
    lock_loading(session)
    report = LoadReport()
    for table in TABLES:
        report += _store(session, table.row, _rows_of(table, seed), file=table.file)
    report += _remove_no_longer_inherited(session, seed)
    report += _store_matrix(session, seed)
    report += _store_checklist(session, seed)
    if seed.radiology is not None:
        report += _store_radiology(session, seed.radiology)
    if report.created or report.changed:
        bump_version(session, at=at)
    rotas = load_directory(session).rotas  # an editor may have added some that no file names
    return report + LoadReport(warnings=tuple(warnings_of_lines(seed.rows[LINES], rotas, at=at)))


def lock_loading(session: Session) -> None:
    """Hold the loading of directories until the transaction ends."""
    lock_names(session, "loading a directory")


def _rows_of(table: Table, seed: Seed) -> list[Values]:
    rows = [row.values for row in seed.rows[table]]
    if table is UNITS:
        return parents_first(rows)
    if table is CONTACT_POINTS:
        return rows + inherited_switchboards(seed)
    return rows


def _store(
    session: Session, row_class: type[Base], wanted: Iterable[Values], *, file: str
) -> LoadReport:
    """Make or mend rows until the table holds what is wanted."""
    keys = [column.name for column in row_class.__table__.primary_key]
    existing = {
        tuple(getattr(row, key) for key in keys): row for row in session.scalars(select(row_class))
    }
    report = LoadReport()
    for values in wanted:
        row = existing.get(tuple(values[key] for key in keys))
        if row is None:
            session.add(row_class(**values))
            report += LoadReport(created=1)
        else:
            report += _mend(row, values)
    try:
        session.flush()
    except IntegrityError:
        session.rollback()
        reason = "en rad krockar med en annan som redan finns i databasen"
        raise BadSeed([Problem(file, 0, "", reason)]) from None
    return report


def _mend(row: Base, values: Values) -> LoadReport:
    differing = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in differing.items():
        setattr(row, name, value)
    return LoadReport(changed=1) if differing else LoadReport(unchanged=1)


def _remove_no_longer_inherited(session: Session, seed: Seed) -> LoadReport:
    inherited = {values["id"] for values in inherited_switchboards(seed)}
    made_by_loader = ContactPointRow.id.endswith(INHERITED_SUFFIX, autoescape=True)
    gone = [
        row
        for row in session.scalars(select(ContactPointRow).where(made_by_loader))
        if row.id not in inherited
    ]
    return _remove(session, gone)


def _store_matrix(session: Session, seed: Seed) -> LoadReport:
    matrix = seed.matrix
    version = matrix["version"]
    editions = {row.version: row for row in session.scalars(select(MatrixVersionRow))}
    # A new edition takes over; one put aside since then is not brought back by loading it again.
    is_active = version not in editions or editions[version].is_active
    if version not in editions:
        for row in editions.values():
            row.is_active = False
    edition = {
        "version": version,
        "approved_by": matrix["approved_by"],
        "approved_on": matrix["approved_on"].isoformat(),
        "is_active": is_active,
    }
    rules = rule_values(version, seed.rules)
    wanted = {values["id"] for values in rules}
    of_edition = select(MatrixRuleRow).where(MatrixRuleRow.version == version)
    gone = [row for row in session.scalars(of_edition) if row.id not in wanted]
    report = _store(session, MatrixVersionRow, [edition], file=MATRIX_FILE)
    report += _store(session, MatrixRuleRow, rules, file=MATRIX_FILE)
    return report + _remove(session, gone)


def _store_checklist(session: Session, seed: Seed) -> LoadReport:
    """A question that is gone is not asked again, but kept: answers name it."""
    wanted = [
        {**row.values, "position": position, "is_active": True}
        for position, row in enumerate(seed.questions, start=1)
    ]
    keys = {values["key"] for values in wanted}
    asked = select(ChecklistItemRow).where(ChecklistItemRow.is_active.is_(True))
    gone = [
        {"key": row.key, "is_active": False}
        for row in session.scalars(asked)
        if row.key not in keys
    ]
    return _store(session, ChecklistItemRow, [*wanted, *gone], file=CHECKLIST_FILE)


def _store_radiology(session: Session, radiology: RadiologySeed) -> LoadReport:
    examinations, hours = radiology.examination_values(), radiology.capacity_values()
    report = _store(session, ExaminationRow, examinations, file=EXAMINATIONS_FILE)
    report += _store(session, RadiologyCapacityRow, hours, file=CAPACITY.file)
    codes = {values["code"] for values in examinations}
    offered = session.scalars(select(ExaminationRow).where(ExaminationRow.is_active)).all()
    for row in offered:
        if row.code not in codes:  # what was booked names it: it stays, and is not offered
            row.is_active = False
            report += LoadReport(changed=1)
    wanted = {values["id"] for values in hours}
    usual = session.scalars(select(RadiologyCapacityRow)).all()
    return report + _remove(session, [row for row in usual if row.id not in wanted])


def _remove(session: Session, rows: list[Any]) -> LoadReport:
    for row in rows:
        session.delete(row)
    return LoadReport(changed=len(rows))
