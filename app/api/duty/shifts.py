"""Shifts (pass): the coming weeks of one's own lines, and changing one that has not begun."""

from collections.abc import Iterator
from typing import Any

from app.actions.duty.change_shift import (
    ChangeShift,
    ShownShift,
    SwapShifts,
    change_shift,
    may_change,
    stretches_between,
    swap_shifts,
)
from app.actions.shared.actor import Actor
from app.api.duty.schemas import ChangeShiftIn, ShiftsOut, ShiftsQuery, SwapShiftsIn
from app.api.shared.blueprint import blueprint, operation
from app.auth.guard import current_actor
from app.auth.permissions import Verb
from app.current import current_directory, current_moment
from models.db import db
from routing.calendar import DAY
from routing.directory import Directory
from routing.rota import Rota


@operation(Verb.CHANGE_SHIFT, ShiftsOut)
@blueprint.arguments(ShiftsQuery(), location="query")
def coming(query: dict[str, Any]) -> dict[str, Any]:
    """Kommande pass på de linjer man hör till, också de vakanta."""
    return {"shifts": list(_shifts(current_actor(), current_directory(), days=query["days"]))}


@operation(Verb.CHANGE_SHIFT, ShiftsOut, problems=[404, 409])
@blueprint.arguments(ChangeShiftIn())
def change(body: dict[str, Any]) -> dict[str, Any]:
    """Låt någon annan ta ett kommande pass, eller lämna det vakant."""
    command = ChangeShift(_shown(body), body["to_person"], body["reason"])
    change_shift(
        db.session(),
        command,
        by=current_actor(),
        directory=current_directory(),
        at=current_moment(),
    )
    return _now_of(body["rota_id"])


@operation(Verb.CHANGE_SHIFT, ShiftsOut, problems=[404, 409])
@blueprint.arguments(SwapShiftsIn())
def swap(body: dict[str, Any]) -> dict[str, Any]:
    """Låt två personer byta var sitt kommande pass."""
    command = SwapShifts(_shown(body["shift"]), _shown(body["other"]), body["reason"])
    swap_shifts(
        db.session(),
        command,
        by=current_actor(),
        directory=current_directory(),
        at=current_moment(),
    )
    return _now_of(body["shift"]["rota_id"], body["other"]["rota_id"])


def _shown(body: dict[str, Any]) -> ShownShift:
    return ShownShift(body["rota_id"], body["starts_at"], body["person_id"])


def _now_of(*rota_ids: str) -> dict[str, Any]:
    """The rotas that were changed, as they are now."""
    shifts = _shifts(current_actor(), current_directory(), days=28)
    return {"shifts": [shift for shift in shifts if shift["rota_id"] in rota_ids]}


def _shifts(actor: Actor, directory: Directory, *, days: int) -> Iterator[dict[str, Any]]:
    now = current_moment()
    for rotas in directory.rotas.values():
        for rota in rotas:
            if may_change(rota, actor, directory):
                changes = directory.changes.get(rota.id, ())
                for span, person_id in stretches_between(rota, changes, now, now + days * DAY):
                    yield _about(rota, person_id, directory) | {
                        "starts_at": span.starts_at,
                        "ends_at": span.ends_at,
                    }


def _about(rota: Rota, person_id: str | None, directory: Directory) -> dict[str, Any]:
    person = directory.people.get(person_id or "")
    return {
        "rota_id": rota.id,
        "line_id": rota.line_id,
        "tier": rota.tier,
        "person_id": person_id,
        "person": person.name if person else None,
    }
