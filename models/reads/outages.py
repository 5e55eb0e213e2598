"""Driftstörningar hos teleoperatören: is there one now, and which there have been."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.tables.notices import ProviderOutageRow


@dataclass(frozen=True, slots=True)
class Outage:
    """From when until when; ``ended_at`` None while it lasts. ``noticed_at`` is when we saw it."""

    id: int
    started_at: datetime
    noticed_at: datetime
    ended_at: datetime | None


def find_outage(session: Session) -> Outage | None:
    """The one that lasts; None while telephony works."""
    row = session.execute(
        select(*_COLUMNS)
        .where(ProviderOutageRow.ended_at.is_(None))
        .order_by(ProviderOutageRow.id)
        .limit(1)
    ).one_or_none()
    return None if row is None else Outage(*row)


def load_outages(session: Session, *, limit: int) -> tuple[Outage, ...]:
    """The latest first."""
    rows = session.execute(
        select(*_COLUMNS).order_by(ProviderOutageRow.id.desc()).limit(limit)
    ).all()
    return tuple(Outage(*row) for row in rows)


_COLUMNS = (
    ProviderOutageRow.id,
    ProviderOutageRow.started_at,
    ProviderOutageRow.noticed_at,
    ProviderOutageRow.ended_at,
)
