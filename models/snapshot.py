"""Builds the immutable directory the rules read, and the version that says when it is stale."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.db import insert_into
from models.tables.directory import (
    CareProviderRow,
    CareUnitRow,
    ContactPointRow,
    DirectoryVersionRow,
    MatrixRuleRow,
    MatrixVersionRow,
    MunicipalityRow,
    OnCallLineRow,
    PersonRow,
    SearchWordRow,
    SpecialtyRow,
)
from models.tables.preferences import AwayRow, PersonPreferenceRow
from models.tables.rotas import RotaRow, ShiftChangeRow
from models.values import fallback_from_json, pattern_from_json, step_from_json
from routing.away import Away
from routing.directory import SWEDEN_AND_NEIGHBOURS, Directory
from routing.live_limits import USUAL_LIMITS, LiveLimits
from routing.matrix import Matrix, MatrixRule
from routing.rota import Rota, ShiftChange
from routing.types import ContactPath, RequesterRole
from routing.units import (
    CareProvider,
    CareUnit,
    ContactPoint,
    Municipality,
    OnCallLine,
    Person,
    Specialty,
)
from routing.urgency import Channel, Urgency

CHANNEL = "directory_changed"  # PostgreSQL tells those who listen, when the change is committed
CHANGED = "directory_changed"  # mark in ``session.info``: this transaction changes the directory


def read_version(session: Session) -> int:
    """The directory's version now; 0 before anything was loaded."""
    return session.scalar(_VERSION) or 0


_VERSION = select(DirectoryVersionRow.version)  # asked so often that it is written once


def bump_version(session: Session, *, at: datetime) -> int:
    """Say, in the transaction that changed something the rules read, that snapshots are stale.

    Returns the new version. Whoever does the same waits until the transaction ends.
    """
    first = {"id": 1, "version": 1, "changed_at": at}
    another = {"version": DirectoryVersionRow.version + 1, "changed_at": at}
    counting = insert_into(session, DirectoryVersionRow).values(first)
    counting = counting.on_conflict_do_update(index_elements=["id"], set_=another)
    returned = counting.returning(DirectoryVersionRow.version)
    version = session.connection().execute(returned).scalar_one()
    session.info[CHANGED] = True
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_notify(CHANNEL, str(version))))
    return version


def change_directory(session: Session, known: Directory, *, at: datetime) -> Directory:
    """Begin a change of what the rules read: changes come one at a time, and see each other.

    Returns the directory as it stands, which is ``known`` unless somebody has changed it since.
    """
    version = bump_version(session, at=at)
    return known if known.version == version - 1 else load_directory(session)


def load_directory(
    session: Session,
    *,
    callable_countries: frozenset[str] = SWEDEN_AND_NEIGHBOURS,
    live_limits: LiveLimits = USUAL_LIMITS,
) -> Directory:
    """Everything the rules read, as one frozen value; countries and limits are the house's."""
    return Directory(
        version=read_version(session),
        matrix=_load_matrix(session),
        providers={
            row.id: CareProvider(row.id, row.name, row.kind)
            for row in session.scalars(select(CareProviderRow))
        },
        municipalities={
            row.code: Municipality(row.code, row.name, row.population, tuple(row.hospitals))
            for row in session.scalars(select(MunicipalityRow).order_by(MunicipalityRow.code))
        },
        specialties={
            row.code: Specialty(row.code, row.name, tuple(row.synonyms), row.dial_code, row.english)
            for row in session.scalars(select(SpecialtyRow).order_by(SpecialtyRow.code))
        },
        search_words={
            row.word: tuple(row.specialties)
            for row in session.scalars(select(SearchWordRow).order_by(SearchWordRow.word))
        },
        units=_load_units(session),
        people=_load_people(session),
        lines={
            row.id: _line(row)
            for row in session.scalars(select(OnCallLineRow).order_by(OnCallLineRow.id))
        },
        rotas=_load_rotas(session),
        changes=_load_changes(session),
        away=_load_away(session),
        callable_countries=callable_countries,
        live_limits=live_limits,
    )


def _load_people(session: Session) -> dict[str, Person]:
    chosen = {row.person_id: row for row in session.scalars(select(PersonPreferenceRow))}
    return {
        row.id: _person(row, chosen.get(row.id))
        for row in session.scalars(select(PersonRow).order_by(PersonRow.id))
    }


def _person(row: PersonRow, chosen: PersonPreferenceRow | None) -> Person:
    if chosen is None:
        return Person(row.id, row.name, row.title, row.unit_id, row.number)
    channels = {
        Urgency(urgency): tuple(Channel(one) for one in order)
        for urgency, order in chosen.channels.items()
    }
    return Person(row.id, row.name, row.title, row.unit_id, row.number, chosen.language, channels)


def _load_away(session: Session) -> dict[str, tuple[Away, ...]]:
    """Those that still held when the directory was last changed, and all after."""
    changed_at = session.scalar(select(DirectoryVersionRow.changed_at))
    wanted = select(AwayRow).order_by(AwayRow.starts_at)
    if changed_at is not None:
        wanted = wanted.where(AwayRow.ends_at > changed_at)
    away: dict[str, list[Away]] = defaultdict(list)
    for row in session.scalars(wanted):
        away[row.person_id].append(Away(row.person_id, row.starts_at, row.ends_at, row.forward_to))
    return {person_id: tuple(group) for person_id, group in away.items()}


def _load_matrix(session: Session) -> Matrix:
    active = session.scalar(
        select(MatrixVersionRow.version).where(MatrixVersionRow.is_active.is_(True))
    )
    rows = session.scalars(
        select(MatrixRuleRow)
        .where(MatrixRuleRow.version == active)
        .order_by(MatrixRuleRow.position)
    )
    return Matrix(version=active or "", rules=tuple(_rule(row) for row in rows))


def _rule(row: MatrixRuleRow) -> MatrixRule:
    return MatrixRule(
        id=row.id,
        path=ContactPath(row.path),
        roles=frozenset(RequesterRole(role) for role in row.roles),
        specialties=frozenset(row.specialties),
        municipalities=frozenset(row.municipalities),
        hours=row.hours,
        promise_seconds=row.promise_seconds,
        steps=tuple(step_from_json(step) for step in row.steps),
        fallback=fallback_from_json(row.fallback),
        valid_from=_date(row.valid_from),
        valid_to=_date(row.valid_to),
        rounds=row.rounds,
        promises=row.promises,
        errand=row.errand,
    )


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _load_units(session: Session) -> dict[str, CareUnit]:
    points: dict[str, list[ContactPoint]] = defaultdict(list)
    for row in session.scalars(select(ContactPointRow).order_by(ContactPointRow.id)):
        points[row.unit_id].append(
            ContactPoint(row.id, row.unit_id, row.kind, row.value, row.label, row.audience)
        )
    return {
        row.id: _unit(row, points[row.id])
        for row in session.scalars(select(CareUnitRow).order_by(CareUnitRow.id))
    }


def _unit(row: CareUnitRow, points: Iterable[ContactPoint]) -> CareUnit:
    return CareUnit(
        id=row.id,
        hsa_id=row.hsa_id,
        name=row.name,
        kind=row.kind,
        provider_id=row.provider_id,
        municipality=row.municipality,
        parent_id=row.parent_id,
        hours=row.hours,
        specialties=tuple(row.specialties),
        verified=row.verified,
        note=row.note,
        contact_points=tuple(points),
    )


def _line(row: OnCallLineRow) -> OnCallLine:
    return OnCallLine(
        id=row.id,
        name=row.name,
        kind=row.kind,
        unit_id=row.unit_id,
        specialty=row.specialty,
        hospital_id=row.hospital_id,
        hours=row.hours,
        number=row.number,
        covers=frozenset(row.covers),
    )


def _load_rotas(session: Session) -> dict[str, tuple[Rota, ...]]:
    rotas: dict[str, list[Rota]] = defaultdict(list)
    for row in session.scalars(select(RotaRow).order_by(RotaRow.id)):
        rotas[row.line_id].append(
            Rota(
                id=row.id,
                line_id=row.line_id,
                tier=row.tier,
                patterns=tuple(pattern_from_json(pattern) for pattern in row.patterns),
                people=tuple(row.people),
                rotation=row.rotation,
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                eves_as_red=frozenset(row.eves_as_red),
            )
        )
    return {line_id: tuple(group) for line_id, group in rotas.items()}


def load_changes_of(session: Session, rota_id: str) -> tuple[ShiftChange, ...]:
    """What changes one rota, as the database has it this moment."""
    rows = session.scalars(
        select(ShiftChangeRow)
        .where(ShiftChangeRow.rota_id == rota_id, ShiftChangeRow.taken_back_at.is_(None))
        .order_by(ShiftChangeRow.made_at)
    )
    return tuple(_change(row) for row in rows)


def _load_changes(session: Session) -> dict[str, tuple[ShiftChange, ...]]:
    changes: dict[str, list[ShiftChange]] = defaultdict(list)
    rows = session.scalars(
        select(ShiftChangeRow)
        .where(ShiftChangeRow.taken_back_at.is_(None))
        .order_by(ShiftChangeRow.made_at)
    )
    for row in rows:
        changes[row.rota_id].append(_change(row))
    return {rota_id: tuple(group) for rota_id, group in changes.items()}


def _change(row: ShiftChangeRow) -> ShiftChange:
    return ShiftChange(
        id=row.id,
        rota_id=row.rota_id,
        source=row.source,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        person_id=row.person_id,
        made_at=row.made_at,
    )
