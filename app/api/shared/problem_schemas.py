"""What a problem document (RFC 9457) holds."""

from marshmallow import Schema, fields

from app.api.shared.fields import Word, told
from routing.preconditions import Severity

DATE_TIME = {"format": "date-time"}  # of what is a text already


class ProblemErrorSchema(Schema):
    """One thing that is wrong, and where."""

    field = told()
    detail = told()
    nearest = fields.List(fields.String())
    severity = Word(Severity, metadata={"description": "vad ett svar till röntgen leder till"})
    row = fields.Integer(metadata={"description": "I en fil; 1 är rubrikraden."})


class FallbackOut(Schema):
    """What to do when nobody can be reached."""

    unit = fields.String()
    unit_id = told()
    number = told()
    text = told()


class CreatedOut(Schema):
    """A contact that was made, now or by the same key before."""

    id = told()
    case_code = told()
    status_url = told()


class ProblemSchema(Schema):
    """A problem document (RFC 9457)."""

    type = told()
    title = told()
    status = fields.Integer(required=True)
    detail = told()
    errors = fields.List(fields.Nested(ProblemErrorSchema))
    faults = fields.Integer(metadata={"description": "Hur många fel en fil har i allt."})
    next_opening = fields.String(allow_none=True, metadata=DATE_TIME)
    fallback = fields.Nested(FallbackOut, allow_none=True)
    contacts = fields.List(
        fields.Nested(CreatedOut),
        metadata={"description": "egna ärenden som söks just nu, när inget nytt kan skapas"},
    )
