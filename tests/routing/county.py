"""A small county for the tests of the rules: three hospitals, two municipalities, short names."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time

from routing.calendar import STOCKHOLM
from routing.directory import Directory
from routing.matrix import Fallback, Matrix, MatrixRule, RuleStep, Scope
from routing.opening_hours import Interval, OpeningHours, WeeklyHours
from routing.rota import DayGroup, Rota, Rotation, ShiftChange, ShiftPattern, ShiftSource
from routing.types import (
    ContactPath,
    LineKind,
    OnCallTier,
    RequesterRole,
    RequestFacts,
    UnitKind,
)
from routing.units import CareUnit, Municipality, OnCallLine, Person

MORA, FALUN = "2062", "2080"
FIRST, MIDDLE, SENIOR = OnCallTier.FIRST, OnCallTier.MIDDLE, OnCallTier.SENIOR
FALLBACK = Fallback("falu-lasarett", "+46980319200", "Ring växeln.")
EVES = frozenset({"midsommarafton", "julafton", "nyarsafton"})
NO_EVES: frozenset[str] = frozenset()

GP_IN_MORA = RequestFacts(
    ContactPath.HALVAKUT, RequesterRole.PRIMARVARDSLAKARE, MORA, specialty="kardiologi"
)


def local(text: str) -> datetime:
    """``2026-11-23 10:00`` as shown on the wall, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM).astimezone(UTC)


def clock(text: str) -> time:
    return time.fromisoformat(text)


def interval(text: str) -> Interval:
    opens, closes = text.split("-")
    return Interval(clock(opens), clock(closes))


def weekly(text: str, days: range = range(5)) -> OpeningHours:
    """Open as ``08:00-17:00`` on some weekdays, closed on red days."""
    return OpeningHours(tuple(WeeklyHours(day, interval(text)) for day in days))


OFFICE = weekly("08:00-17:00")


def pattern(days: DayGroup, text: str) -> ShiftPattern:
    starts, ends = text.split("-")
    return ShiftPattern(days, clock(starts), clock(ends))


ROUND_THE_CLOCK = (pattern(DayGroup.ALL_DAYS, "08:00-08:00"),)
OFFICE_SHIFT = (pattern(DayGroup.WEEKDAYS, "08:00-17:00"),)
ON_CALL_HOURS = (
    pattern(DayGroup.WEEKDAYS, "17:00-08:00"),
    pattern(DayGroup.WEEKENDS_AND_RED_DAYS, "08:00-08:00"),
)


def rota(line_id: str = "linje", **changed: object) -> Rota:
    """A daily round-the-clock rota of A, B and C from Monday 2 November 2026, unless changed."""
    plain = Rota(
        id=f"{line_id}-{changed.get('tier', FIRST)}",
        line_id=line_id,
        tier=FIRST,
        patterns=ROUND_THE_CLOCK,
        people=("anna", "bo", "cecilia"),
        rotation=Rotation.DAILY,
        starts_on=date(2026, 11, 2),
    )
    return replace(plain, **changed)  # type: ignore[arg-type]  # fields by name, checked at run time


def change(source: ShiftSource, start: str, end: str, person_id: str | None) -> ShiftChange:
    """A change of the plain rota; local times."""
    return ShiftChange(
        id=f"{source}-{start}-{person_id}",
        rota_id="linje-primarjour",
        source=source,
        starts_at=local(start),
        ends_at=local(end),
        person_id=person_id,
        made_at=local("2026-11-01 12:00"),
    )


def consult(hospital: str, **changed: object) -> OnCallLine:
    plain = OnCallLine(
        id=f"{hospital}-kardiologi",
        name=f"Kardiologkonsult {hospital}",
        kind=LineKind.CONSULT,
        unit_id=f"{hospital}-medicin",
        specialty="kardiologi",
        hospital_id=hospital,
    )
    return replace(plain, **changed)  # type: ignore[arg-type]  # fields by name, checked at run time


def rung(order: int, scope: Scope, **changed: object) -> RuleStep:
    plain = RuleStep(order, LineKind.CONSULT, scope, FIRST)
    return replace(plain, **changed)  # type: ignore[arg-type]  # fields by name, checked at run time


def rule(**changed: object) -> MatrixRule:
    """Halvakut for doctors in primary care, weekdays: own hospital's consult, then the others'."""
    plain = MatrixRule(
        id="halvakut",
        path=ContactPath.HALVAKUT,
        roles=frozenset({RequesterRole.PRIMARVARDSLAKARE}),
        specialties=frozenset(),
        municipalities=frozenset(),
        hours=OFFICE,
        promise_seconds=60,
        steps=(rung(1, Scope.OWN_HOSPITAL), rung(2, Scope.OTHER_HOSPITALS)),
        fallback=FALLBACK,
    )
    return replace(plain, **changed)  # type: ignore[arg-type]  # fields by name, checked at run time


def person(person_id: str, number: str | None = "") -> Person:
    """A person; without being told a number they get one of their own."""
    own = phone_of(person_id) if number == "" else number
    return Person(person_id, person_id.title(), "Läkare", "mora-medicin", own)


def phone_of(person_id: str) -> str:
    """A number that no other of the tests' people has, of the fictitious series."""
    if person_id not in _PHONES:
        _PHONES.append(person_id)
    return f"+4670174{610 + _PHONES.index(person_id):04}"


_PHONES: list[str] = []


def unit(unit_id: str, municipality: str) -> CareUnit:
    return CareUnit(unit_id, "", unit_id, UnitKind.CLINIC, "region", municipality)


def county(
    *rules: MatrixRule,
    lines: tuple[OnCallLine, ...] = (),
    rotas: tuple[Rota, ...] = (),
    changes: tuple[ShiftChange, ...] = (),
    people: Mapping[str, Person] | None = None,
) -> Directory:
    """A directory of these parts; Mora's own hospital is Mora, then Falun, then Ludvika."""
    everybody = {person_id for each in rotas for person_id in each.people}
    everybody |= {each.person_id for each in changes if each.person_id}
    units = [unit("mora-medicin", MORA), unit("falun-medicin", FALUN), unit("mora-vc", MORA)]
    return Directory(
        version=1,
        matrix=Matrix("2026-1", rules),
        providers={},
        municipalities={
            MORA: Municipality(MORA, "Mora", 20_000, ("mora", "falun", "ludvika")),
            FALUN: Municipality(FALUN, "Falun", 59_000, ("falun", "mora", "ludvika")),
        },
        specialties={},
        units={each.id: each for each in units},
        people={each: person(each) for each in sorted(everybody)} | dict(people or {}),
        lines={line.id: line for line in lines},
        rotas={line.id: tuple(each for each in rotas if each.line_id == line.id) for line in lines},
        changes={
            each.id: tuple(one for one in changes if one.rota_id == each.id) for each in rotas
        },
    )


def three_hospitals(**changed: object) -> Directory:
    """A consult at each hospital, one person each round the clock: mia, fia and lo."""
    lines = tuple(consult(each) for each in ("mora", "falun", "ludvika"))
    people = {"mora": "mia", "falun": "fia", "ludvika": "lo"}
    rotas = tuple(
        rota(f"{hospital}-kardiologi", people=(person_id,))
        for hospital, person_id in people.items()
    )
    return replace(county(rule(), lines=lines, rotas=rotas), **changed)  # type: ignore[arg-type]  # by name
