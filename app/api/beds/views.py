"""Vårdplatser: what is known, reported by hand, and imported from the region's system."""

from datetime import UTC
from typing import Any
from uuid import UUID

from werkzeug.routing import BaseConverter

from app.actions.beds.figures import UnknownWard
from app.actions.beds.import_beds import import_beds, take_back_beds
from app.actions.beds.report_beds import ReportBeds, Seen, report_beds
from app.actions.shared.errors import UnknownWord
from app.api.beds.schemas import (
    BedImportOut,
    BedsOut,
    BedsQuery,
    ReportIn,
    TakenBackOut,
    WardOut,
)
from app.api.directory.views import specialty_code
from app.api.shared.blueprint import blueprint, operation, sent_file
from app.auth.guard import current_actor
from app.auth.permissions import Verb
from app.current import current_directory, current_moment
from app.labels.beds_json import ward_to_json
from app.search import find_unit
from models.db import db
from models.reads.beds import find_ward_beds, load_ward_beds
from routing.beds import BedReport, BedSource
from routing.belonging import hospital_of
from routing.directory import Directory

FILE = {
    "requestBody": {
        "required": True,
        "description": "Filen som den är (UTF-8), CSV eller JSON: se docs/guides/drift.md.",
        "content": {
            "text/csv": {"schema": {"type": "string"}},
            "application/json": {"schema": {"type": "object"}},
        },
    }
}


class WardConverter(BaseConverter):
    """A ward's id in an address; ``import`` is none, and an address of its own."""

    regex = "(?!import$)[^/]+"
    part_isolating = True


@operation(Verb.SEE_BEDS, BedsOut)
@blueprint.arguments(BedsQuery(), location="query")
def show_county(query: dict[str, Any]) -> dict[str, Any]:
    """Länets vårdplatser; varje uppgift med källa och ålder."""
    directory, now = current_directory(), current_moment()
    specialty = specialty_code(query.get("specialty"), directory)
    hospital = _hospital(query.get("hospital"), directory)
    wards = [
        ward_to_json(beds, directory, at=now)
        for beds in load_ward_beds(db.session()).values()
        if beds.ward_id in directory.units
        and (specialty is None or specialty in directory.units[beds.ward_id].specialties)
        and (hospital is None or hospital == hospital_of(beds.ward_id, directory.units))
    ]
    return {"at": now, "wards": wards}


@operation(Verb.SEE_BEDS, WardOut, problems=[404])
def show_ward(ward_id: str) -> dict[str, Any]:
    """En avdelnings vårdplatser."""
    return _known_ward(ward_id)


@operation(Verb.REPORT_BEDS, WardOut, problems=[404, 409])
@blueprint.arguments(ReportIn())
def report(body: dict[str, Any], ward_id: str) -> dict[str, Any]:
    """Rapportera för hand. Samma rapport två gånger är en; svaret är avdelningen som den nu är."""
    _known_ward(ward_id)
    now = current_moment()
    seen = Seen(body.pop("seen_report_id")) if "seen_report_id" in body else None
    counted_at = body.pop("counted_at", now).astimezone(UTC)
    said = BedReport(ward_id, BedSource.HAND, counted_at, **body)
    units = current_directory().units
    report_beds(db.session(), ReportBeds(said, seen), by=current_actor(), units=units, at=now)
    return _known_ward(ward_id)


@operation(Verb.IMPORT_BEDS, BedImportOut)
@blueprint.doc(**FILE)
def take_in() -> dict[str, Any]:
    """Läs in vårdplatser. Hela filen eller inget; samma fil två gånger är en inläsning."""
    done = import_beds(
        db.session(),
        sent_file(),
        by=current_actor(),
        units=current_directory().units,
        at=current_moment(),
    )
    return {
        "id": done.id,
        "row_count": done.row_count,
        "is_new": done.is_new,
        "older": done.older,
    }


@operation(Verb.IMPORT_BEDS, TakenBackOut, problems=[404])
def take_back(import_id: UUID) -> dict[str, Any]:
    """Ta tillbaka en inläsning: det som gällde före den gäller igen."""
    is_new = take_back_beds(db.session(), str(import_id), by=current_actor(), at=current_moment())
    return {"id": str(import_id), "is_new": is_new}


def _hospital(word: str | None, directory: Directory) -> str | None:
    if not word:
        return None
    unit = find_unit(directory, word)
    if unit is None:
        raise UnknownWord("unit", word)
    return unit.id


def _known_ward(ward_id: str) -> dict[str, Any]:
    directory = current_directory()
    # Asked of the directory first: an address may hold what no database takes.
    beds = find_ward_beds(db.session(), ward_id) if ward_id in directory.units else None
    if beds is None:
        raise UnknownWard
    return ward_to_json(beds, directory, at=current_moment())
