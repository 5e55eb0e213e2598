"""What is asked and answered about follow-up and refused admissions."""

from typing import Any

from marshmallow import Schema, ValidationError, fields

from app.api.shared.fields import Moment, Word, Written
from routing.admission import AdmissionEvent
from routing.follow_up import AfterRefusal
from routing.weeks import NoSuchWeek, Week, week_from


def _count(description: str) -> fields.Field[Any]:
    return fields.Integer(required=True, metadata={"description": description})


class ImportOut(Schema):
    """A file that has been read in."""

    id = fields.String(required=True)
    row_count = _count("Beslut som filen säger något om.")
    is_new = fields.Boolean(
        required=True, metadata={"description": "false när samma fil redan var inläst."}
    )


class IsoWeek(Written[Week]):
    """A week as ISO writes it, in and out."""

    def read(self, value: object) -> Week:
        """A week of the calendar."""
        try:
            return week_from(str(value))
        except NoSuchWeek:
            raise ValidationError("Ska vara en ISO-vecka på formen 2026-W47.") from None


class RefusalsQuery(Schema):
    """GET /refusals."""

    week = IsoWeek(metadata={"description": "ISO-vecka, t.ex. 2026-W47; annars den förra."})


class ReasonOut(Schema):
    """How often one reason was given; None: no reason was."""

    reason = fields.String(required=True, allow_none=True)
    count = _count("Hur många gånger.")


class TallyOut(Schema):
    """What came of the questions to wards."""

    refused = _count("Nej; summan av skälen.")
    reasons = fields.List(fields.Nested(ReasonOut), required=True)
    silent = _count("Frågor som avdelningen inte svarade på.")
    withdrew = _count("Ja som togs tillbaka.")
    expired = _count("Reservationer som gick ut.")
    accepted = _count("Ja.")


class WardTallyOut(TallyOut):
    """… of one ward."""

    ward_id = fields.String(required=True)
    ward = fields.String(required=True)
    hospital_id = fields.String(required=True, allow_none=True)


class CameBackOut(Schema):
    """A direct admission that came back without a bed, and what became of it."""

    admission_id = fields.String(required=True)
    contact_id = fields.String(required=True)
    because = Word(AdmissionEvent, required=True)
    at = Moment(required=True)
    ended_as = Word(AfterRefusal, required=True)


class RefusalsOut(Schema):
    """One week."""

    week = IsoWeek(required=True)
    first_day = fields.Date(required=True)
    last_day = fields.Date(required=True)
    total = fields.Nested(TallyOut, required=True)
    wards = fields.List(fields.Nested(WardTallyOut), required=True)
    came_back = fields.List(fields.Nested(CameBackOut), required=True)
