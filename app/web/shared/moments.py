"""Days and shifts as the pages list them, in local time."""

from datetime import datetime, timedelta

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.web.shared.words import clock_display, moment_display
from routing.calendar import to_local

DAYS = (_("mån"), _("tis"), _("ons"), _("tors"), _("fre"), _("lör"), _("sön"))
WEEKDAYS = (
    _("måndag"),
    _("tisdag"),
    _("onsdag"),
    _("torsdag"),
    _("fredag"),
    _("lördag"),
    _("söndag"),
)


def when(at: datetime, now: datetime) -> str:
    """``17:00`` later today, else with its day: ``i morgon 08:00``, ``mån 23 nov 08:00``."""
    is_today = to_local(at).date() == to_local(now).date()
    return clock_display(at) if is_today else moment_display(at, at=now)


def day(at: datetime, now: datetime) -> str:
    """The day alone: ``i dag``, ``mån 23 nov``."""
    return moment_display(at, at=now).removesuffix(f" {clock_display(at)}")


def stretch(starts_at: datetime, ends_at: datetime) -> str:
    """``08:00–17:00``; the last day is named when it is more than a night away."""
    ends = clock_display(ends_at)
    if ends_at - starts_at > timedelta(hours=24):
        ends = gettext("%(day)s %(clock)s", day=DAYS[to_local(ends_at).weekday()], clock=ends)
    return f"{clock_display(starts_at)}–{ends}"
