"""The demonstration's beds: figures of all ages, of both sources, and some wards' none."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.auth.demo_accounts import load_demo_accounts
from app.cli.demo_beds import fill_demo_beds
from app.cli.sentences import ROOT
from models.reads.beds import load_ward_beds
from models.tables.accounts import AccountRole, AccountRow
from models.tables.beds import BedReportRow
from routing.beds import BedSource, is_stale
from seed_directory.accounts import read_demo_accounts
from seed_directory.loader import DALARNA
from tests.databases import SEEDED_AT, engine_of

pytestmark = pytest.mark.slow

AT = SEEDED_AT + timedelta(hours=1, seconds=7)


@pytest.fixture
def environment(seeded_database_url) -> dict[str, str]:
    """The settings of a demonstration whose coordinators have their accounts."""
    role = AccountRole.VARDPLATSKOORDINATOR
    accounts = [one for one in read_demo_accounts(DALARNA) if one.role is role]
    with engine_of(seeded_database_url) as engine, Session(engine) as session:
        load_demo_accounts(session, accounts, at=SEEDED_AT)
    return {"DATABASE_URL": seeded_database_url}


@pytest.fixture
def beds(environment):
    """Reads what is known of the wards after the demonstration began at ``AT``."""

    def read():
        with engine_of(environment["DATABASE_URL"]) as engine, Session(engine) as session:
            return load_ward_beds(session)

    fill_demo_beds(environment, root=ROOT, at=AT)
    return read


def test_fresh_old_and_unknown_figures_are_all_seen(beds):
    wards = beds().values()
    known = [one for one in wards if one.newest]
    ages = {is_stale(one.newest.counted_at, AT, after_hours=one.stale_after_hours) for one in known}
    assert ages == {True, False}
    assert 0 < len(known) < len(wards)
    assert {known.report.source for one in wards for known in one.known} == set(BedSource)
    assert any(not one.newest.is_open for one in known)
    assert any(one.newest.over_occupancy for one in known)
    assert any(one.free and one.free > 0 for one in known)
    assert any(one.free == 0 for one in known)


def test_a_ward_may_have_figures_of_both_sources_kept_apart(beds):
    ward = beds()["mora-medicinavdelning"]
    assert [one.report.source for one in ward.known] == [BedSource.HAND, BedSource.IMPORT]
    assert ward.newest.counted_at == AT - timedelta(minutes=25)
    assert ward.free == 2


def test_the_wards_own_coordinator_has_reported_where_there_is_one(beds, environment):
    with engine_of(environment["DATABASE_URL"]) as engine, Session(engine) as session:
        names = dict(
            session.execute(
                select(BedReportRow.ward_id, AccountRow.username).join(
                    AccountRow, AccountRow.id == BedReportRow.account_id
                )
            ).all()
        )
    assert names["mora-medicinavdelning"] == "avdelning.mora"
    assert names["mora-ortopedavdelning"] == "koordinator.mora"


def test_again_changes_nothing_until_the_figures_are_old(beds, environment):
    before = beds()
    assert fill_demo_beds(environment, root=ROOT, at=AT + timedelta(hours=1)) == 0
    assert fill_demo_beds(environment, root=ROOT, at=AT - timedelta(days=1)) == 0
    assert beds() == before
    next_day = AT + timedelta(days=1)
    assert fill_demo_beds(environment, root=ROOT, at=next_day) == len(_reports(before))
    after = beds()
    assert after["mora-medicinavdelning"].newest.counted_at == next_day - timedelta(minutes=25)
    assert len(_reports(after)) == len(_reports(before))


def test_where_nobody_may_report_by_hand_any_more_the_rest_is_there(environment):
    with engine_of(environment["DATABASE_URL"]) as engine, Session(engine) as session:
        session.execute(update(AccountRow).values(is_active=False))
        session.commit()
    assert fill_demo_beds(environment, root=ROOT, at=AT) > 0


def _reports(wards):
    return [known for ward in wards.values() for known in ward.known]
