"""A place in an hour: the hour is locked, so that the last place is found free by one at a time.

Part of its callers' transactions: it commits nothing itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.radiology.errors import (
    HourHasPassed,
    HourIsFull,
    NoPlacesThen,
    UnknownSite,
)
from models.reads.radiology import load_capacity, load_places, lock_hour
from routing.directory import Directory
from routing.radiology_hours import (
    Key,
    RadiologyHour,
    first_place,
    has_begun,
    hour_at,
    is_offered_day,
    is_whole_hour,
    next_free,
    offered_days,
    offered_hours,
    sites_in_order,
)
from routing.types import UnitKind


@dataclass(frozen=True, slots=True)
class WantedPlace:
    """An hour that somebody wants a place in, for a patient from a municipality (its code)."""

    hour: Key
    municipality: str
    directory: Directory
    at: datetime


def take_place(session: Session, wanted: WantedPlace, put: Callable[[int], None]) -> None:
    """Lock the hour, and let ``put`` write the row with its first free place.

    Whoever locks an hour holds the contact already, and waits for no other hour. Raises
    ``UnknownSite``, ``HourHasPassed``, ``NoPlacesThen``, or ``HourIsFull`` with what is free
    instead.
    """
    _check(wanted)
    lock_hour(session, wanted.hour)
    hour = hour_at(load_capacity(session, offered_days(wanted.at)), wanted.hour)
    if hour is None or (hour.capacity == 0 and not hour.taken):
        raise NoPlacesThen
    if not hour.free:
        raise HourIsFull(next_option(session, wanted), directory=wanted.directory, at=wanted.at)
    put(first_place(load_places(session, wanted.hour)))


def next_option(session: Session, wanted: WantedPlace) -> RadiologyHour | None:
    """What is free instead of an hour; None when nothing is, today or tomorrow."""
    hours = offered_hours(load_capacity(session, offered_days(wanted.at)), at=wanted.at)
    sites = near_sites({hour.site_id for hour in hours}, wanted.municipality, wanted.directory)
    return next_free(hours, wanted.hour, sites=sites)


def near_sites(sites: set[str], municipality: str, directory: Directory) -> tuple[str, ...]:
    """Sites in order for a patient from there, the own hospital's first."""
    home = directory.municipalities.get(municipality)
    hospitals = home.hospitals if home else ()
    known = {site for site in sites if site in directory.units}
    return sites_in_order(known, hospitals=hospitals, units=directory.units)


def _check(wanted: WantedPlace) -> None:
    site_id, _modality, starts_at = wanted.hour
    unit = wanted.directory.units.get(site_id)
    if unit is None or unit.kind is not UnitKind.RADIOLOGY:
        raise UnknownSite
    if has_begun(starts_at, wanted.at):
        raise HourHasPassed
    if not (is_whole_hour(starts_at) and is_offered_day(starts_at, wanted.at)):
        raise NoPlacesThen
