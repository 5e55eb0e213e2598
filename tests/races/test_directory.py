"""What the rules read is changed: shifts, "inte nu", preferences; and a directory loaded twice."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, delete, event, select, update
from sqlalchemy.orm import Session

from app.actions.account.set_preferences import Preferences, set_preferences
from app.actions.duty.change_shift import SwapShifts, swap_shifts
from app.actions.duty.errors import AlreadyAway, ShiftAlreadyTaken, ShiftHasChanged
from app.actions.duty.set_away import AwayUntil, set_away
from app.actions.duty.take_over_shift import TakeOver, take_over_shift
from app.actions.operation.load_county import load_county
from app.auth.accounts import NewAccount, UsernameTaken, create_account
from app.auth.demo_accounts import load_demo_accounts
from models.snapshot import bump_version, read_version
from models.tables.accounts import AccountRole
from models.tables.notices import NoticeKind, NoticeRow
from models.tables.preferences import AwayRow, PersonPreferenceRow
from models.tables.rotas import RotaRow, ShiftChangeRow
from notifications.language import Language
from routing.rota import Shift
from routing.urgency import Channel, Urgency
from seed_directory.accounts import read_demo_accounts
from seed_directory.loader import DALARNA, load_seed
from tests.app.actions.duty.test_change_shift import Line
from tests.clinic import Clinic
from tests.databases import SEEDED_AT, engine_of
from tests.races.between import COMMIT, meet

pytestmark = pytest.mark.slow  # PostgreSQL

HOUR = timedelta(hours=1)
WRITES_CHANGE = [r"INSERT INTO shift_change", r"INSERT INTO notice", COMMIT]


@pytest.fixture
def line(clinic) -> Iterator[Line]:
    """A line whose doctors change shifts; what they chose is forgotten afterwards."""
    yield Line(clinic)
    session = clinic.fresh()
    for table in (AwayRow, PersonPreferenceRow):
        session.execute(delete(table))
    bump_version(session, at=clinic.clock())
    session.commit()


@pytest.fixture
def empty(_postgres_databases) -> Iterator[Engine]:
    """A database with all tables and no rows."""
    with _postgres_databases.lent(seeded=False) as url, engine_of(url) as engine:
        yield engine


def doing(clinic: Clinic, action: Callable[..., Any], *what: Any, **more: Any) -> Callable[[], Any]:
    """A step that changes the directory as it was when the step was made."""
    at, directory = clinic.clock(), clinic.directory

    def do() -> Any:
        with clinic.sessions() as session:
            return action(session, *what, directory=directory, at=at, **more)

    return do


@pytest.mark.parametrize("before", WRITES_CHANGE)
def test_a_shift_taken_over_by_two_is_one_persons(line, clinic, before):
    on_call = line.on_call(clinic.clock()).person_id
    first = line.other_than(on_call)
    second = line.other_than(on_call, first)
    taking = [
        doing(clinic, take_over_shift, TakeOver(line.rota.id, on_call), by=clinic.doctor(one))
        for one in (first, second)
    ]
    met = meet(clinic.engine, *taking, before=before)
    assert met.had_to_wait
    assert isinstance(met.first, Shift)
    assert isinstance(met.second, ShiftAlreadyTaken)


@pytest.mark.parametrize("before", WRITES_CHANGE)
def test_a_shift_given_away_and_swapped_at_once_is_changed_once(line, clinic, before):
    shown, other = _two_of_different_people(line)
    third = line.other_than(shown.person_id, other.person_id)
    by = clinic.doctor(shown.person_id)
    giving = line.change
    met = meet(
        clinic.engine,
        doing(clinic, swap_shifts, SwapShifts(shown, other), by=by),
        lambda: _in_session(clinic, lambda one: giving(shown, third, by=by, session=one)),
        before=before,
    )
    assert met.had_to_wait
    assert met.first is None
    assert isinstance(met.second, ShiftHasChanged)


def _two_of_different_people(line: Line) -> tuple[Any, Any]:
    shown = line.shown(0)
    for number in range(1, 20):
        other = line.shown(number)
        if other.person_id not in (None, shown.person_id):
            return shown, other
    raise AssertionError("one person has every shift")


def _in_session(clinic: Clinic, step: Callable[[Session], Any]) -> Any:
    with clinic.sessions() as session:
        return step(session)


def test_a_rota_loaded_anew_meanwhile_is_the_one_that_counts(line, clinic):
    on_call = line.on_call(clinic.clock()).person_id
    taker = line.other_than(on_call)
    taking = doing(
        clinic, take_over_shift, TakeOver(line.rota.id, on_call), by=clinic.doctor(taker)
    )
    with _rota_of(clinic, line, [taker]), pytest.raises(ShiftAlreadyTaken):
        taking()
    assert clinic.fresh().scalars(select(ShiftChangeRow)).all() == []


@contextmanager
def _rota_of(clinic: Clinic, line: Line, people: list[str]) -> Iterator[None]:
    """For a while the rota has other people, since a directory has been loaded."""

    def set_people(those: list[str]) -> None:
        session = clinic.fresh()
        session.execute(update(RotaRow).where(RotaRow.id == line.rota.id).values(people=those))
        bump_version(session, at=clinic.clock())
        session.commit()

    set_people(people)
    try:
        yield
    finally:
        set_people(list(line.rota.people))


@pytest.mark.parametrize("before", [r"INSERT INTO away", COMMIT])
def test_two_who_forward_to_each_other_are_not_both_away(line, clinic, before):
    one, other = line.rota.people[:2]
    until = clinic.clock() + HOUR
    met = meet(
        clinic.engine,
        doing(clinic, set_away, AwayUntil(until, other), by=clinic.doctor(one)),
        doing(clinic, set_away, AwayUntil(until, one), by=clinic.doctor(other)),
        before=before,
    )
    assert met.had_to_wait
    assert isinstance(met.second, AlreadyAway)


@pytest.mark.parametrize("before", [r"UPDATE away|INSERT INTO away", COMMIT])
def test_away_said_twice_holds_once(line, clinic, before):
    by = clinic.doctor(line.rota.people[0])
    saying = doing(clinic, set_away, AwayUntil(clinic.clock() + HOUR), by=by)
    met = meet(clinic.engine, saying, saying, before=before)
    assert met.had_to_wait
    rows = clinic.fresh().scalars(select(AwayRow)).all()
    assert [row.ends_at > row.starts_at for row in rows].count(True) == 1


def test_every_contact_is_locked_before_any_phone_falls_silent(line, clinic):
    """Whoever has a contact may wait for a line that takes turns: nobody holds a line and waits
    for a contact."""
    tickets = [clinic.hunt() for _ in range(2)]
    rung = {ticket.ringing.person_id for ticket in tickets}
    assert len(rung) == 1
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(" ".join(statement.split()))

    event.listen(clinic.engine, "before_cursor_execute", note)
    try:
        by = clinic.doctor(rung.pop())
        doing(clinic, set_away, AwayUntil(clinic.clock() + HOUR), by=by)()
    finally:
        event.remove(clinic.engine, "before_cursor_execute", note)
    locks = [n for n, one in enumerate(seen) if "FROM care_request" in one and "FOR UPDATE" in one]
    acts = [n for n, one in enumerate(seen) if one.startswith("INSERT INTO request_event")]
    assert len(locks) == 2
    assert max(locks) < min(acts)


@pytest.mark.parametrize("before", [r"INSERT INTO person_preference", COMMIT])
def test_preferences_kept_twice_are_the_last_ones(line, clinic, before):
    by, at = clinic.doctor(line.rota.people[0]), clinic.clock()

    def keeping(language: Language) -> Callable[[], Any]:
        chosen = Preferences(language, {Urgency.SOON: [Channel.VOICE]})
        return lambda: _in_session(clinic, lambda one: set_preferences(one, chosen, by=by, at=at))

    met = meet(clinic.engine, keeping(Language.SV), keeping(Language.EN), before=before)
    assert met.both == (None, None)
    row = clinic.fresh().scalars(select(PersonPreferenceRow)).one()
    assert row.language == Language.EN.value


def test_the_first_two_changes_of_a_directory_are_two_versions(empty):
    def change() -> int:
        with Session(empty) as session:
            version = bump_version(session, at=SEEDED_AT)
            session.commit()
        return version

    assert meet(empty, change, change, before=COMMIT).both == (1, 2)
    with Session(empty) as session:
        assert read_version(session) == 2


def test_a_county_loaded_twice_at_once_is_loaded_once(empty):
    def load() -> int:
        with Session(empty) as session:
            return load_seed(session, DALARNA, at=SEEDED_AT).created

    met = meet(empty, load, load, before=COMMIT)
    assert met.had_to_wait
    assert met.first > 0
    assert met.second == 0
    demo = [replace(one, person_id=None) for one in read_demo_accounts(DALARNA)[:2]]

    def make() -> int:
        with Session(empty) as session:
            return load_demo_accounts(session, demo, at=SEEDED_AT)

    assert meet(empty, make, make, before=r"INSERT INTO account").both == (2, 0)


def test_a_user_name_wanted_by_two_is_taken_by_one(clinic):
    def make() -> Any:
        new = NewAccount("anna", "exempel-lösenord", AccountRole.ANALYTIKER)
        return _in_session(clinic, lambda one: create_account(one, new, at=clinic.clock()))

    met = meet(clinic.engine, make, make, before=r"INSERT INTO account")
    assert isinstance(met.first, int)
    assert isinstance(met.second, UsernameTaken)


def test_two_loads_at_once_tell_each_of_what_they_changed(line, clinic):
    """The second load finds what the first has made, and has nothing to tell."""

    def load() -> Any:
        return _in_session(clinic, lambda one: load_county(one, DALARNA, at=clinic.clock()).told)

    with _rota_of(clinic, line, list(reversed(line.rota.people))):
        met = meet(clinic.engine, load, load, before=COMMIT)
    assert met.had_to_wait
    assert met.first > 0
    assert met.second == 0
    kinds = set(clinic.fresh().scalars(select(NoticeRow.kind)))
    assert kinds == {NoticeKind.SHIFT_CHANGED}
