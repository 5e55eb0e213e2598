"""What the tests of the statistics share."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from app.actions.contact.create_request import NewRequest, create_request
from app.actions.shared.actor import Actor
from models.tables.accounts import AccountRole, AccountRow
from models.tables.contacts import CallMode
from models.tables.directory import CareProviderRow, CareUnitRow, MunicipalityRow, PersonRow
from routing.directory import Directory
from routing.outcome import PlanBefore
from routing.types import ContactPath, ProviderKind, UnitKind
from routing.units import Specialty
from tests.app.statistics.world import GP_NUMBER, TEN
from tests.routing.county import MORA, three_hospitals

Statements = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def statements(engine: Engine) -> Statements:
    """Collects the SQL a block sends."""

    @contextmanager
    def collected() -> Iterator[list[str]]:
        sent: list[str] = []

        def note(_connection, _cursor, statement, *_rest) -> None:
            sent.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return collected


@pytest.fixture
def directory(session) -> Directory:
    """Made up, and in the database as far as notices point at it."""
    made = three_hospitals(specialties={"kardiologi": Specialty("kardiologi", "Kardiologi")})
    places = {unit.municipality for unit in made.units.values()} | {MORA}
    session.add_all(
        MunicipalityRow(code=code, name=code, population=1, hospitals=[]) for code in places
    )
    providers = {unit.provider_id for unit in made.units.values()} | {"region"}
    session.add_all(
        CareProviderRow(id=each, name=each, kind=ProviderKind.REGION) for each in providers
    )
    session.flush()
    rung = {line.unit_id for line in made.lines.values()}
    at_work = {person.unit_id for person in made.people.values()}
    for unit_id in sorted(rung | at_work):
        session.add(_unit_row(unit_id))
    session.flush()
    session.add_all(
        PersonRow(id=each.id, name=each.name, title="", unit_id=each.unit_id, number=each.number)
        for each in made.people.values()
    )
    session.commit()
    return made


def _unit_row(unit_id: str) -> CareUnitRow:
    return CareUnitRow(
        id=unit_id,
        hsa_id=unit_id,
        name=unit_id,
        kind=UnitKind.CLINIC,
        provider_id="region",
        municipality=MORA,
        specialties=[],
        verified=False,
        note="",
    )


@pytest.fixture
def gp(session) -> Actor:
    row = AccountRow(
        username="gp",
        password_hash="-",
        role=AccountRole.PRIMARVARDSLAKARE,
        name="Vera Provdoktor",
        is_active=True,
        created_at=TEN,
        session_nonce="-",
    )
    session.add(row)
    session.commit()
    return Actor(
        account_id=row.id,
        name=row.name,
        role=row.role,
        person_id=None,
        unit_id="mora-vc",
        number=GP_NUMBER,
    )


@pytest.fixture
def ask(session: Session, gp: Actor, directory: Directory):
    """Asks for cardiology from Mora at a moment; returns the contact's id."""

    def asked(at: datetime, mode: CallMode = CallMode.SELF_DIAL, **words: Any) -> str:
        command = NewRequest(
            ContactPath.HALVAKUT,
            MORA,
            mode,
            specialty="kardiologi",
            plan_before=PlanBefore.REFER,
            **words,
        )
        return create_request(session, command, by=gp, directory=directory, at=at).id

    return asked
