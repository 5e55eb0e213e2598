"""The coming weeks of the lines one belongs to: who has which shift, and who else could."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _

from app.actions.duty.change_shift import may_change, stretches_between
from app.actions.duty.take_over_shift import may_take_over
from app.actions.shared.actor import Actor
from app.search import swedish_key
from app.web.duty.page import rotas_by_name
from app.web.shared.moments import day, stretch
from app.web.shared.people import person_name
from app.web.shared.words import label
from routing.directory import Directory
from routing.moments import BadMoment, read_moment
from routing.rota import Rota
from routing.rota_changes import Span

AHEAD = timedelta(weeks=4)

# A moment in an address: in UTC, to the minute.
_IN_ADDRESS = "%Y-%m-%dT%H:%MZ"


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A shift or a vacancy (``person_id`` empty). ``key`` names its beginning in an address;
    ``is_mine`` for whoever looks, ``can_change`` unless it has begun."""

    key: str
    day: str
    hours: str
    person_id: str
    who: str
    is_mine: bool
    can_change: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """The coming four weeks of one tier of a line; ``is_own`` for whoever takes turns in it."""

    rota_id: str
    line: str
    tier: str
    is_own: bool
    rows: tuple[CalendarRow, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A person, or a shift, to choose."""

    value: str
    text: str


def calendars_for(actor: Actor, directory: Directory, now: datetime) -> tuple[Calendar, ...]:
    """Every rota whose shifts this person may change, their own first, then by line."""
    found = [
        calendar_of(rota, actor, directory, now)
        for rota in rotas_by_name(directory)
        if may_change(rota, actor, directory)
    ]
    return tuple(sorted(found, key=lambda calendar: not calendar.is_own))


def calendar_of(rota: Rota, actor: Actor, directory: Directory, now: datetime) -> Calendar:
    """One rota's coming four weeks, the running shift first."""
    line = directory.lines.get(rota.line_id)
    return Calendar(
        rota_id=rota.id,
        line=line.name if line else rota.line_id,
        tier=label(rota.tier),
        is_own=actor.person_id in rota.people,
        rows=tuple(_rows(rota, actor, directory, now)),
    )


def row_of(calendar: Calendar, key: str) -> CalendarRow | None:
    """The row of an address."""
    return next((row for row in calendar.rows if row.key == key), None)


def moment_of(key: str) -> datetime | None:
    """The moment of an address; None when it is none."""
    try:
        return read_moment(key, needs_zone=True)
    except BadMoment:
        return None


def who_could(rota: Rota, person_id: str, directory: Directory) -> tuple[Choice, ...]:
    """Those of the rota and its unit, but not the one who has it."""
    people = [
        person
        for person in directory.people.values()
        if person.id != person_id and may_take_over(rota, person.id, directory)
    ]
    people.sort(key=lambda person: (person.id not in rota.people, swedish_key(person.name)))
    return tuple(Choice(person.id, person_name(person.id, directory)) for person in people)


def swaps_for(row: CalendarRow, calendar: Calendar) -> tuple[Choice, ...]:
    """The other people's shifts of the same rota that have not begun."""
    return tuple(
        Choice(
            f"{other.key}/{other.person_id}",
            _("%(day)s %(hours)s, %(who)s", day=other.day, hours=other.hours, who=other.who),
        )
        for other in calendar.rows
        if other.can_change and other.person_id and other.person_id != row.person_id
    )


def _rows(rota: Rota, actor: Actor, directory: Directory, now: datetime) -> Iterator[CalendarRow]:
    changes = directory.changes.get(rota.id, ())
    for span, person_id in stretches_between(rota, changes, now, now + AHEAD):
        yield CalendarRow(
            key=_key(span),
            day=day(span.starts_at, now),
            hours=stretch(span.starts_at, span.ends_at),
            person_id=person_id or "",
            who=person_name(person_id, directory) if person_id else "",
            is_mine=person_id is not None and person_id == actor.person_id,
            can_change=span.starts_at > now,
        )


def _key(span: Span) -> str:
    return span.starts_at.strftime(_IN_ADDRESS)
