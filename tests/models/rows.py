"""A small directory with as much in each row as it can hold."""

from datetime import UTC, date, datetime, time, timedelta

from models.snapshot import bump_version
from models.tables.directory import (
    CareProviderRow,
    CareUnitRow,
    ContactPointRow,
    MatrixRuleRow,
    MatrixVersionRow,
    MunicipalityRow,
    OnCallLineRow,
    PersonRow,
    SpecialtyRow,
)
from models.tables.rotas import RotaRow, ShiftChangeRow
from models.values import fallback_to_json, pattern_to_json, step_to_json
from routing.matrix import Fallback, RuleStep, Scope
from routing.opening_hours import DateException, Interval, OpeningHours, WeeklyHours
from routing.rota import DayGroup, Rotation, ShiftPattern, ShiftSource
from routing.types import (
    Audience,
    ContactKind,
    ContactPath,
    LineKind,
    OnCallTier,
    ProviderKind,
    RequesterRole,
    UnitKind,
)

AT = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
HOURS = OpeningHours(
    weekly=(
        WeeklyHours(0, Interval(time(8), time(12)), date(2026, 1, 1), date(2026, 6, 30)),
        WeeklyHours(6, Interval(time(22), time(6))),
    ),
    on_red_days=None,
    exceptions=(DateException(date(2026, 5, 15), (), "klämdag"),),
    eves_as_red=frozenset({"julafton", "skartorsdagen"}),
)
PATTERN = ShiftPattern(DayGroup.WEEKENDS_AND_RED_DAYS, time(8), time(8))
STEP = RuleStep(1, LineKind.CONSULT, Scope.OTHER_HOSPITALS, OnCallTier.SENIOR, 25, "kardiologi")
FALLBACK = Fallback("sjukhuset", "+46980319200", "Ring växeln – fråga efter jouren.")


def fill_directory(session):
    """One row of each kind, with as much in it as it can hold."""
    for rows in (
        [CareProviderRow(id="regionen", name="Regionen", kind=ProviderKind.REGION)],
        [
            MunicipalityRow(
                code="2062", name="Mora", population=20540, hospitals=["sjukhuset", "annat"]
            )
        ],
        [SpecialtyRow(code="kardiologi", name="Kardiologi", synonyms=["hjärta", "FF"])],
        [
            unit_row("sjukhuset", UnitKind.HOSPITAL, None),
            unit_row("kliniken", UnitKind.CLINIC, "sjukhuset"),
        ],
        [
            ContactPointRow(
                id="kliniken-direkt",
                unit_id="kliniken",
                kind=ContactKind.DIRECT,
                value="+46313900600",
                label="Konsultsköterska",
                audience=Audience.PUBLIC,
            )
        ],
        [
            PersonRow(
                id="p-1", name="Åsa Exempel", title="ÖL", unit_id="kliniken", number="+46701740605"
            ),
            PersonRow(id="p-2", name="Örn Exempel", title="SL", unit_id="kliniken", number=None),
        ],
        [
            OnCallLineRow(
                id="linjen",
                name="Konsult",
                kind=LineKind.CONSULT,
                unit_id="kliniken",
                specialty="kardiologi",
                hospital_id="sjukhuset",
                hours=HOURS,
                number="+46846500400",
                covers=["2062"],
            )
        ],
        [
            RotaRow(
                id="schemat",
                line_id="linjen",
                tier=OnCallTier.FIRST,
                patterns=[pattern_to_json(PATTERN)],
                people=["p-2", "p-1"],
                rotation=Rotation.WEEKLY,
                starts_on=date(2024, 1, 1),
                ends_on=None,
                eves_as_red=["julafton"],
            )
        ],
        [
            _change("c-2", "p-1", AT + timedelta(minutes=1)),
            _change("c-1", None, AT),
        ],
        [_edition("1", is_active=False), _edition("2", is_active=True)],
        [_rule("1", "gammal", 1), _rule("2", "sist", 2), _rule("2", "forst", 1)],
    ):
        session.add_all(rows)
        session.flush()
    bump_version(session, at=AT)
    session.commit()


def unit_row(id, kind, parent_id):
    return CareUnitRow(
        id=id,
        hsa_id=f"SE2321000180-{id}",
        name=id.title(),
        kind=kind,
        provider_id="regionen",
        municipality="2062",
        parent_id=parent_id,
        specialties=["kardiologi"],
        hours=HOURS if parent_id else None,
        verified=False,
        note="Exempel.",
    )


def _change(id, person_id, made_at):
    return ShiftChangeRow(
        id=id,
        rota_id="schemat",
        source=ShiftSource.TAKE_OVER,
        starts_at=AT,
        ends_at=AT + timedelta(hours=8),
        person_id=person_id,
        made_at=made_at,
        made_by=None,
        reason="sjuk",
    )


def _edition(version, *, is_active):
    return MatrixVersionRow(
        version=version, approved_by="ingen", approved_on="2026-01-01", is_active=is_active
    )


def _rule(version, id, position):
    return MatrixRuleRow(
        version=version,
        id=id,
        position=position,
        path=ContactPath.HALVAKUT.value,
        roles=[RequesterRole.PRIMARVARDSLAKARE.value],
        specialties=["kardiologi"],
        municipalities=["2062"],
        hours=HOURS,
        promise_seconds=120,
        steps=[step_to_json(STEP)],
        fallback=fallback_to_json(FALLBACK),
        valid_from="2026-01-01",
        valid_to=None,
    )
