"""What is asked and answered about the inbox and the order of channels."""

from typing import Any

from marshmallow import Schema, fields, validate

from app.api.shared.fields import Moment, WholeInQuery, Word
from models.tables.notices import NoticeKind
from notifications.language import Language
from routing.urgency import Channel

MOST = 200


class NoticesQuery(Schema):
    """GET /notices."""

    limit = WholeInQuery(load_default=50, validate=validate.Range(1, MOST))


class NoticeOut(Schema):
    """One thing one has been told; ``link`` is the path of a page. ``is_over``: what it asks for is
    no longer to be done."""

    id = fields.String(required=True)
    kind = Word(NoticeKind, required=True)
    subject = fields.String(required=True)
    body = fields.String(required=True)
    link = fields.String(required=True)
    request_id = fields.String(required=True, allow_none=True)
    created_at = Moment(required=True)
    read_at = Moment(required=True, allow_none=True)
    is_to_unit = fields.Boolean(required=True)
    is_over = fields.Boolean(required=True)
    language = fields.String(required=True)


class NoticesOut(Schema):
    """The inbox."""

    unread = fields.Integer(required=True)
    notices = fields.List(fields.Nested(NoticeOut), required=True)


def _order() -> fields.Field[Any]:
    """Channels in order; the action says what may stand where."""
    return fields.List(Word(Channel), required=True, validate=validate.Length(max=len(Channel)))


class PreferencesSchema(Schema):
    """GET and PUT /preferences: one order for each urgency, and the language."""

    language = fields.String(
        required=True, validate=validate.OneOf([one.value for one in Language])
    )
    bradskande = _order()
    samma_dag = _order()
    planerat = _order()
