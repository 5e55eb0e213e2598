"""Länets kontaktuppgifter as the pages show them: hits, hours, numbers, who is on duty."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import url_for
from flask_babel import gettext as _

from app.web.duty.page import Duty, duty_on
from app.web.shared.moments import WEEKDAYS, when
from app.web.shared.words import label, phone_display
from routing.calendar import eve_name, holiday_name, to_local
from routing.directory import Directory
from routing.opening_hours import (
    Interval,
    OpeningHours,
    Openness,
    closes_at,
    intervals_on,
    next_opening,
    openness,
)
from routing.types import ContactKind, UnitKind
from routing.units import CareUnit, ContactPoint, OnCallLine

ICONS = {
    UnitKind.HOSPITAL: "hospital",
    UnitKind.CLINIC: "clipboard2-pulse",
    UnitKind.WARD: "door-open",
    UnitKind.OUTPATIENT: "person-badge",
    UnitKind.HEALTH_CENTRE: "house-heart",
    UnitKind.URGENT_CARE: "bandaid",
    UnitKind.AMBULANCE_STATION: "truck",
    UnitKind.AMBULANCE_COMMAND: "broadcast",
    UnitKind.MOBILE_TEAM: "car-front",
    UnitKind.MUNICIPAL_CARE: "person-heart",
    UnitKind.ADVICE_LINE: "headset",
    UnitKind.EMERGENCY_CALL: "telephone-plus",
    UnitKind.RADIOLOGY: "radioactive",
    UnitKind.ADMINISTRATION: "building",
}
BY_PHONE = (ContactKind.DIRECT, ContactKind.FUNCTION, ContactKind.SWITCHBOARD)
WEEK = 7


@dataclass(frozen=True, slots=True)
class Sign:
    """Open or not, in words; ``tone`` is the tag's colour."""

    tone: str
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A unit in a list of hits; ``number`` is empty when none is known, not even a switchboard."""

    url: str
    name: str
    kind: str
    icon: str
    place: str
    sign: Sign
    number: str
    number_text: str
    number_label: str
    is_verified: bool


@dataclass(frozen=True, slots=True)
class HoursRow:
    """One day of the coming week."""

    day: str
    hours: str
    note: str
    is_today: bool


@dataclass(frozen=True, slots=True)
class LineCard:
    """A line at the unit: the role first, then who has it now and on which number."""

    name: str
    kind: str
    sign: Sign
    duties: tuple[tuple[Duty, str], ...]
    number: str


@dataclass(frozen=True, slots=True)
class UnitPage:
    """A unit with all that hangs on it."""

    hit: Hit
    provider: str
    note: str
    points: tuple[ContactPoint, ...]
    hours: tuple[HoursRow, ...]
    lines: tuple[LineCard, ...]
    parent: Hit | None
    children: tuple[Hit, ...]


def hit_of(unit: CareUnit, directory: Directory, now: datetime) -> Hit:
    """A unit as a hit; a unit without a number of its own shows that of its switchboard."""
    municipality = directory.municipalities.get(unit.municipality)
    parent = directory.units.get(unit.parent_id or "")
    point, owner = _phone_of(unit, directory)
    places = (parent.name if parent else "", municipality.name if municipality else "")
    return Hit(
        url=url_for("directory.unit", unit_id=unit.id),
        name=unit.name,
        kind=label(unit.kind),
        icon=ICONS[unit.kind],
        place=", ".join(place for place in places if place),
        sign=sign_of(unit.hours, now),
        number=point.value if point else "",
        number_text=phone_display(point.value) if point else "",
        number_label="" if owner is unit or owner is None else owner.name,
        is_verified=unit.verified,
    )


def unit_page(unit: CareUnit, directory: Directory, now: datetime) -> UnitPage:
    """Everything about one unit."""
    parent = directory.units.get(unit.parent_id or "")
    provider = directory.providers.get(unit.provider_id)
    children = sorted(
        (found for found in directory.units.values() if found.parent_id == unit.id),
        key=lambda found: found.name,
    )
    lines = (found for found in directory.lines.values() if found.unit_id == unit.id)
    return UnitPage(
        hit=hit_of(unit, directory, now),
        provider=provider.name if provider else "",
        note=unit.note,
        points=unit.contact_points,
        hours=week_of(unit.hours, now),
        lines=tuple(_line_card(line, directory, now) for line in lines),
        parent=hit_of(parent, directory, now) if parent else None,
        children=tuple(hit_of(child, directory, now) for child in children),
    )


def sign_of(hours: OpeningHours | None, now: datetime) -> Sign:
    """``Öppet till 17:00``, ``Öppnar i morgon 08:00``, or that nobody has said."""
    match openness(hours, now):
        case Openness.OPEN:
            closes = closes_at(hours, now)
            text = _("Öppet till %(when)s", when=when(closes, now)) if closes else _("Alltid öppet")
            return Sign("open", text)
        case Openness.CLOSED:
            opens = next_opening(hours, now)
            text = _("Öppnar %(when)s", when=when(opens, now)) if opens else _("Stängt")
            return Sign("closed", text)
        case Openness.UNKNOWN:
            return Sign("unknown", _("Öppettider okända"))


def week_of(hours: OpeningHours | None, now: datetime) -> tuple[HoursRow, ...]:
    """The coming seven days, today first; nothing when the hours are unknown."""
    if hours is None:
        return ()
    today = to_local(now).date()
    days = (today + timedelta(days=number) for number in range(WEEK))
    notes = {exception.on: exception.note for exception in hours.exceptions}
    return tuple(
        HoursRow(
            day=WEEKDAYS[on.weekday()].capitalize(),
            hours=", ".join(_interval(part) for part in intervals_on(hours, on)) or _("Stängt"),
            note=notes.get(on) or holiday_name(on) or eve_name(on) or "",
            is_today=on == today,
        )
        for on in days
    )


def _interval(part: Interval) -> str:
    if part.opens == part.closes:
        whole_day: str = _("Dygnet runt")
        return whole_day
    return f"{part.opens:%H:%M}–{part.closes:%H:%M}"


def _phone_of(unit: CareUnit, directory: Directory) -> tuple[ContactPoint | None, CareUnit | None]:
    """The number to ring and whose it is: the unit's own, else the nearest above it."""
    for owner in _upwards(unit, directory):
        for kind in BY_PHONE:
            for point in owner.contact_points:
                if point.kind is kind:
                    return point, owner
    return None, None


def _upwards(unit: CareUnit, directory: Directory) -> Iterator[CareUnit]:
    seen: set[str] = set()
    current: CareUnit | None = unit
    while current and current.id not in seen:
        seen.add(current.id)
        yield current
        current = directory.units.get(current.parent_id or "")


def _line_card(line: OnCallLine, directory: Directory, now: datetime) -> LineCard:
    duties = (duty_on(rota, directory, now) for rota in directory.rotas.get(line.id, ()))
    return LineCard(
        name=line.name,
        kind=label(line.kind),
        sign=sign_of(line.hours, now),
        duties=tuple((duty, _number_of(duty, line, directory)) for duty in duties if duty),
        number=line.number or "",
    )


def _number_of(duty: Duty, line: OnCallLine, directory: Directory) -> str:
    """A person's own number only while they are on duty, else the line's."""
    person = directory.people.get(duty.person_id)
    return (person.number if person else None) or line.number or ""
