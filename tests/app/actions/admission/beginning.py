"""What there is when the life of a direct admission begins: people, beds, and a talk."""

from collections.abc import Container
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.contact.create_request import NewRequest, create_request
from app.actions.shared.actor import Actor
from models.tables.accounts import AccountRole, AccountRow
from models.tables.beds import BedReportRow, WardRow
from models.tables.contacts import CallMode, CareRequestRow
from routing.beds import BedSource
from routing.directory import Directory
from routing.lifecycle import RequestStatus
from routing.types import ContactPath
from routing.urgency import PatientUrgency


def account(
    session: Session, role: AccountRole, unit: str, *, at: datetime, number: str | None = None
) -> Actor:
    """Somebody of a unit."""
    row = AccountRow(
        username=unit,
        password_hash="-",
        role=role,
        name="Mira Exempel",
        unit_id=unit,
        number=number,
        is_active=True,
        created_at=at,
        session_nonce="-",
    )
    session.add(row)
    session.commit()
    return Actor(row.id, row.name, row.role, None, unit, number)


def beds(session: Session, open_wards: Container[str], *, staffed: int, at: datetime) -> None:
    """Some wards have beds, and the rest are closed."""
    for ward in session.scalars(select(WardRow)):
        session.add(
            BedReportRow(
                ward_id=ward.ward_id,
                source=BedSource.HAND,
                counted_at=at - timedelta(minutes=1),
                received_at=at,
                staffed=staffed,
                occupied=0,
                is_open=ward.ward_id in open_wards,
                is_latest=True,
            )
        )
    session.commit()


def talk(session: Session, by: Actor, directory: Directory, *, at: datetime) -> str:
    """A contact about a heart in Mora that a doctor has answered; its id."""
    new = NewRequest(
        path=ContactPath.AKUT,
        municipality="2062",
        mode=CallMode.SELF_DIAL,
        specialty="kardiologi",
        life_threatening=False,
        urgency=PatientUrgency.WITHIN_HOUR,
        situation="Tilltagande andfåddhet",
    )
    made = create_request(session, new, by=by, directory=directory, at=at)
    row = session.get_one(CareRequestRow, made.id)
    row.status, row.answered_at, row.check_at = RequestStatus.ANSWERED, at, None
    session.commit()
    return made.id
