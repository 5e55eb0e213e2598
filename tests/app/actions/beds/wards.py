"""Two wards of one hospital, whoever speaks for them, and what they say."""

from typing import Any

from app.actions.shared.actor import Actor
from models.snapshot import load_directory
from models.tables.accounts import AccountRole, AccountRow
from routing.beds import BedReport, BedSource
from routing.types import UnitKind
from tests.models.bed_rows import NOON, add_ward
from tests.models.rows import fill_directory, unit_row

WARD, OTHER = "avdelning-1", "avdelning-2"
COORDINATION = "samordningen"


def fill(session):
    """Tables with wards, and their units as the rules know them."""
    fill_directory(session)
    session.add_all(
        [
            unit_row(WARD, UnitKind.WARD, "kliniken"),
            unit_row(OTHER, UnitKind.WARD, "kliniken"),
            unit_row(COORDINATION, UnitKind.ADMINISTRATION, "sjukhuset"),
        ]
    )
    session.flush()
    for ward in (WARD, OTHER):
        add_ward(session, ward)
    units = load_directory(session).units
    session.rollback()
    return units


def coordinator(session, unit_id=COORDINATION, username="koordinator"):
    """Somebody who reports beds."""
    row = AccountRow(
        username=username,
        password_hash="-",
        role=AccountRole.VARDPLATSKOORDINATOR,
        name="Mira Exempel",
        unit_id=unit_id,
        is_active=True,
        created_at=NOON,
        session_nonce="-",
    )
    session.add(row)
    session.commit()
    return Actor(row.id, row.name, row.role, None, unit_id, None)


def said(ward_id=WARD, *, counted_at=NOON, **figures: Any):
    """A report by hand: 15 of 20 occupied."""
    given = {"staffed": 20, "occupied": 15} | figures
    return BedReport(ward_id, BedSource.HAND, counted_at, **given)
