"""What the addresses of contacts take, written by hand."""

from marshmallow import Schema, fields, validate

from app.api.shared.fields import (
    Moment,
    PhoneNumber,
    Text,
    Whole,
    Word,
    YesNo,
)
from app.api.shared.typed import IN_STOCKHOLM, LONGEST_TEXT
from app.labels import AGE_BANDS, SEXES
from models.tables.contacts import CallMode
from routing.outcome import PlanBefore, ResultAfter
from routing.sbar import SbarPart
from routing.types import ContactPath, RequesterRole
from routing.urgency import PatientUrgency

SCALE = validate.Range(1, 5, error="Ska vara ett heltal från 1 till 5.")


class PlanQuery(Schema):
    """GET /plan."""

    path = Word(ContactPath, required=True)
    specialty = Text(metadata={"description": "kod eller namn"})
    municipality = Text(metadata={"description": "kod eller namn; annars den egna enhetens"})
    unit = Text(metadata={"description": "enhetens id eller namn"})
    requester = Word(RequesterRole, metadata={"description": "vem som frågar; annars rollen"})
    at = Moment(metadata={"description": IN_STOCKHOLM})


class NewRequestIn(Schema):
    """POST /requests. Holds no patient identity."""

    path = Word(ContactPath, required=True)
    municipality = Text(required=True, metadata={"description": "kod eller namn"})
    specialty = Text(load_default=None, allow_none=True)
    unit = Text(load_default=None, allow_none=True)
    mode = Word(CallMode, load_default=CallMode.RING_ME)
    callback_number = PhoneNumber(load_default=None, allow_none=True)
    plan_before = Word(PlanBefore, load_default=None, allow_none=True)
    life_threatening = YesNo(
        load_default=None,
        allow_none=True,
        metadata={"description": "fara för liv: då ska 112 ringas, och inget ärende skapas"},
    )
    urgency = Word(PatientUrgency, load_default=None, allow_none=True)
    age_band = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(AGE_BANDS))
    sex = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(SEXES))
    situation = Text(longest=LONGEST_TEXT, load_default="")
    background = Text(longest=LONGEST_TEXT, load_default="")
    assessment = Text(longest=LONGEST_TEXT, load_default="")
    recommendation = Text(longest=LONGEST_TEXT, load_default="")
    continued_from = fields.UUID(load_default=None, allow_none=True)


class SbarIn(Schema):
    """PUT /requests/{id}/sbar. Holds no patient identity; an empty text takes the part back."""

    part = Word(SbarPart, required=True)
    text = Text(longest=LONGEST_TEXT, required=True)


class OutcomeIn(Schema):
    """POST /requests/{id}/outcome."""

    result = Word(ResultAfter, load_default=None, allow_none=True)
    value = Whole(load_default=None, allow_none=True, validate=SCALE)
    understanding = Whole(load_default=None, allow_none=True, validate=SCALE)
