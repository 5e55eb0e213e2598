"""Moments as people say them, in Stockholm time."""

from datetime import datetime, timedelta

from notifications.moments import clock_display, moment_display
from routing.calendar import to_local

__all__ = ["clock_display", "duration_display", "iso_local", "moment_display"]


def duration_display(seconds: float, lang: str = "sv") -> str:
    """A length of time in the largest fitting unit: "45 s", "5 min", "2 h", "3 dygn"."""
    length = timedelta(seconds=round(seconds))
    minutes = int(length.total_seconds()) // 60
    if minutes < 1:
        return f"{int(length.total_seconds())} s"
    if minutes < 120:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h"
    return f"{minutes // 1440} {'days' if lang == 'en' else 'dygn'}"


def iso_local(moment: datetime) -> str:
    """ISO 8601 with Stockholm's offset, to the second: what the API answers."""
    return to_local(moment).isoformat(timespec="seconds")
