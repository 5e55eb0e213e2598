"""A moment, and a day, as options of the command line."""

from datetime import date, datetime
from typing import Any

import click

from routing.calendar import MomentOutOfRange, whole_minute
from routing.moments import BadMoment, read_day, read_moment


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
            moment = read_moment(value)
            whole_minute(moment)
        except BadMoment as error:
            self.fail(str(error), param, ctx)
        except MomentOutOfRange:
            self.fail("Tiden ligger utanför kalendern.", param, ctx)
        return moment


class Day(click.ParamType[date]):
    """A day, ``2026-11-30``."""

    name = "datum"

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's own signature
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> date:
        """Parse it, or end with what it should look like."""
        if isinstance(value, date):
            return value
        try:
            return read_day(value)
        except BadMoment as error:
            self.fail(str(error), param, ctx)
