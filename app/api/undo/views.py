"""GET /recent: what one has done in the last ten minutes; POST …/undo takes it back."""

from typing import Any
from uuid import UUID

from app.actions.undo.undo import undo
from app.api.shared.blueprint import operation
from app.api.undo.schemas import RecentOut, UndoneOut
from app.auth.guard import current_actor, current_occasion
from app.auth.permissions import Verb
from app.current import current_moment
from models.db import db
from models.reads.undo import load_undoable

SHOWN = 50


@operation(Verb.USE_SERVICE, RecentOut)
def recent() -> dict[str, Any]:
    """Vad har jag nyss gjort?"""
    steps = load_undoable(
        db.session(), current_actor().account_id, at=current_moment(), limit=SHOWN
    )
    return {"recent": steps}


@operation(Verb.USE_SERVICE, UndoneOut, problems=[404, 409])
def take_back(step_id: UUID) -> dict[str, Any]:
    """Ångra det: allt blir som det var innan, och de som fick veta det får veta det."""
    step, is_new = undo(db.session(), str(step_id), current_occasion())
    return {"id": step.id, "act": step.act, "code": step.code, "is_new": is_new}
