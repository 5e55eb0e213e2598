"""Follow-up taken in: whole or not at all, once, and back again."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.actions.imports.errors import UnknownImport
from app.actions.imports.fault import BadFile
from app.actions.imports.import_follow_up import import_follow_up
from app.actions.imports.take_back import take_back_follow_up
from models.reads.follow_up import counted_follow_up, load_imports
from models.tables.imports import FollowUpRow, ImportKind, ImportRow
from routing.decisions import DecisionKind, DecisionStatus
from tests.app.actions.imports.desk import HOUR, MONDAY
from tests.at_once import at_once
from tests.decided import DIRECT, STAY, contact, decide, doctor

HEADING = "decision_id,moved_24h,intensive_care_24h,ed_72h,admitted_7d,readmitted_30d,died_30d"


@pytest.fixture
def gp(session) -> int:
    return doctor(session)


@pytest.fixture
def take_in(session):
    def run(*lines, at=MONDAY, heading=HEADING):
        content = "\r\n".join((heading, *lines)).encode()
        return import_follow_up(session, content, by=None, at=at)

    return run


def counted(session) -> dict[str, tuple[object, ...]]:
    """What counts, by decision."""
    session.rollback()
    rows = session.execute(select(counted_follow_up()))
    return {row.decision_id: tuple(row)[2:] for row in rows}


def faults(refused) -> list[tuple[int, str]]:
    return [(fault.row, fault.column) for fault in refused.value.faults]


def nothing_stands(session) -> bool:
    session.rollback()
    return not any(
        session.scalar(select(func.count()).select_from(kind)) for kind in (ImportRow, FollowUpRow)
    )


# --- What a good file says ------------------------------------------------------------------------
def test_each_decision_has_what_its_row_says(session, gp, take_in):
    admitted = decide(session, contact(session, gp))
    stayed = decide(session, contact(session, gp), STAY)
    stored = take_in(f"{admitted},1,0,,,1,0", f"{stayed.upper()},,,1,0,,")
    assert (stored.row_count, stored.is_new) == (2, True)
    assert counted(session) == {
        admitted: (True, False, None, None, True, False),
        stayed: (None, None, True, False, None, None),
    }


def test_a_decision_is_found_by_its_contact_and_kind(session, gp, take_in):
    request = contact(session, gp)
    admitted, stayed = decide(session, request), decide(session, request, STAY)
    decide(session, request, DIRECT, status=DecisionStatus.WITHDRAWN)  # before it was made again
    heading = "contact_id;kind;died_30d"
    take_in(f"{request};direktinlaggning;0", f"{request};kvar_med_rad;1", heading=heading)
    assert {key: row[-1] for key, row in counted(session).items()} == {
        admitted: False,
        stayed: True,
    }


def test_rows_that_nobody_has_filled_in_say_nothing(session, gp, take_in):
    first, second = (decide(session, contact(session, gp)) for _ in range(2))
    take_in(f"{first},1,,,,,")
    take_in(f"{second},0,,,,,", f"{first},,,,,,", at=MONDAY + HOUR)
    assert counted(session)[first][0] is True


# --- What is wrong with a bad one -----------------------------------------------------------------
def test_a_bad_file_is_refused_whole_with_everything_that_is_wrong(session, gp, take_in):
    good = decide(session, contact(session, gp))
    to_ed = decide(session, contact(session, gp), DecisionKind.ED_OWN_MEANS)
    with pytest.raises(BadFile) as refused:
        take_in(
            f"{good},1,0,0,0,0,0",
            f"{good},0,,,,,",
            "00000000-0000-4000-8000-000000000000,1,,,,,",
            f"{to_ed},1,,,,,",
            f"{good[:-1]}',yes,2,,,-1,",
            ",1,,,,,",
        )
    assert faults(refused) == [
        (3, "decision_id"),
        (4, "decision_id"),
        (5, "decision_id"),
        (6, "moved_24h"),
        (6, "intensive_care_24h"),
        (6, "readmitted_30d"),
        (6, "decision_id"),
        (7, "decision_id"),
    ]
    assert "rad 2" in refused.value.faults[0].reason
    assert all(fault.reason.endswith(".") for fault in refused.value.faults)
    assert nothing_stands(session)


@pytest.mark.parametrize(
    ("heading", "where"),
    [
        ("moved_24h", [(1, "decision_id")]),
        ("contact_id,moved_24h", [(1, "decision_id")]),
        ("decision_id,kind", [(1, "")]),
        ("decision_id,dead", [(1, "dead")]),
        ("decision_id,died_30d", [(1, "")]),  # no rows
    ],
)
def test_a_file_without_what_it_needs_is_refused(session, take_in, heading, where):
    with pytest.raises(BadFile) as refused:
        take_in(heading=heading)
    assert faults(refused) == where
    assert nothing_stands(session)


def test_whose_decision_it_is_must_agree(session, gp, take_in):
    request, other = contact(session, gp), contact(session, gp)
    one, two = decide(session, request), decide(session, request)
    decide(session, other)
    heading = "decision_id,contact_id,kind,died_30d"
    with pytest.raises(BadFile) as refused:
        take_in(
            f"{one},{other},,0",
            f"{two},{request},kvar_med_rad,0",
            f",{request},direktinlaggning,0",  # which of the two?
            f",{other},kvar_med_rad,0",
            f",{other},mdk,0",
            ",,direktinlaggning,0",
            heading=heading,
        )
    assert faults(refused) == [
        (2, "contact_id"),
        (3, "kind"),
        (4, "contact_id"),
        (5, "contact_id"),
        (6, "kind"),
        (7, "decision_id"),
    ]
    assert nothing_stands(session)


# --- Once, the newest, and back -------------------------------------------------------------------
def test_the_same_file_twice_is_the_same_data_once(session, gp, take_in):
    row = f"{decide(session, contact(session, gp))},1,,,,,"
    first, again = take_in(row), take_in(row, at=MONDAY + HOUR)
    assert (again.id, again.is_new) == (first.id, False)
    assert session.scalar(select(func.count()).select_from(FollowUpRow)) == 1


@pytest.mark.postgresql
def test_two_who_send_the_same_file_at_once_make_one_import(session, engine, gp):
    content = f"{HEADING}\n{decide(session, contact(session, gp))},1,,,,,\n".encode()

    def send():
        with Session(engine) as own:
            return import_follow_up(own, content, by=None, at=MONDAY)

    results = at_once(*[send] * 4)
    assert sorted(one.is_new for one in results) == [False] * 3 + [True]
    assert session.scalar(select(func.count()).select_from(FollowUpRow)) == 1


def test_the_newest_that_stands_counts(session, gp, take_in):
    decision = decide(session, contact(session, gp))
    first = take_in(f"{decision},1,1,,,,")
    second = take_in(f"{decision},0,,,,,", at=MONDAY + HOUR)
    assert counted(session)[decision][:2] == (False, None)  # the whole row, not cell by cell

    assert take_back_follow_up(session, second.id, by=None, at=MONDAY + 2 * HOUR)
    assert counted(session)[decision][:2] == (True, True)
    assert take_back_follow_up(session, first.id, by=None, at=MONDAY + 2 * HOUR)
    assert counted(session) == {}

    assert take_in(f"{decision},1,1,,,,", at=MONDAY + 3 * HOUR).is_new
    assert counted(session)[decision][:2] == (True, True)


def test_an_import_is_taken_back_once(session, gp, take_in):
    stored = take_in(f"{decide(session, contact(session, gp))},1,,,,,")
    assert take_back_follow_up(session, stored.id, by=None, at=MONDAY + HOUR)
    assert not take_back_follow_up(session, stored.id, by=None, at=MONDAY + 2 * HOUR)
    (shown,) = load_imports(session, ImportKind.FOLLOW_UP, limit=10)
    assert (shown.id, shown.row_count, shown.taken_back_at) == (stored.id, 1, MONDAY + HOUR)
    with pytest.raises(UnknownImport):
        take_back_follow_up(session, "finns-inte", by=None, at=MONDAY)


def test_imports_are_listed_with_the_newest_first(session, gp, take_in):
    decision = decide(session, contact(session, gp))
    for hours, died in enumerate(("0", "1", "")):
        take_in(f"{decision},1,,,,,{died}", at=MONDAY + timedelta(hours=hours))
    shown = load_imports(session, ImportKind.FOLLOW_UP, limit=2)
    assert [one.imported_at for one in shown] == [MONDAY + 2 * HOUR, MONDAY + HOUR]
    assert load_imports(session, ImportKind.BEDS, limit=2) == []
