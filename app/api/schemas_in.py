"""What the API is asked: written by hand, apart from what it answers."""

from marshmallow import Schema, fields, validate

from app.api.fields import Moment, PhoneNumber, Text, Whole, WholeInQuery, Word, YesNo, names_nobody
from app.labels import AGE_BANDS, SEXES
from models.care_request import CallMode
from routing.outcome import PlanBefore, ResultAfter
from routing.sbar import SbarPart
from routing.types import ContactPath, RequesterRole, UnitKind
from routing.urgency import PatientUrgency

IN_STOCKHOLM = "ISO 8601, t.ex. 2026-12-24T10:00; utan tidszon gäller svensk tid"
LONGEST_TEXT = 4000  # the action has its own, shorter limit and says so
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


class RequestHeaders(Schema):
    """The header that makes a repeated POST harmless."""

    idempotency_key = fields.String(
        data_key="Idempotency-Key",
        load_default=None,
        validate=(
            validate.Regexp(
                r"^[!-~]{1,80}$", error="Nyckeln ska vara 1–80 tecken utan mellanslag."
            ),
            names_nobody,
        ),
    )


class OutcomeIn(Schema):
    """POST /requests/{id}/outcome."""

    result = Word(ResultAfter, load_default=None, allow_none=True)
    value = Whole(load_default=None, allow_none=True, validate=SCALE)
    understanding = Whole(load_default=None, allow_none=True, validate=SCALE)


class UnitsQuery(Schema):
    """GET /directory/units."""

    q = Text(load_default="", metadata={"description": "bokstäver ur namn, ort, person eller roll"})
    specialty = Text()
    kind = Word(UnitKind)
    municipality = Text()
    open_now = fields.Boolean(load_default=False)
    limit = WholeInQuery(load_default=50, validate=validate.Range(1, 500))


class OnCallQuery(Schema):
    """GET /on-call."""

    line = Text()
    unit = Text()
    specialty = Text()
    municipality = Text()
    at = Moment(metadata={"description": IN_STOCKHOLM})


class ShiftsQuery(Schema):
    """GET /shifts."""

    days = WholeInQuery(load_default=28, validate=validate.Range(1, 56))


class ShownShiftIn(Schema):
    """A shift as it was shown; ``person_id`` null for a vacancy."""

    rota_id = Text(required=True)
    starts_at = Moment(required=True, metadata={"description": IN_STOCKHOLM})
    person_id = Text(required=True, allow_none=True)


class ChangeShiftIn(ShownShiftIn):
    """POST /shifts/change; ``to_person`` null leaves the shift vacant."""

    to_person = Text(required=True, allow_none=True)
    reason = Text(longest=LONGEST_TEXT, load_default="")


class SwapShiftsIn(Schema):
    """POST /shifts/swap."""

    shift = fields.Nested(ShownShiftIn, required=True)
    other = fields.Nested(ShownShiftIn, required=True)
    reason = Text(longest=LONGEST_TEXT, load_default="")
