"""Röntgens tider: the hours of today and tomorrow, and how many places each of them has left.

A pattern is said in the whole hours of the Stockholm day and red days are as in
``routing.calendar``. In the autumn night an hour comes twice, and both are hours with places; in
the spring one never comes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from routing.belonging import Units, above, hospital_of
from routing.calendar import DAY, MIDNIGHT, in_utc, is_red_day, to_local, to_utc
from routing.opening_hours import OpeningHours
from routing.radiology import Modality
from routing.types import UnitKind

HOUR: Final = timedelta(hours=1)
DAYS_AHEAD: Final = 2
"""Today and tomorrow: what is later is no longer acute, and is written in a referral."""

MOST_PLACES: Final = 99
"""More than this in an hour is a slip of the finger."""

EVES_AS_RED: Final = OpeningHours(weekly=()).eves_as_red

Key = tuple[str, Modality, datetime]
"""One hour of one method at one site: (site id, modality, when it starts, in UTC)."""


@dataclass(frozen=True, slots=True)
class UsualHours:
    """Tider en vanlig vecka: ``per_hour`` places from ``from_hour`` until ``to_hour`` (0–24) on
    these weekdays (0 is Monday); on those of them that are red days only if so said."""

    site_id: str
    modality: Modality
    weekdays: frozenset[int]
    from_hour: int
    to_hour: int
    per_hour: int
    on_red_days: bool

    def holds(self, local: datetime) -> bool:
        """Whether the hour that begins then (Stockholm time) is one of these."""
        on = local.date()
        is_day = on.weekday() in self.weekdays and (
            self.on_red_days or not is_red_day(on, eves_as_red=EVES_AS_RED)
        )
        return is_day and self.from_hour <= local.hour < self.to_hour


@dataclass(frozen=True, slots=True)
class RadiologyHour:
    """En timme hos röntgen. ``taken`` may be more than ``capacity``: radiology has taken places
    away, but what is booked stays booked."""

    site_id: str
    modality: Modality
    starts_at: datetime
    capacity: int
    taken: int
    is_changed: bool = False

    @property
    def free(self) -> int:
        """How many more can be booked."""
        return max(0, self.capacity - self.taken)

    @property
    def ends_at(self) -> datetime:
        """When the next hour begins."""
        return self.starts_at + HOUR

    @property
    def key(self) -> Key:
        """Which hour it is."""
        return (self.site_id, self.modality, self.starts_at)


@dataclass(frozen=True, slots=True)
class Capacity:
    """All that decides about places: the usual week, the hours that radiology has changed (instead
    of the usual places, also where there are none), and how many places are taken."""

    usual: tuple[UsualHours, ...]
    changed: Mapping[Key, int]
    taken: Mapping[Key, int]


def hours_of_day(on: date) -> tuple[datetime, ...]:
    """The moments (UTC) at which an hour begins on a Stockholm date: 24, at night changes 23 or
    25."""
    begins, ends = to_utc(on, MIDNIGHT), to_utc(on + DAY, MIDNIGHT)
    return tuple(begins + number * HOUR for number in range((ends - begins) // HOUR))


def offered_days(at: datetime) -> tuple[date, ...]:
    """The Stockholm dates on which somebody can be examined who is in need now."""
    today = to_local(at).date()
    return tuple(today + number * DAY for number in range(DAYS_AHEAD))


def hours_on(capacity: Capacity, days: Iterable[date]) -> tuple[RadiologyHour, ...]:
    """Every hour of these days that has places, or has had: by time, then by site and method."""
    moments = [moment for on in days for moment in hours_of_day(on)]
    found = [hour for starts_at in moments for hour in _hours_at(capacity, starts_at)]
    return tuple(sorted(found, key=_by_time))


def offered_hours(capacity: Capacity, *, at: datetime) -> tuple[RadiologyHour, ...]:
    """The hours of today and tomorrow that have not begun, the full ones too."""
    return tuple(
        hour for hour in hours_on(capacity, offered_days(at)) if not has_begun(hour.starts_at, at)
    )


def hour_at(capacity: Capacity, key: Key) -> RadiologyHour | None:
    """One hour as it stands; None where there never were any places."""
    return next((hour for hour in _hours_at(capacity, in_utc(key[2])) if hour.key == key), None)


def has_begun(starts_at: datetime, at: datetime) -> bool:
    """An hour that runs is too late to send a patient to."""
    return starts_at < at


def is_whole_hour(starts_at: datetime) -> bool:
    """Whether an hour of radiology could begin then."""
    local = to_local(starts_at)
    return (local.minute, local.second, local.microsecond) == (0, 0, 0)


def is_offered_day(starts_at: datetime, at: datetime) -> bool:
    """Whether a moment lies today or tomorrow."""
    return to_local(starts_at).date() in offered_days(at)


def first_place(taken: Iterable[int]) -> int:
    """The lowest place (from 1) that nobody has."""
    held = frozenset(taken)
    return next(place for place in range(1, len(held) + 2) if place not in held)


def sites_in_order(
    sites: Iterable[str], *, hospitals: Sequence[str], units: Units
) -> tuple[str, ...]:
    """The sites as a patient from a municipality would choose: at its hospitals in their order,
    then the others by name."""
    rank = {hospital: number for number, hospital in enumerate(hospitals)}

    def place(site_id: str) -> tuple[int, str]:
        unit = units.get(site_id)
        at_hospital = rank.get(hospital_of(site_id, units) or "", len(rank))
        return at_hospital, unit.name if unit else site_id

    return tuple(sorted(set(sites), key=place))


def next_free(
    hours: Iterable[RadiologyHour], wanted: Key, *, sites: Sequence[str]
) -> RadiologyHour | None:
    """What to offer instead of an hour that cannot be had.

    The first free hour of the same method from then on at the same site on the same day; else the
    first free hour that day at another site in order, else whichever comes first. None when
    nothing is free today or tomorrow.
    """
    site_id, modality, starts_at = wanted
    free = [
        hour
        for hour in hours
        if hour.free and hour.modality is modality and hour.key != wanted and hour.site_id in sites
    ]
    day = to_local(starts_at).date()
    rank = {site: number for number, site in enumerate(sites)}

    def nearness(hour: RadiologyHour) -> tuple[bool, bool, int, datetime]:
        is_other_day = to_local(hour.starts_at).date() != day
        is_too_late = is_other_day or hour.starts_at < starts_at
        is_elsewhere = hour.site_id != site_id
        return is_too_late, is_elsewhere, rank[hour.site_id], hour.starts_at

    def any_time(hour: RadiologyHour) -> tuple[datetime, int]:
        return hour.starts_at, rank[hour.site_id]

    later_that_day = [hour for hour in free if not nearness(hour)[0]]
    if later_that_day:
        return min(later_that_day, key=nearness)
    return min(free, key=any_time, default=None)


def site_of(unit_id: str | None, units: Units) -> str | None:
    """The radiology department that a unit is, or is part of; None for everybody else."""
    found = (unit.id for unit in above(unit_id or "", units) if unit.kind is UnitKind.RADIOLOGY)
    return next(found, None)


def _hours_at(capacity: Capacity, starts_at: datetime) -> Iterator[RadiologyHour]:
    local = to_local(starts_at)
    places: dict[Key, int] = {}
    for usual in capacity.usual:
        if usual.holds(local):
            key = (usual.site_id, usual.modality, starts_at)
            places[key] = places.get(key, 0) + usual.per_hour  # two machines, two rows
    changed = {key: number for key, number in capacity.changed.items() if key[2] == starts_at}
    held = (key for key, number in capacity.taken.items() if key[2] == starts_at and number)
    for key in dict.fromkeys([*places, *changed, *held]):
        yield RadiologyHour(
            *key,
            capacity=changed.get(key, places.get(key, 0)),
            taken=capacity.taken.get(key, 0),
            is_changed=key in changed,
        )


def _by_time(hour: RadiologyHour) -> tuple[datetime, str, str]:
    return hour.starts_at, hour.site_id, hour.modality.value
