"""Röntgens timmar as buttons: the nearest site first, with how many places each hour has left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from app.actions.radiology.places import near_sites
from app.actions.radiology.tell import number_of
from app.web.shared.moments import day
from app.web.shared.words import clock_display, phone_display
from models.db import db
from models.reads.radiology import load_capacity
from routing.belonging import hospital_of
from routing.calendar import to_local
from routing.directory import Directory
from routing.moments import BadMoment, read_moment
from routing.radiology import Modality
from routing.radiology_hours import RadiologyHour, offered_days, offered_hours

BETWEEN = "|"


@dataclass(frozen=True, slots=True)
class GridHour:
    """One button; ``value`` is what the form sends."""

    value: str
    text: str
    free: int


@dataclass(frozen=True, slots=True)
class GridDay:
    """The hours of a day that have not begun."""

    name: str
    hours: tuple[GridHour, ...]


@dataclass(frozen=True, slots=True)
class GridSite:
    """A radiology department; ``is_own``: at the patient's own hospital."""

    id: str
    name: str
    number: str
    number_text: str
    is_own: bool
    free: int
    days: tuple[GridDay, ...]


def hour_grid(
    modality: Modality, municipality: str, directory: Directory, now: datetime
) -> tuple[GridSite, ...]:
    """The hours of today and tomorrow for a patient from a municipality."""
    capacity = load_capacity(db.session(), offered_days(now))
    hours = [one for one in offered_hours(capacity, at=now) if one.modality is modality]
    home = directory.municipalities.get(municipality)
    own = home.hospitals[0] if home and home.hospitals else None
    found = []
    for site_id in near_sites({one.site_id for one in hours}, municipality, directory):
        there = [one for one in hours if one.site_id == site_id]
        number = number_of(site_id, directory)
        found.append(
            GridSite(
                id=site_id,
                name=directory.units[site_id].name,
                number=number or "",
                number_text=phone_display(number),
                is_own=hospital_of(site_id, directory.units) == own is not None,
                free=sum(one.free for one in there),
                days=grid_days(there, now),
            )
        )
    return tuple(found)


def grid_days(hours: Iterable[RadiologyHour], now: datetime) -> tuple[GridDay, ...]:
    """Hours by day, in the order they come."""
    return tuple(
        GridDay(
            name=day(same[0].starts_at, now),
            hours=tuple(GridHour(hour_value(one), hour_text(one), one.free) for one in same),
        )
        for same in by_day(hours)
    )


def by_day(hours: Iterable[RadiologyHour]) -> list[list[RadiologyHour]]:
    """Hours of the same Stockholm date together."""
    return [list(same) for _on, same in groupby(hours, key=_date_of)]


def hour_text(hour: RadiologyHour) -> str:
    """ "10–11": an hour as the clock on the wall shows it."""
    begins, ends = clock_display(hour.starts_at)[:2], clock_display(hour.ends_at)[:2]
    return f"{begins}–{ends}"


def hour_value(hour: RadiologyHour) -> str:
    """An hour as a form sends it: in UTC, so that no two hours are the same words."""
    return f"{hour.site_id}{BETWEEN}{hour.starts_at.isoformat()}"


def read_hour(value: str) -> tuple[str, datetime] | None:
    """Site and moment of a button; None for anything else."""
    site_id, _between, moment = value.partition(BETWEEN)
    try:
        return site_id, read_moment(moment, needs_zone=True)
    except BadMoment:
        return None


def _date_of(hour: RadiologyHour) -> object:
    return to_local(hour.starts_at).date()
