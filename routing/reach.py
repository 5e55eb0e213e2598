"""Whether somebody answers on a line at a moment: who, on which number, and why or why not."""

from collections.abc import Iterable, Set
from datetime import datetime

from routing.away import Away
from routing.directory import Directory
from routing.opening_hours import Openness, next_opening
from routing.reached import Reached, Unreached
from routing.reasons import Reason, ReasonCode
from routing.rota import Rota, Shift
from routing.types import OnCallTier
from routing.units import OnCallLine


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
    if line.hours:
        stretch = directory.index.stretch(line.id, line.hours, at)
        if stretch.openness is Openness.CLOSED:
            values = {"line": line.id} | _from(next_opening(line.hours, at))
            return Unreached(Reason(ReasonCode.LINE_CLOSED, values), stretch.until)
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
    on_call = directory.index.on_call(rota, at)
    shift = on_call.current
    if shift is None:
        starts_at = on_call.following.starts_at if on_call.following else None
        values = {"line": line.id, "tier": rota.tier.value} | _from(starts_at)
        return Unreached(Reason(ReasonCode.NOBODY_ON_CALL, values), starts_at)
    if shift.person_id in excluding:
        return Unreached(_about(ReasonCode.REQUESTER_THEMSELVES, shift), shift.ends_at)
    away = _away(directory, shift.person_id, at)
    if away:
        return _forwarded(shift, away, directory=directory, at=at, excluding=excluding)
    known = directory.index.reached.get(rota.id)
    if known and known[0] is shift:
        return known[1]
    person = directory.people.get(shift.person_id)
    own = person.number if person else None
    number = own or line.number
    if number is None:
        until = _next_change(directory, (shift.person_id,), at, latest=shift.ends_at)
        return Unreached(_about(ReasonCode.NO_NUMBER, shift), until)
    reason = _about(ReasonCode.ON_CALL_NOW, shift, until=shift.ends_at.isoformat())
    function_number = line.number if own and line.number != own else None
    found = Reached(shift.person_id, number, reason, function_number)
    directory.index.reached[rota.id] = (shift, found)
    return found


def _away(directory: Directory, person_id: str, at: datetime) -> Away | None:
    return next((one for one in directory.away.get(person_id, ()) if one.holds(at)), None)


def _forwarded(
    shift: Shift, away: Away, *, directory: Directory, at: datetime, excluding: Set[str]
) -> Reached | Unreached:
    """The colleague who answers instead, on their own phone; never further than one step."""
    until = min(away.ends_at, shift.ends_at)
    silent = _about(ReasonCode.DO_NOT_DISTURB, shift, until=until.isoformat())
    colleague = directory.people.get(away.forward_to or "")
    both = (shift.person_id, colleague.id if colleague else "")
    changes_at = _next_change(directory, both, at, latest=shift.ends_at)
    if colleague is None or _away(directory, colleague.id, at):
        return Unreached(silent, changes_at)
    if colleague.id in excluding:
        return Unreached(_about(ReasonCode.REQUESTER_THEMSELVES, shift), changes_at)
    if colleague.number is None:
        return Unreached(_about(ReasonCode.NO_NUMBER, shift), changes_at)
    reason = _about(ReasonCode.FORWARDED, shift, to=colleague.id, until=until.isoformat())
    return Reached(colleague.id, colleague.number, reason)


def _next_change(
    directory: Directory, people: Iterable[str], at: datetime, *, latest: datetime
) -> datetime:
    """Before when who answers cannot change: somebody's "inte nu" begins or ends, the shift ends at
    the latest."""
    moments = (
        moment
        for person_id in people
        for away in directory.away.get(person_id, ())
        for moment in (away.starts_at, away.ends_at)
    )
    return min([latest, *(moment for moment in moments if moment > at)])


def _about(code: ReasonCode, shift: Shift, **more: str) -> Reason:
    values = {"line": shift.line_id, "tier": shift.tier.value, "person": shift.person_id}
    return Reason(code, values | more)


def _from(at: datetime | None) -> dict[str, str]:
    return {"from": at.isoformat()} if at else {}
