"""Prognos för vårdplatser: how many beds of a ward are expected to be free when the day ends."""

from datetime import datetime

from routing.beds import BedReport
from routing.calendar import to_local


def free_by_evening(report: BedReport, *, free: int, now: datetime) -> int | None:
    """Lediga platser till kvällen, below zero when more are expected than there is room for.

    ``free`` are the beds free now. It lacks already the beds kept for patients on their way, so
    ``expected_arrivals`` are those who come besides them. What the report does not say of the one
    is none, when it says something of the other. None where there is nothing to go by: neither is
    said, the report is of another day (Stockholm), or the ward takes nobody.
    """
    arrivals, discharges = report.expected_arrivals, report.expected_discharges
    if arrivals is None and discharges is None:
        return None
    if not report.is_open or to_local(report.counted_at).date() != to_local(now).date():
        return None
    return free + (discharges or 0) - (arrivals or 0)
