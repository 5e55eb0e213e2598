"""A moment as an option of the command line."""

from datetime import datetime
from typing import Any

import click
from marshmallow import ValidationError

from app.api.fields import parse_moment
from routing.calendar import MomentOutOfRange, whole_minute


class Moment(click.ParamType[datetime]):
    """A moment; without a zone it is Stockholm time."""

    name = "tidpunkt"

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's own signature
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> datetime:
        """Parse it, or end with what it should look like."""
        if isinstance(value, datetime):
            return value
        try:
            moment = parse_moment(value)
            whole_minute(moment)
        except ValidationError as error:
            self.fail(str(error.messages[0]), param, ctx)
        except MomentOutOfRange:
            self.fail("Tiden ligger utanför kalendern.", param, ctx)
        return moment
