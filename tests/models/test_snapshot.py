"""What is stored comes back as the same frozen values."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, StatementError

from models.db import start_writing
from models.directory import (
    CareProviderRow,
    CareUnitRow,
    ContactPointRow,
    DirectoryVersionRow,
    MatrixRuleRow,
    MatrixVersionRow,
    MunicipalityRow,
    OnCallLineRow,
    PersonRow,
    SpecialtyRow,
)
from models.rotas import RotaRow, ShiftChangeRow
from models.snapshot import bump_version, load_directory, read_version
from models.values import fallback_to_json, pattern_to_json, step_to_json
from routing.directory import (
    CareProvider,
    CareUnit,
    ContactPoint,
    Municipality,
    OnCallLine,
    Person,
    Specialty,
)
from routing.matrix import Fallback, Matrix, MatrixRule, RuleStep, Scope
from routing.opening_hours import DateException, Interval, OpeningHours, WeeklyHours
from routing.rota import DayGroup, Rota, Rotation, ShiftChange, ShiftPattern, ShiftSource
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


def _fill(session):
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
            _unit("sjukhuset", UnitKind.HOSPITAL, None),
            _unit("kliniken", UnitKind.CLINIC, "sjukhuset"),
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


def _unit(id, kind, parent_id):
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


def test_everything_comes_back_as_it_was_stored(session):
    _fill(session)
    session.expunge_all()
    directory = load_directory(session)

    assert directory.version == 1
    assert directory.providers == {
        "regionen": CareProvider("regionen", "Regionen", ProviderKind.REGION)
    }
    assert directory.municipalities == {
        "2062": Municipality("2062", "Mora", 20540, ("sjukhuset", "annat"))
    }
    assert directory.specialties == {
        "kardiologi": Specialty("kardiologi", "Kardiologi", ("hjärta", "FF"))
    }
    assert directory.units["kliniken"] == CareUnit(
        id="kliniken",
        hsa_id="SE2321000180-kliniken",
        name="Kliniken",
        kind=UnitKind.CLINIC,
        provider_id="regionen",
        municipality="2062",
        parent_id="sjukhuset",
        hours=HOURS,
        specialties=("kardiologi",),
        verified=False,
        note="Exempel.",
        contact_points=(
            ContactPoint(
                "kliniken-direkt",
                "kliniken",
                ContactKind.DIRECT,
                "+46313900600",
                "Konsultsköterska",
                Audience.PUBLIC,
            ),
        ),
    )
    assert directory.units["sjukhuset"].hours is None
    assert directory.people == {
        "p-1": Person("p-1", "Åsa Exempel", "ÖL", "kliniken", "+46701740605"),
        "p-2": Person("p-2", "Örn Exempel", "SL", "kliniken", None),
    }
    assert directory.lines == {
        "linjen": OnCallLine(
            "linjen",
            "Konsult",
            LineKind.CONSULT,
            "kliniken",
            "kardiologi",
            "sjukhuset",
            HOURS,
            "+46846500400",
            frozenset({"2062"}),
        )
    }


def test_rotas_and_changes_come_back_as_they_were_stored(session):
    _fill(session)
    session.expunge_all()
    directory = load_directory(session)

    assert directory.rotas == {
        "linjen": (
            Rota(
                "schemat",
                "linjen",
                OnCallTier.FIRST,
                (PATTERN,),
                ("p-2", "p-1"),
                Rotation.WEEKLY,
                date(2024, 1, 1),
                None,
                frozenset({"julafton"}),
            ),
        )
    }
    ends_at = AT + timedelta(hours=8)
    taken = ShiftSource.TAKE_OVER
    assert directory.changes == {
        "schemat": (
            ShiftChange("c-1", "schemat", taken, AT, ends_at, None, AT),
            ShiftChange("c-2", "schemat", taken, AT, ends_at, "p-1", AT + timedelta(minutes=1)),
        )
    }


def test_only_the_active_edition_of_the_matrix_is_read_in_its_order(session):
    _fill(session)
    session.expunge_all()
    rule = MatrixRule(
        id="forst",
        path=ContactPath.HALVAKUT,
        roles=frozenset({RequesterRole.PRIMARVARDSLAKARE}),
        specialties=frozenset({"kardiologi"}),
        municipalities=frozenset({"2062"}),
        hours=HOURS,
        promise_seconds=120,
        steps=(STEP,),
        fallback=FALLBACK,
        valid_from=date(2026, 1, 1),
        valid_to=None,
    )
    matrix = load_directory(session).matrix
    assert matrix.version == "2"
    assert [each.id for each in matrix.rules] == ["forst", "sist"]
    assert matrix.rules[0] == rule


def test_an_empty_database_is_an_empty_directory(session):
    directory = load_directory(session)
    assert directory.version == 0
    assert directory.matrix == Matrix("", ())
    assert not directory.units


def test_the_version_grows_by_one_and_says_when(session):
    assert read_version(session) == 0
    start_writing(session)
    assert bump_version(session, at=AT) == 1
    assert bump_version(session, at=AT + timedelta(hours=1)) == 2
    session.commit()
    row = session.scalars(select(DirectoryVersionRow)).one()
    assert (row.version, row.changed_at) == (2, AT + timedelta(hours=1))


def test_a_moment_in_another_zone_comes_back_in_utc(session):
    local = AT.astimezone(timezone(timedelta(hours=2)))
    bump_version(session, at=local)
    session.commit()
    session.expunge_all()
    stored = session.scalars(select(DirectoryVersionRow.changed_at)).one()
    assert stored == AT
    assert stored.utcoffset() == timedelta(0)


def test_a_moment_without_zone_is_refused(session):
    with pytest.raises(StatementError, match="time zone"):  # noqa: PT012 - at once or when it is flushed
        bump_version(session, at=AT.replace(tzinfo=None))
        session.flush()


def test_a_unit_in_an_unknown_municipality_is_refused(session):
    _fill(session)
    lost = _unit("vilse", UnitKind.CLINIC, "sjukhuset")
    lost.municipality = "9999"
    session.add(lost)
    with pytest.raises(IntegrityError):
        session.flush()
