"""What is stored comes back as the same frozen values."""

from datetime import date, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, StatementError

from models.db import start_writing
from models.snapshot import bump_version, load_directory, read_version
from models.tables.directory import (
    DirectoryVersionRow,
)
from routing.matrix import Matrix, MatrixRule
from routing.rota import Rota, Rotation, ShiftChange, ShiftSource
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
from routing.units import (
    CareProvider,
    CareUnit,
    ContactPoint,
    Municipality,
    OnCallLine,
    Person,
    Specialty,
)
from tests.models.rows import AT, FALLBACK, HOURS, PATTERN, STEP, fill_directory, unit_row

pytestmark = pytest.mark.postgresql


def test_everything_comes_back_as_it_was_stored(session):
    fill_directory(session)
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
    fill_directory(session)
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
    fill_directory(session)
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
    fill_directory(session)
    lost = unit_row("vilse", UnitKind.CLINIC, "sjukhuset")
    lost.municipality = "9999"
    session.add(lost)
    with pytest.raises(IntegrityError):
        session.flush()
