"""Files of beds as the region's system would write them."""

import json
from typing import Any

from tests.app.actions.beds.wards import OTHER, WARD

HEADING = (
    "avdelning;räknad;bemannade;belagda;stängda;städas;utlokaliserade;väntas in;väntas hem;öppen"
)
TWO_WARDS = (
    f"{WARD};2026-11-23 12:00;20;15;2;1;0;3;4;ja",
    f"{OTHER};2026-11-23 12:00;10;12;;;;;;nej",
)


def csv_of(*rows: str) -> bytes:
    """A CSV file as Excel saves it."""
    return "\r\n".join([HEADING, *rows]).encode("utf-8-sig")


def json_of(*reports: dict[str, Any]) -> bytes:
    """A JSON file."""
    return json.dumps({"reports": reports}, ensure_ascii=False).encode()


def one(ward: str = WARD, clock: str = "12:00", occupied: int = 15) -> bytes:
    """A file of one report."""
    return csv_of(f"{ward};2026-11-23 {clock};20;{occupied}")
