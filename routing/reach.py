"""Whether somebody answers on a line at a moment: who, on which number, and why or why not."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime

from routing.directory import Directory, OnCallLine
from routing.opening_hours import Openness, next_opening
from routing.reasons import Reason, ReasonCode
from routing.rota import OnCall, Rota
from routing.types import OnCallTier


@dataclass(frozen=True, slots=True)
class Reached:
    """Somebody to ring; ``person_id`` None means the line's function phone."""

    person_id: str | None
    number: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Unreached:
    """Nobody to ring; before ``changes_at`` (UTC, None: never) nothing can make it otherwise."""

    reason: Reason
    changes_at: datetime | None


def reach(
    line: OnCallLine,
    tier: OnCallTier,
    *,
    directory: Directory,
    at: datetime,
    excluding: Set[str],
) -> Reached | Unreached:
    """Who answers on a line's tier at a moment, if the line is not closed.

    The tier's rota decides; only a line without any rota is answered by its function phone, and
    then as its first tier. ``excluding`` are person ids never to ring.
    """
    stretch = directory.index.stretch(line.id, line.hours, at)
    if stretch.openness is Openness.CLOSED:
        opens_at = next_opening(line.hours, at)
        reason = Reason(ReasonCode.LINE_CLOSED, {"line": line.id} | _from(opens_at))
        return Unreached(reason, stretch.until)
    rotas = directory.index.rotas(line.id)
    rota = rotas.get(tier)
    if rota:
        return reach_on_duty(line, rota, directory=directory, at=at, excluding=excluding)
    values = {"line": line.id, "tier": tier.value}
    if rotas or tier is not OnCallTier.FIRST:
        return Unreached(Reason(ReasonCode.NOBODY_ON_CALL, values), None)
    if line.number is None:
        return Unreached(Reason(ReasonCode.NO_NUMBER, values), None)
    return Reached(None, line.number, Reason(ReasonCode.FUNCTION_PHONE, values))


def reach_on_duty(
    line: OnCallLine,
    rota: Rota,
    *,
    directory: Directory,
    at: datetime,
    excluding: Set[str],
) -> Reached | Unreached:
    """Who has a rota at a moment, on the own number or else on the line's."""
    on_call: OnCall = directory.index.on_call(rota, at)
    values = {"line": line.id, "tier": rota.tier.value}
    shift = on_call.current
    if shift is None:
        starts_at = on_call.following.starts_at if on_call.following else None
        return Unreached(Reason(ReasonCode.NOBODY_ON_CALL, values | _from(starts_at)), starts_at)
    values["person"] = shift.person_id
    if shift.person_id in excluding:
        return Unreached(Reason(ReasonCode.REQUESTER_THEMSELVES, values), shift.ends_at)
    person = directory.people.get(shift.person_id)
    number = (person.number if person else None) or line.number
    if number is None:
        return Unreached(Reason(ReasonCode.NO_NUMBER, values), shift.ends_at)
    values["until"] = shift.ends_at.isoformat()
    return Reached(shift.person_id, number, Reason(ReasonCode.ON_CALL_NOW, values))


def _from(at: datetime | None) -> dict[str, str]:
    return {"from": at.isoformat()} if at else {}
