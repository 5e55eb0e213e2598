"""What the addresses of on-call and shifts take and answer, written by hand."""

from marshmallow import Schema, fields, validate

from app.api.shared.fields import (
    Moment,
    Text,
    WholeInQuery,
    Word,
    told,
)
from app.api.shared.typed import IN_STOCKHOLM, LONGEST_TEXT
from routing.types import (
    OnCallTier,
)


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


class NextShiftOut(Schema):
    """Who comes after."""

    person = told()
    person_id = told()
    starts_at = Moment(required=True)


class OnCallRowOut(Schema):
    """Who answers on one tier of a line. ``person`` is null when nobody is on duty, or when the
    line has a function phone. Until ``away_until`` nobody disturbs them (inte nu), and
    ``answers_instead`` (a person id, or null: nobody) is rung.
    """

    line_id = told()
    line = told()
    kind = told()
    specialty = told(may_be_null=True)
    unit_id = told()
    unit = told()
    tier = Word(OnCallTier, required=True)
    is_open = fields.Boolean(required=True)
    person = told(may_be_null=True)
    person_id = told(may_be_null=True)
    number = told(may_be_null=True)
    until = Moment(allow_none=True)
    away_until = Moment(required=True, allow_none=True)
    answers_instead = told(may_be_null=True)
    next = fields.Nested(NextShiftOut, allow_none=True)


class OnCallOut(Schema):
    """Who is on call, line by line."""

    at = Moment(required=True)
    on_call = fields.List(fields.Nested(OnCallRowOut), required=True)


class ShiftOut(Schema):
    """A shift to come, or a vacancy: ``person_id`` null."""

    rota_id = told()
    line_id = told()
    tier = Word(OnCallTier, required=True)
    person_id = told(may_be_null=True)
    person = told(may_be_null=True)
    starts_at = Moment(required=True)
    ends_at = Moment(required=True)


class ShiftsOut(Schema):
    """Shifts rota by rota, in order."""

    shifts = fields.List(fields.Nested(ShiftOut), required=True)
