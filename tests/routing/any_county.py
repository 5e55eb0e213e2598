"""Counties and contacts made by chance from one number: the same number, the same county."""

from dataclasses import replace
from datetime import date, time, timedelta
from random import Random

from routing.directory import Directory
from routing.matrix import MatrixRule, RuleStep, Scope
from routing.opening_hours import DateException, Interval, OpeningHours, WeeklyHours
from routing.rota import DayGroup, Rota, Rotation, ShiftChange, ShiftPattern, ShiftSource
from routing.types import (
    ContactPath,
    Hunting,
    LineKind,
    OnCallTier,
    RequesterRole,
    RequestFacts,
)
from routing.units import OnCallLine
from tests.routing.county import EVES, FALLBACK, FALUN, MORA, county, local, person

PEOPLE = ("anna", "bo", "cecilia", "david", "eva", "frida")
SPECIALTIES = ("kardiologi", "neurologi")
ROLES = (RequesterRole.PRIMARVARDSLAKARE, RequesterRole.AMBULANS)
TIERS = (OnCallTier.FIRST, OnCallTier.FIRST, OnCallTier.FIRST, OnCallTier.SENIOR)
KINDS = (*[LineKind.CONSULT] * 5, LineKind.PRIMARY_CARE)
UNITS = ("mora-medicin", "falun-medicin", "mora-vc")
SCHEDULED = (("08:00", "17:00"), ("17:00", "08:00"), ("08:00", "08:00"), ("00:00", "00:00"))
SOURCES = (ShiftSource.OVERRIDE, ShiftSource.SWAP, ShiftSource.TAKE_OVER)


def facts(seed: int) -> RequestFacts:
    chance = Random(seed)
    return RequestFacts(
        path=ContactPath.HALVAKUT,
        requester_role=chance.choice(ROLES),
        municipality=chance.choice((MORA, MORA, FALUN, "9999")),
        specialty=chance.choice((*SPECIALTIES, None)),
        unit_id=chance.choice((*UNITS, None)),
    )


def directory(seed: int) -> Directory:
    """Up to eight lines and four rules; some rotas are empty, some people lack a number."""
    chance = Random(seed)
    lines = tuple(_line(chance, f"linje-{number}") for number in range(chance.randint(2, 8)))
    rotas = tuple(
        _rota(chance, line.id, tier)
        for line in lines
        for tier in sorted({*chance.sample(TIERS, chance.randint(0, 4))})
    )
    changes = tuple(
        _change(chance, each.id, number)
        for each in rotas
        for number in range(chance.choice((0, 0, 1, 4)))
    )
    rules = tuple(
        _rule(chance, f"regel-{number}") for number in range(chance.choice((0, 1, 2, 2, 3, 4)))
    )
    mute = {each: person(each, None) for each in chance.sample(PEOPLE, chance.randint(0, 2))}
    everybody = {each: person(each) for each in PEOPLE} | mute
    made = county(*rules, lines=lines, rotas=rotas, changes=changes)
    return replace(made, people=everybody)


def _clock(chance: Random) -> time:
    return time(chance.randrange(24), chance.choice((0, 30)))


def _clocks(chance: Random) -> tuple[time, time]:
    if chance.random() < 0.7:
        starts, ends = chance.choice(SCHEDULED)
        return time.fromisoformat(starts), time.fromisoformat(ends)
    return _clock(chance), _clock(chance)


def _day(chance: Random) -> date:
    return date(2026, 3, 15) + timedelta(days=chance.randrange(300))


def _hours(chance: Random) -> OpeningHours | None:
    if chance.random() < 0.5:
        return None
    days = chance.sample(range(7), chance.randint(1, 7))
    return OpeningHours(
        weekly=tuple(WeeklyHours(day, Interval(*_clocks(chance))) for day in days),
        on_red_days=chance.choice((None, (), (Interval(*_clocks(chance)),))),
        exceptions=tuple(DateException(_day(chance)) for _ in range(chance.randint(0, 3))),
    )


def _rota(chance: Random, line_id: str, tier: OnCallTier) -> Rota:
    starts_on = _day(chance) if chance.random() < 0.2 else date(2026, 1, 1)
    return Rota(
        id=f"{line_id}-{tier.value}",
        line_id=line_id,
        tier=tier,
        patterns=tuple(
            ShiftPattern(chance.choice(tuple(DayGroup)), *_clocks(chance))
            for _ in range(chance.randint(1, 3))
        ),
        people=tuple(chance.choices(PEOPLE, k=chance.choice((0, 1, 2, 3, 4, 5)))),
        rotation=chance.choice(tuple(Rotation)),
        starts_on=starts_on,
        ends_on=_day(chance) if chance.random() < 0.1 else None,
        eves_as_red=chance.choice((EVES, frozenset())),
    )


def _change(chance: Random, rota_id: str, number: int) -> ShiftChange:
    starts_at = local(_day(chance).isoformat()) + timedelta(seconds=chance.randrange(86_400))
    return ShiftChange(
        id=f"{rota_id}-{number}",
        rota_id=rota_id,
        source=chance.choice(SOURCES),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(seconds=chance.randint(-60, 40 * 86_400)),
        person_id=chance.choice((None, *PEOPLE)),
        made_at=local("2026-01-01") + timedelta(hours=chance.randrange(4)),
    )


def _rule(chance: Random, rule_id: str) -> MatrixRule:
    return MatrixRule(
        id=rule_id,
        path=ContactPath.HALVAKUT,
        roles=frozenset(chance.choice((ROLES, ROLES, ROLES[:1], ()))),
        specialties=frozenset(chance.choice(((), (), SPECIALTIES[:1]))),
        municipalities=frozenset(chance.choice(((), (MORA,)))),
        hours=_hours(chance),
        promise_seconds=60,
        steps=tuple(_step(chance) for _ in range(chance.randint(1, 4))),
        fallback=FALLBACK,
        valid_from=_day(chance) if chance.random() < 0.2 else None,
        valid_to=_day(chance) if chance.random() < 0.2 else None,
        rounds=chance.choice((1, 1, 2, 3)),
    )


def _step(chance: Random) -> RuleStep:
    return RuleStep(
        order=chance.randint(1, 3),
        kind=chance.choice(KINDS),
        scope=chance.choice(tuple(Scope)),
        tier=chance.choice(TIERS),
        specialty=chance.choice((*[None] * 4, *SPECIALTIES)),
        hunting=chance.choice(tuple(Hunting)),
    )


def _line(chance: Random, line_id: str) -> OnCallLine:
    return OnCallLine(
        id=line_id,
        name=line_id,
        kind=chance.choice(KINDS),
        unit_id=chance.choice(UNITS),
        specialty=chance.choice((None, *SPECIALTIES)),
        hospital_id=chance.choice((None, "mora", "mora", "falun", "ludvika")),
        hours=_hours(chance),
        number=chance.choice((None, "+46980319200")),
        covers=frozenset(chance.choice(((), (MORA,)))),
    )
