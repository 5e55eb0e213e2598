"""Which of the lines that take turns (turas om) has rested longest.

It decides in which order a contact begins; from then on the contact goes by its own order, which is
frozen on it (``routing.plan.Plan.turns``).
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.tables.rotas import LineRungRow
from routing.plan import Plan, PlanStep
from routing.types import Hunting


def load_rested(session: Session, plan: Plan) -> Mapping[str, datetime]:
    """When each line was last rung, of those whose order the contact has not settled yet."""
    lines = _taking_turns(step for step in plan.steps if step.group not in plan.turns)
    if not lines:
        return {}
    rows = session.scalars(select(LineRungRow).where(LineRungRow.line_id.in_(lines)))
    return {row.line_id: row.rung_at for row in rows}


def note_rung(session: Session, steps: Iterable[PlanStep], *, at: datetime) -> None:
    """Write down that lines which take turns are rung now; part of the caller's transaction."""
    rows = [{"line_id": line_id, "rung_at": at} for line_id in sorted(_taking_turns(steps))]
    if not rows:
        return
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert if is_postgresql else sqlite.insert
    added: postgresql.Insert | sqlite.Insert = insert(LineRungRow).values(rows)
    session.execute(
        added.on_conflict_do_update(
            index_elements=[LineRungRow.line_id], set_={"rung_at": added.excluded.rung_at}
        )
    )


def _taking_turns(steps: Iterable[PlanStep]) -> set[str]:
    return {step.line_id for step in steps if step.hunting is Hunting.ROUND_ROBIN}
