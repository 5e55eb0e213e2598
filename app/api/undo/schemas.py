"""What the addresses of what one has just done answer, written by hand."""

from marshmallow import Schema, fields

from app.api.shared.fields import Moment, Word
from routing.undo import Act


class DoneOut(Schema):
    """One act that can be taken back; ``code`` is the case's, or empty. ``has_told``: others have
    been told of it, and are told when it is undone."""

    id = fields.String(required=True)
    act = Word(Act, required=True)
    code = fields.String(required=True)
    at = Moment(required=True)
    has_told = fields.Boolean(required=True)


class RecentOut(Schema):
    """GET /recent: the newest first."""

    recent = fields.List(fields.Nested(DoneOut), required=True)


class UndoneOut(Schema):
    """POST /recent/{step_id}/undo; ``is_new`` false: it was undone already."""

    id = fields.String(required=True)
    act = Word(Act, required=True)
    code = fields.String(required=True)
    is_new = fields.Boolean(required=True)
