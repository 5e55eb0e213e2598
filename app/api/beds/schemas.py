"""What is asked and answered about vårdplatser."""

from typing import Any

from marshmallow import Schema, fields

from app.api.shared.fields import Moment, Text, Whole, Word, YesNo
from routing.beds import BedSource

IN_STOCKHOLM = "ISO 8601, t.ex. 2026-12-24T10:00; utan tidszon gäller svensk tid"


def _count(description: str, *, needed: bool = False) -> Whole:
    """A number of beds or patients; None where nothing is said. The action says what can be."""
    about: dict[str, Any] = {"metadata": {"description": description}}
    if needed:
        return Whole(required=True, **about)
    return Whole(load_default=None, allow_none=True, **about)


class BedFigures(Schema):
    """The figures of one report."""

    staffed = _count("bemannade platser, utan de stängda", needed=True)
    occupied = _count("belagda, även överbelagda", needed=True)
    closed = _count("stängda platser")
    cleaning = _count("bemannade platser som städas")
    outliers = _count("avdelningens patienter på andra avdelningar")
    expected_arrivals = _count("väntas in i dag, utöver dem med reserverad plats här")
    expected_discharges = _count("väntas hem i dag")
    is_open = YesNo(load_default=True, metadata={"description": "tar emot patienter"})


class ReportIn(BedFigures):
    """POST /beds/{ward}."""

    counted_at = Moment(metadata={"description": f"annars nu; {IN_STOCKHOLM}"})
    seen_report_id = Whole(
        allow_none=True,
        metadata={
            "description": "den rapport för hand som siffrorna utgår från (null: ingen fanns). "
            "Har någon annan rapporterat sedan dess blir svaret 409. Utelämnad: ingen kontroll."
        },
    )


class BedsQuery(Schema):
    """GET /beds."""

    specialty = Text(metadata={"description": "kod eller namn"})
    hospital = Text(metadata={"description": "sjukhusets id eller namn"})


class KnownReportOut(BedFigures):
    """The newest report of one source. ``free`` is what is left by this report."""

    id = fields.Integer(required=True)
    source = Word(BedSource, required=True)
    counted_at = Moment(required=True)
    received_at = Moment(required=True)
    free = fields.Integer(required=True)
    over_occupancy = fields.Integer(required=True)
    is_stale = fields.Boolean(required=True)


class WardOut(Schema):
    """One ward. ``reports``: the newest of each source, the one that counts first; figures of two
    sources are never mixed. ``free`` and ``free_by_evening`` are null where nothing is known."""

    ward_id = fields.String(required=True)
    ward = fields.String(required=True)
    hospital_id = fields.String(required=True, allow_none=True)
    specialties = fields.List(fields.String(), required=True)
    free = fields.Integer(required=True, allow_none=True)
    free_by_evening = fields.Integer(required=True, allow_none=True)
    reserved = fields.Integer(required=True)
    stale_after_hours = fields.Integer(required=True)
    reports = fields.List(fields.Nested(KnownReportOut), required=True)


class BedsOut(Schema):
    """The county's wards."""

    at = Moment(required=True)
    wards = fields.List(fields.Nested(WardOut), required=True)


class BedImportOut(Schema):
    """``is_new`` false: the same file stands already. ``older``: reports that were not the newest,
    kept as history."""

    id = fields.String(required=True)
    row_count = fields.Integer(required=True)
    is_new = fields.Boolean(required=True)
    older = fields.Integer(required=True)


class TakenBackOut(Schema):
    """``is_new`` false: it had been taken back before."""

    id = fields.String(required=True)
    is_new = fields.Boolean(required=True)
