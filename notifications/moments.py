"""Moments as people say them, in Stockholm time."""

from datetime import datetime, timedelta

from routing.calendar import to_local
from routing.moments import moments_of

_DAYS = {
    "sv": ("mån", "tis", "ons", "tors", "fre", "lör", "sön"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS = {
    "sv": ["jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec"],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}
_NEAR = {
    "sv": {-1: "i går", 0: "i dag", 1: "i morgon"},
    "en": {-1: "yesterday", 0: "today", 1: "tomorrow"},
}

# Which of the two hours is meant when the clock shows the same twice.
SEASONS = {"sv": ("sommartid", "vintertid"), "en": ("summer time", "winter time")}


def clock_display(moment: datetime, lang: str = "sv") -> str:
    """The clock alone: "14:05"; with its season in the hour of the autumn that comes twice."""
    local = to_local(moment)
    clock = f"{local:%H:%M}"
    if len(moments_of(local.replace(tzinfo=None, fold=0))) < 2:
        return clock
    summer, winter = SEASONS.get(lang, SEASONS["sv"])
    return f"{clock} {summer if local.dst() else winter}"


def moment_display(moment: datetime, *, at: datetime | None = None, lang: str = "sv") -> str:
    """Day and clock: "i dag 14:05", "i morgon 08:00", "mån 23 nov 08:00".

    The year stands only when it is another than that of ``at``; without ``at`` no day is "today".
    """
    local = to_local(moment)
    now = local - timedelta(days=7) if at is None else to_local(at)
    lang = lang if lang in _NEAR else "sv"
    clock = clock_display(moment, lang)
    near = _NEAR[lang].get((local.date() - now.date()).days)
    if near:
        return f"{near} {clock}"
    day = f"{_DAYS[lang][local.weekday()]} {local.day} {_MONTHS[lang][local.month - 1]}"
    year = "" if at is None or local.year == now.year else f" {local.year}"
    return f"{day}{year} {clock}"
