"""Vårdplatser: what one ward has, as one source said at one moment; free beds are computed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class BedSource(StrEnum):
    """Varifrån en uppgift kommer. Figures of two sources are never mixed in one sum."""

    HAND = "for_hand"
    IMPORT = "inlast"


@dataclass(frozen=True, slots=True)
class BedReport:
    """One ward's beds as one source counted them at ``counted_at`` (UTC).

    ``staffed`` are open and manned, without the ``closed`` ones; ``occupied`` may be more than
    that: överbeläggning. ``cleaning`` are staffed beds that nobody can lie in yet. ``outliers``
    (utlokaliserade) are the ward's patients who lie in other wards. ``is_open`` False: the ward
    takes no patients. Counts are None where the source does not say.
    """

    ward_id: str
    source: BedSource
    counted_at: datetime
    staffed: int
    occupied: int
    closed: int | None = None
    cleaning: int | None = None
    outliers: int | None = None
    expected_arrivals: int | None = None
    expected_discharges: int | None = None
    is_open: bool = True

    @property
    def over_occupancy(self) -> int:
        """Överbeläggning: patients beyond the staffed beds."""
        return max(0, self.occupied - self.staffed)


def newest(reports: Iterable[BedReport]) -> BedReport | None:
    """The report to go by: the one counted last, whole, whatever its source; of two counted at the
    same moment the one made by hand."""
    return max(
        reports, key=lambda one: (one.counted_at, one.source is BedSource.HAND), default=None
    )


def free_beds(report: BedReport, *, taken: int) -> int:
    """Lediga platser; below zero when more are promised than there are.

    ``taken`` is what the report cannot know of: beds kept for patients on their way, and patients
    admitted here after it was counted.
    """
    return report.staffed - report.occupied - (report.cleaning or 0) - taken


def is_stale(counted_at: datetime, now: datetime, *, after_hours: int) -> bool:
    """Whether a figure is so old that it must be shown as such."""
    return now - counted_at > timedelta(hours=after_hours)
