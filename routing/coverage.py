"""Coverage (bemanning): the time a line says it is open and none of its rotas has anybody."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from routing.calendar import in_utc
from routing.opening_hours import OpeningHours, Openness, stretch_at
from routing.rota import Rota, shifts_between


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of open time without anybody; moments in UTC, end exclusive."""

    starts_at: datetime
    ends_at: datetime


def uncovered(
    hours: OpeningHours, rotas: Sequence[Rota], since: datetime, until: datetime
) -> tuple[Gap, ...]:
    """The gaps between two moments, in order. Only what the rotas say by rule counts: a shift that
    somebody has left vacant is told of elsewhere (``routing.rota_changes.vacancies``)."""
    shifts = sorted(
        (shift.starts_at, shift.ends_at)
        for rota in rotas
        for shift in shifts_between(rota, (), since, until)
    )
    found: list[Gap] = []
    place = 0
    for opens_at, closes_at in _open_between(hours, since, until):
        covered_until = opens_at
        while place < len(shifts) and shifts[place][0] < closes_at:
            starts_at, ends_at = shifts[place]
            if starts_at > covered_until:
                found.append(Gap(covered_until, starts_at))
            covered_until = max(covered_until, ends_at)
            if ends_at > closes_at:
                break  # it may cover the next opening too
            place += 1
        if covered_until < closes_at:
            found.append(Gap(covered_until, closes_at))
    return tuple(found)


def _open_between(
    hours: OpeningHours, since: datetime, until: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """When it is open, each stretch as long as it lasts."""
    moment, until = in_utc(since), in_utc(until)
    opened_at: datetime | None = None
    while moment < until:
        stretch = stretch_at(hours, moment)
        is_open = stretch.openness is Openness.OPEN
        if is_open and opened_at is None:
            opened_at = moment
        if not is_open and opened_at is not None:
            yield opened_at, moment
            opened_at = None
        moment = stretch.until
    if opened_at is not None:
        yield opened_at, until
