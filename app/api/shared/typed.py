"""What every address of the API takes: moments in Stockholm time, text, the key of a repeat."""

from marshmallow import Schema, fields, validate

from app.api.shared.fields import (
    names_nobody,
)

IN_STOCKHOLM = "ISO 8601, t.ex. 2026-12-24T10:00; utan tidszon gäller svensk tid"


LONGEST_TEXT = 4000  # the action has its own, shorter limit and says so


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
