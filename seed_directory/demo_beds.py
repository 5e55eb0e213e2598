"""What the demonstration's wards have reported of their beds, so that the figures have an age."""

from datetime import datetime, timedelta
from pathlib import Path

from models.tables.beds import BedReportRow
from routing.beds import BedReport, BedSource
from seed_directory.fields import Slug, Whole, Word, YesNo
from seed_directory.folder import read_folder
from seed_directory.problems import BadSeed, Problem
from seed_directory.references import each_once, keys
from seed_directory.rows import SeedRow
from seed_directory.schema import WARDS, SeedSchema, Table
from seed_directory.tables import read_table

OLDEST_MINUTES = 12 * 60


class DemoReportSchema(SeedSchema):
    """En uppgift om en avdelnings platser."""

    ward_id = Slug("avdelning", required=True)
    source = Word("källa", BedSource, required=True)
    minutes_ago = Whole("minuter sedan", least=1, most=OLDEST_MINUTES, required=True)
    staffed = Whole("bemannade", least=0, required=True)
    occupied = Whole("belagda", least=0, required=True)
    closed = Whole("stängda", least=0, load_default=None)
    cleaning = Whole("städas", least=0, load_default=None)
    outliers = Whole("utlokaliserade", least=0, load_default=None)
    expected_arrivals = Whole("väntas in", least=0, load_default=None)
    expected_discharges = Whole("väntas hem", least=0, load_default=None)
    is_open = YesNo("öppen", load_default=True)


DEMO_BEDS = Table("demo_vardplatser.csv", DemoReportSchema, BedReportRow, "ward_id")


def read_demo_beds(folder: Path, *, at: datetime) -> tuple[BedReport, ...]:
    """The reports as if each had been counted so long before ``at``, the oldest first.

    Raises ``BadSeed``. No report is more than ``OLDEST_MINUTES`` old.
    """
    problems: list[Problem] = []
    rows = read_table(folder, DEMO_BEDS, problems=problems)
    wards = keys(read_folder(folder).rows, WARDS)
    problems += each_once(rows, "ward_id", "source")
    problems += [
        row.problem("ward_id", f"avdelningen ”{row.values['ward_id']}” står inte i {WARDS.file}")
        for row in rows
        if row.values["ward_id"] not in wards
    ]
    if problems:
        raise BadSeed(problems)
    return tuple(sorted((_report(row, at) for row in rows), key=lambda one: one.counted_at))


def _report(row: SeedRow, at: datetime) -> BedReport:
    values = dict(row.values)
    return BedReport(counted_at=at - timedelta(minutes=values.pop("minutes_ago")), **values)
