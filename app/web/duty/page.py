"""Jouren as one person sees it: on duty where and until when, coming shifts, what to take over."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.actions.duty.take_over_shift import may_take_over
from app.search import swedish_key
from app.web.shared.moments import day, stretch, when
from app.web.shared.people import person_name
from app.web.shared.words import label
from routing.directory import Directory
from routing.rota import Rota, Shift, ShiftSource, shifts_between

AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Duty:
    """A tier of a line now: who has it (``person_id``), until when, and who comes after."""

    rota_id: str
    person_id: str
    who: str
    line: str
    tier: str
    unit: str
    until: str
    following: str


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """A coming shift; ``source`` is empty when it stands in the ordinary rota."""

    day: str
    hours: str
    line: str
    tier: str
    source: str


def duties_of(person_id: str | None, directory: Directory, now: datetime) -> tuple[Duty, ...]:
    """Where a person is on duty at this moment."""
    if person_id is None:
        return ()
    return tuple(duty for duty in _duties(directory, now) if duty.person_id == person_id)


def duties_to_take(person_id: str | None, directory: Directory, now: datetime) -> tuple[Duty, ...]:
    """The running shifts that this person may take over."""
    if person_id is None:
        return ()
    return tuple(
        duty
        for rota in rotas_by_name(directory)
        if may_take_over(rota, person_id, directory)
        and (duty := duty_on(rota, directory, now))
        and duty.person_id != person_id
    )


def duty_on(rota: Rota, directory: Directory, now: datetime) -> Duty | None:
    """Who has a rota now; None when nobody does."""
    on_call = directory.index.on_call(rota, now)
    shift = on_call.current
    if shift is None:
        return None
    line = directory.lines.get(rota.line_id)
    unit = directory.units.get(line.unit_id) if line else None
    return Duty(
        rota_id=rota.id,
        person_id=shift.person_id,
        who=person_name(shift.person_id, directory),
        line=line.name if line else rota.line_id,
        tier=label(rota.tier),
        unit=unit.name if unit else "",
        until=when(shift.ends_at, now),
        following=_following(shift, on_call.following, directory, now),
    )


def find_rota(rota_id: str, directory: Directory) -> Rota | None:
    """The rota of an address."""
    return next((rota for rota in rotas_by_name(directory) if rota.id == rota_id), None)


def coming_shifts(
    person_id: str | None, directory: Directory, now: datetime
) -> tuple[ShiftRow, ...]:
    """The shifts of the next fourteen days, the running ones among them."""
    shifts = sorted(
        (
            shift
            for rota in rotas_by_name(directory)
            if person_id in _ever_on(rota, directory)
            for shift in _shifts(rota, directory, now)
            if shift.person_id == person_id
        ),
        key=lambda shift: (shift.starts_at, shift.line_id),
    )
    return tuple(_row(shift, directory, now) for shift in shifts)


def _ever_on(rota: Rota, directory: Directory) -> Container[str | None]:
    """Who may have a shift of it: those whose turn it is by rule, and those it was changed to."""
    return {*rota.people, *(one.person_id for one in directory.changes.get(rota.id, ()))}


def _shifts(rota: Rota, directory: Directory, now: datetime) -> tuple[Shift, ...]:
    return shifts_between(rota, directory.changes.get(rota.id, ()), now, now + AHEAD)


def rotas_by_name(directory: Directory) -> Iterator[Rota]:
    """All rotas, line by line in alphabetical order."""
    names = {line_id: swedish_key(line.name) for line_id, line in directory.lines.items()}
    known = (line_id for line_id in directory.rotas if line_id in names)
    for line_id in sorted(known, key=names.__getitem__):
        yield from directory.rotas[line_id]


def _duties(directory: Directory, now: datetime) -> Iterator[Duty]:
    for rota in rotas_by_name(directory):
        if duty := duty_on(rota, directory, now):
            yield duty


def _following(shift: Shift, after: Shift | None, directory: Directory, now: datetime) -> str:
    """Who comes after, if another; with the moment when there is a gap between."""
    if after is None or after.person_id == shift.person_id:
        return ""
    name = person_name(after.person_id, directory)
    return name if after.starts_at == shift.ends_at else f"{name} ({when(after.starts_at, now)})"


def _row(shift: Shift, directory: Directory, now: datetime) -> ShiftRow:
    line = directory.lines.get(shift.line_id)
    return ShiftRow(
        day=day(shift.starts_at, now),
        hours=stretch(shift.starts_at, shift.ends_at),
        line=line.name if line else shift.line_id,
        tier=label(shift.tier),
        source="" if shift.source is ShiftSource.ROTA else label(shift.source),
    )
