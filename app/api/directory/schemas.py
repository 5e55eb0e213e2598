"""What the addresses of the directory take and answer, written by hand."""

from marshmallow import Schema, fields, validate

from app.api.shared.fields import (
    Moment,
    Text,
    WholeInQuery,
    Word,
    told,
)
from routing.opening_hours import Openness
from routing.types import (
    Audience,
    ContactKind,
    UnitKind,
)


class UnitsQuery(Schema):
    """GET /directory/units."""

    q = Text(load_default="", metadata={"description": "bokstäver ur namn, ort, person eller roll"})
    specialty = Text()
    kind = Word(UnitKind)
    municipality = Text()
    open_now = fields.Boolean(load_default=False)
    limit = WholeInQuery(load_default=50, validate=validate.Range(1, 500))


class ContactPointOut(Schema):
    """A number or an address at a unit."""

    kind = Word(ContactKind, required=True)
    value = told()
    label = told()
    audience = Word(Audience, required=True)


class UnitOut(Schema):
    """A unit of the directory."""

    id = told()
    hsa_id = told()
    name = told()
    kind = Word(UnitKind, required=True)
    provider = told()
    municipality = told()
    municipality_name = told()
    parent_id = told(may_be_null=True)
    specialties = fields.List(fields.String(), required=True)
    openness = Word(Openness, required=True)
    next_opening = Moment(allow_none=True)
    closes_at = Moment(allow_none=True)
    contact_points = fields.List(fields.Nested(ContactPointOut), required=True)
    verified = fields.Boolean(required=True)
    note = told()


class UnitsOut(Schema):
    """What a search found; ``total`` also counts what ``limit`` left out."""

    units = fields.List(fields.Nested(UnitOut), required=True)
    total = fields.Integer(required=True)
    directory_version = fields.Integer(required=True)
