"""GET /directory/units: the county's units, found by letters."""

from datetime import datetime
from typing import Any

from app.actions.shared.errors import UnknownWord
from app.api.directory.schemas import UnitsOut, UnitsQuery
from app.api.shared.blueprint import blueprint, operation
from app.auth.permissions import Verb
from app.current import current_directory, current_moment
from app.search import UnitFilters, find_municipality, find_specialty, search_units
from routing.directory import Directory
from routing.opening_hours import closes_at, next_opening, openness
from routing.units import CareUnit


@operation(Verb.SEARCH_DIRECTORY, UnitsOut)
@blueprint.arguments(UnitsQuery(), location="query")
def search(query: dict[str, Any]) -> dict[str, Any]:
    """Sök enheter."""
    directory = current_directory()
    at = current_moment()
    found = search_units(directory, query["q"], filters=_filters(query, directory), at=at)
    return {
        "units": [unit_to_json(unit, directory, at) for unit in found[: query["limit"]]],
        "total": len(found),
        "directory_version": directory.version,
    }


def unit_to_json(unit: CareUnit, directory: Directory, at: datetime) -> dict[str, Any]:
    """A unit with its hours as seen at a moment; numbers E.164 or short numbers."""
    return {
        "id": unit.id,
        "hsa_id": unit.hsa_id,
        "name": unit.name,
        "kind": unit.kind,
        "provider": directory.providers[unit.provider_id].name,
        "municipality": unit.municipality,
        "municipality_name": directory.municipalities[unit.municipality].name,
        "parent_id": unit.parent_id,
        "specialties": unit.specialties,
        "openness": openness(unit.hours, at),
        "next_opening": next_opening(unit.hours, at),
        "closes_at": closes_at(unit.hours, at),
        "contact_points": unit.contact_points,
        "verified": unit.verified,
        "note": unit.note,
    }


def _filters(query: dict[str, Any], directory: Directory) -> UnitFilters:
    return UnitFilters(
        specialty=specialty_code(query.get("specialty"), directory),
        kind=query.get("kind"),
        municipality=municipality_code(query.get("municipality"), directory),
        open_now=query["open_now"],
    )


def specialty_code(word: str | None, directory: Directory) -> str | None:
    """The code of a specialty as typed. Raises ``UnknownWord``."""
    if not word:
        return None
    specialty = find_specialty(directory, word)
    if specialty is None:
        raise UnknownWord("specialty", word)
    return specialty.code


def municipality_code(word: str | None, directory: Directory) -> str | None:
    """The code of a municipality as typed. Raises ``UnknownWord``."""
    if not word:
        return None
    municipality = find_municipality(directory, word)
    if municipality is None:
        raise UnknownWord("municipality", word)
    return municipality.code
