"""Mallen för uppföljning: the decisions of a period by their ids alone, ready to be filled in."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.statistics.columns import Column, text, yes_no
from app.statistics.csv_lines import Row
from models.tables.decisions import DecisionRow
from routing.calendar import to_local
from routing.decisions import FOLLOWED_UP, IN_FORCE
from routing.follow_up import CONTACT_ID, DECIDED_ON, DECISION_ID, KIND, Aftermath

TEMPLATE_COLUMNS: Final[tuple[Column, ...]] = (
    text(CONTACT_ID, "Kontaktens id. Räcker tillsammans med kind."),
    text(DECISION_ID, "Beslutets id. Räcker ensamt."),
    text(KIND, "direktinlaggning eller kvar_med_rad."),
    text(DECIDED_ON, "Dagen för beslutet, svensk tid. Läses inte in."),
    yes_no(Aftermath.MOVED, "1 om patienten flyttades till annan avdelning inom 24 h."),
    yes_no(Aftermath.INTENSIVE_CARE, "1 om patienten vårdades på intensiven inom 24 h."),
    yes_no(Aftermath.BACK_TO_ED, "1 om patienten kom till akuten inom 72 h."),
    yes_no(Aftermath.ADMITTED, "1 om patienten lades in oplanerat inom 7 dygn."),
    yes_no(Aftermath.READMITTED, "1 om patienten återinskrevs inom 30 dygn."),
    yes_no(Aftermath.DIED, "1 om patienten avled inom 30 dygn."),
)
"""The columns of the file, in its order. 0 is no; an empty cell is not known (yet)."""


def template_rows(session: Session, *, since: datetime, until: datetime) -> Iterator[Row]:
    """One row for each decision that stands and is followed up, the oldest first."""
    decisions = session.execute(
        select(DecisionRow.request_id, DecisionRow.id, DecisionRow.kind, DecisionRow.decided_at)
        .where(
            DecisionRow.decided_at >= since,
            DecisionRow.decided_at < until,
            DecisionRow.kind.in_(FOLLOWED_UP),
            DecisionRow.status.in_(IN_FORCE),
        )
        .order_by(DecisionRow.decided_at, DecisionRow.id)
    )
    unanswered: Row = dict.fromkeys(Aftermath)
    for contact_id, decision_id, kind, decided_at in decisions:
        yield {
            CONTACT_ID: contact_id,
            DECISION_ID: decision_id,
            KIND: kind.value,
            DECIDED_ON: to_local(decided_at).date().isoformat(),
            **unanswered,
        }
