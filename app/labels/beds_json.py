"""Vårdplatser as a document: the same in the API and on the command line."""

from datetime import datetime
from typing import Any

from models.reads.beds import KnownReport, WardBeds
from routing.beds import is_stale
from routing.belonging import hospital_of
from routing.directory import Directory
from routing.forecast import free_by_evening


def ward_to_json(beds: WardBeds, directory: Directory, *, at: datetime) -> dict[str, Any]:
    """A ward as GET /beds answers it; moments are still moments (UTC)."""
    unit, newest, free = directory.units[beds.ward_id], beds.newest, beds.free
    evening = None
    if newest is not None and free is not None:
        evening = free_by_evening(newest, free=free, now=at)
    return {
        "ward_id": unit.id,
        "ward": unit.name,
        "hospital_id": hospital_of(unit.id, directory.units),
        "specialties": list(unit.specialties),
        "free": free,
        "free_by_evening": evening,
        "reserved": beds.reserved,
        "stale_after_hours": beds.stale_after_hours,
        "reports": [_report(one, beds, at) for one in beds.known],
    }


def _report(known: KnownReport, beds: WardBeds, at: datetime) -> dict[str, Any]:
    said = known.report
    return {
        "id": known.id,
        "source": said.source,
        "counted_at": said.counted_at,
        "received_at": known.received_at,
        "staffed": said.staffed,
        "occupied": said.occupied,
        "closed": said.closed,
        "cleaning": said.cleaning,
        "outliers": said.outliers,
        "expected_arrivals": said.expected_arrivals,
        "expected_discharges": said.expected_discharges,
        "is_open": said.is_open,
        "free": beds.free_by(said),
        "over_occupancy": said.over_occupancy,
        "is_stale": is_stale(said.counted_at, at, after_hours=beds.stale_after_hours),
    }
