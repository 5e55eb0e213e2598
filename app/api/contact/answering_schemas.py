"""What the addresses for whoever answers take and answer, written by hand."""

from marshmallow import Schema, fields

from app.api.shared.fields import Moment, Text, Word
from routing.lifecycle import RequestStatus


class AwayIn(Schema):
    """PUT /away."""

    until = Moment(required=True, metadata={"description": "senast om 24 timmar"})
    forward_to = Text(
        longest=80,
        load_default=None,
        allow_none=True,
        metadata={"description": "personens id, en av can_stand_in; annars rings nästa i tur"},
    )


class StandInOut(Schema):
    """A colleague who may answer instead."""

    id = fields.String(required=True)
    name = fields.String(required=True)


class AwayOut(Schema):
    """Whether one may be disturbed, and who may answer instead."""

    is_away = fields.Boolean(required=True)
    until = Moment(required=True, allow_none=True)
    forward_to = fields.String(required=True, allow_none=True)
    can_stand_in = fields.List(fields.Nested(StandInOut), required=True)


class ThirdPartyIn(Schema):
    """POST /requests/{id}/third-parties: one of the two."""

    line_id = Text(longest=80, load_default=None, allow_none=True)
    contact_point_id = Text(longest=80, load_default=None, allow_none=True)


class AskedOut(Schema):
    """The attempt to reach a third party."""

    attempt_id = fields.String(required=True)


class WhereItStandsOut(Schema):
    """A contact and its status."""

    id = fields.String(required=True)
    status = Word(RequestStatus, required=True)
