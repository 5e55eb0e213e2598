"""Each Monday at seven the process leaders are told of last week's refused admissions, once."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from app.actions.operation.tell_refusals import tell_refusals
from app.statistics.refusals_week import load_refusals_week
from models.tables.accounts import AccountRole, AccountRow
from models.tables.notices import DeliveryRow, NoticeKind, NoticeRow
from routing.admission import AdmissionEvent as E
from routing.admission import RefusalReason, WardReply
from routing.urgency import Channel
from routing.weeks import week_from, week_of
from tests.at_once import at_once
from tests.decided import admission, answer, doctor, happen
from tests.routing.county import local

MONDAY = local("2026-11-23 07:00")
IN_THE_WEEK = local("2026-11-18 22:00")
WARD = "mora-medicinavdelning"


def an_account(session, role=AccountRole.PROCESSLEDARE, *, name="ledare", is_active=True) -> int:
    row = AccountRow(
        username=name,
        password_hash="-",
        role=role,
        name="Siv Exempel",
        email=f"{name}@kontaktvagar.example",
        is_active=is_active,
        created_at=MONDAY,
        session_nonce="-",
    )
    session.add(row)
    session.commit()
    return row.id


@pytest.fixture
def leader(session) -> int:
    return an_account(session)


@pytest.fixture
def look(engine, dalarna):
    """The job at a moment."""
    sessions = sessionmaker(engine, expire_on_commit=False)
    return lambda at: tell_refusals(sessions, lambda _session: dalarna, at=at)


def notices(session) -> list[NoticeRow]:
    session.rollback()
    return list(session.scalars(select(NoticeRow).order_by(NoticeRow.key)))


def test_the_week_before_is_told_of_with_the_same_sums_as_the_list(session, dalarna, leader, look):
    one = admission(session, doctor(session))
    answer(session, one, WARD, RefusalReason.FULL, at=IN_THE_WEEK)
    answer(session, one, WARD, RefusalReason.OTHER, at=IN_THE_WEEK)
    answer(session, one, WARD, WardReply.SILENT, at=IN_THE_WEEK)
    answer(session, one, WARD, WardReply.ACCEPTED, at=IN_THE_WEEK)
    answer(session, one, WARD, WardReply.SILENT, at=MONDAY - timedelta(hours=7))  # this week
    happen(session, one, E.ASKED, E.ALL_REFUSED, at=IN_THE_WEEK)
    assert look(MONDAY) == 1
    (told,) = notices(session)
    assert (told.kind, told.account_id) == (NoticeKind.REFUSALS_WEEK, leader)
    assert told.values == {
        "week": 47,
        "count": 2,
        "n": 1,
        "m": 1,
        "link": "/uppfoljning/nekade?vecka=2026-W47",
    }
    found = load_refusals_week(session, dalarna, week=week_from("2026-W47"))
    assert (found.total.refused, found.total.silent, len(found.came_back)) == (2, 1, 1)
    (delivery,) = session.scalars(select(DeliveryRow))
    assert delivery.channel is Channel.EMAIL


@pytest.mark.parametrize(
    ("at", "is_told"),
    [
        ("2026-11-23 06:59", False),
        ("2026-11-23 07:00", True),
        ("2026-11-23 21:00", False),  # at night nobody is told of anything
        ("2026-11-24 06:59", False),
        ("2026-11-29 20:59", True),  # a worker that has been down
        ("2026-04-06 06:59", False),
        ("2026-04-06 07:00", True),  # annandag påsk: the list waits in the inbox
        ("2026-03-30 06:59", False),
        ("2026-03-30 07:00", True),  # the day after the clock went forward
        ("2026-10-26 06:59", False),
        ("2026-10-26 07:00", True),  # … and back
        ("2026-12-28 07:00", True),
        ("2027-01-04 07:00", True),  # after a week 53
    ],
)
def test_it_is_told_on_mondays_at_seven_local_time(session, leader, look, at, is_told):
    moment = local(at)
    assert look(moment) == int(is_told)
    if is_told:
        (told,) = notices(session)
        assert told.values["week"] == week_of(moment).moved(-1).number
        assert told.values["count"] == 0  # that nobody was refused is news too


def test_it_is_told_once_and_again_the_next_week(session, leader, look):
    assert [look(MONDAY + timedelta(minutes=minute)) for minute in range(3)] == [1, 0, 0]
    assert look(MONDAY + timedelta(days=3)) == 0
    assert look(MONDAY + timedelta(days=7)) == 1
    assert [one.values["week"] for one in notices(session)] == [47, 48]


def test_each_process_leader_is_told_and_nobody_else(session, leader, look):
    second = an_account(session, name="ledare-2")
    an_account(session, AccountRole.ADMINISTRATOR, name="administrator")
    an_account(session, AccountRole.ANALYTIKER, name="analytiker")
    an_account(session, name="slutat", is_active=False)
    assert look(MONDAY) == 2
    assert {one.account_id for one in notices(session)} == {leader, second}


@pytest.mark.postgresql
def test_two_workers_at_once_tell_it_once(session, leader, look):
    assert sum(at_once(*[lambda: look(MONDAY)] * 4)) == 1
    assert len(notices(session)) == 1


def test_the_job_does_it(clinic):
    leader = clinic.account(AccountRole.PROCESSLEDARE)
    clinic.clock.at = MONDAY
    assert clinic.worker.tell_refusals() == 1
    assert clinic.worker.tell_refusals() == 0
    (told,) = notices(clinic.fresh())
    assert told.account_id == leader.account_id
