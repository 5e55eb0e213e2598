"""GET /on-call: who is on call, until when, and who comes after."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from app.actions.duty.set_away import away_now
from app.actions.shared.errors import UnknownWord
from app.api.directory.views import municipality_code, specialty_code
from app.api.duty.schemas import OnCallOut, OnCallQuery
from app.api.shared.blueprint import blueprint, operation
from app.auth.permissions import Verb
from app.current import current_directory, current_moment
from app.search import find_unit
from routing.calendar import whole_minute
from routing.directory import Directory
from routing.opening_hours import Openness
from routing.rota import Rota, Shift
from routing.types import OnCallTier
from routing.units import OnCallLine


@operation(Verb.SEE_ON_CALL, OnCallOut)
@blueprint.arguments(OnCallQuery(), location="query")
def show(query: dict[str, Any]) -> dict[str, Any]:
    """Vem har jour?"""
    directory = current_directory()
    at = whole_minute(query.get("at") or current_moment())
    return {
        "at": at,
        "on_call": [row for line in _lines(query, directory) for row in _rows(line, directory, at)],
    }


def _lines(query: dict[str, Any], directory: Directory) -> Iterator[OnCallLine]:
    """The lines that serve what is asked for; all lines for nothing."""
    line_id = query.get("line") or None
    if line_id and line_id not in directory.lines:
        raise UnknownWord("line", line_id)
    unit_id = _unit_id(query.get("unit"), directory)
    specialty = specialty_code(query.get("specialty"), directory)
    municipality = municipality_code(query.get("municipality"), directory)
    for line in directory.lines.values():
        if (
            (line_id is None or line.id == line_id)
            and (unit_id is None or unit_id in (line.unit_id, line.hospital_id))
            and (specialty is None or line.specialty == specialty)
            and (municipality is None or not line.covers or municipality in line.covers)
        ):
            yield line


def _unit_id(word: str | None, directory: Directory) -> str | None:
    if not word:
        return None
    unit = find_unit(directory, word)
    if unit is None:
        raise UnknownWord("unit", word)
    return unit.id


def _rows(line: OnCallLine, directory: Directory, at: datetime) -> Iterator[dict[str, Any]]:
    """One row per tier; a line without a rota is its function phone."""
    is_open = True
    if line.hours:
        stretch = directory.index.stretch(line.id, line.hours, at)
        is_open = stretch.openness is not Openness.CLOSED
    about = {
        "line_id": line.id,
        "line": line.name,
        "kind": line.kind.value,
        "specialty": line.specialty,
        "unit_id": line.unit_id,
        "unit": directory.units[line.unit_id].name,
        "is_open": is_open,
    }
    nobody = {
        "person": None,
        "person_id": None,
        "until": None,
        "next": None,
        "away_until": None,
        "answers_instead": None,
    }
    rotas = directory.index.rotas(line.id)
    for tier in OnCallTier:
        if tier in rotas:
            yield about | {"tier": tier} | _on_duty(rotas[tier], line, directory, at)
    if not rotas:
        yield about | nobody | {"tier": OnCallTier.FIRST, "number": line.number}


def _on_duty(rota: Rota, line: OnCallLine, directory: Directory, at: datetime) -> dict[str, Any]:
    on_call = directory.index.on_call(rota, at)
    shift, following = on_call.current, on_call.following
    person = directory.people.get(shift.person_id) if shift else None
    away = away_now(shift.person_id, directory, at) if shift else None
    return {
        "away_until": away.ends_at if away else None,
        "answers_instead": away.forward_to if away else None,
        "person": person.name if person else None,
        "person_id": shift.person_id if shift else None,
        "number": ((person.number if person else None) or line.number) if shift else None,
        "until": shift.ends_at if shift else None,
        "next": _next(following, directory) if following else None,
    }


def _next(shift: Shift, directory: Directory) -> dict[str, Any]:
    person = directory.people.get(shift.person_id)
    return {
        "person": person.name if person else shift.person_id,
        "person_id": shift.person_id,
        "starts_at": shift.starts_at,
    }
