"""How it went after a decision, as the region's data warehouse has said: columns of two tables."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.statistics.columns import Column, Source, of, yes_no
from app.statistics.csv_lines import Cell
from models.tables.imports import FollowUpRow, ImportRow

FOLLOW_UP_COLUMNS: Final[tuple[Column, ...]] = of(
    Source.FOLLOW_UP,
    yes_no("moved_24h", "1 om patienten flyttades till annan avdelning inom 24 timmar."),
    yes_no("intensive_care_24h", "1 om patienten vårdades på intensiven inom 24 timmar."),
    yes_no("ed_72h", "1 om patienten kom till akuten inom 72 timmar."),
    yes_no("admitted_7d", "1 om patienten lades in oplanerat inom 7 dygn."),
    yes_no("readmitted_30d", "1 om patienten återinskrevs inom 30 dygn."),
    yes_no("died_30d", "1 om patienten avled inom 30 dygn."),
)
"""Empty where nobody has said, which is no 0. Filled for direct admissions and for those who stay
with advice alone."""


def load_follow_ups(
    session: Session, decision_ids: Sequence[str]
) -> Mapping[str, Mapping[str, Cell]]:
    """What is known, by decision id and column. Imports taken back count for nothing; of several
    that say something of the same thing the newest is believed."""
    known: dict[str, dict[str, Cell]] = defaultdict(dict)
    rows = session.execute(
        select(FollowUpRow)
        .join(ImportRow, ImportRow.id == FollowUpRow.import_id)
        .where(FollowUpRow.decision_id.in_(decision_ids), ImportRow.taken_back_at.is_(None))
        .order_by(ImportRow.imported_at, ImportRow.id)
    ).scalars()
    for row in rows:
        for column in FOLLOW_UP_COLUMNS:
            said = getattr(row, column.name)
            if said is not None:
                known[row.decision_id][column.name] = int(said)
    return known


def follow_up_cells(known: Mapping[str, Cell] | None) -> dict[str, Cell]:
    """The cells of one decision."""
    return {column.name: (known or {}).get(column.name) for column in FOLLOW_UP_COLUMNS}
