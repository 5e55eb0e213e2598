"""Several workers: each call is made once, each step taken once, each notice told once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from app.actions.admission import move
from app.actions.operation import watch_provider
from app.actions.operation.watch_provider import _Failing
from models.reads.outages import find_outage
from models.tables.admissions import AdmissionRow
from models.tables.notices import NoticeKind, NoticeRow, ProviderOutageRow
from models.tables.outbox import HeartbeatRow
from notifications.notices import NewNotice, ToAccount, notify
from routing.admission import AdmissionStatus, TransportMode
from routing.lifecycle import AttemptState, RequestEvent
from routing.urgency import Urgency
from tests.clinic import Clinic
from tests.races.between import COMMIT, meet
from tests.races.talks import a_talk, now
from tests.races.test_one_bed import accepting, admitting, report
from tests.races.test_one_bed import coordinator as coordinator  # a fixture

pytestmark = pytest.mark.slow  # PostgreSQL


@pytest.mark.parametrize("before", [r"UPDATE outbox_message", COMMIT])
def test_a_message_that_one_worker_has_claimed_is_left_alone_by_another(clinic, before):
    clinic.ask()
    meet(clinic.engine, clinic.worker.send_due, clinic.worker.send_due, before=before)
    assert len(clinic.provider.made) == 1


@pytest.mark.parametrize("before", [r"INSERT INTO request_event", r"INSERT INTO attempt", COMMIT])
def test_a_step_that_is_due_is_taken_by_one_worker(clinic, before):
    ticket = clinic.hunt()
    clinic.clock.at += timedelta(seconds=31)
    meet(clinic.engine, clinic.worker.escalate, clinic.worker.escalate, before=before)
    assert [one.state for one in ticket.responders] == [
        AttemptState.NO_ANSWER,
        AttemptState.QUEUED,
    ]
    assert ticket.events.count(RequestEvent.NO_ANSWER) == 1


@pytest.mark.parametrize("before", [r"INSERT INTO notice", COMMIT])
def test_what_two_tell_at_once_is_told_once(clinic, before):
    notice = NewNotice(
        NoticeKind.OUTCOME_LIST,
        key="outcomes:2026-11-23:account",
        to=ToAccount(clinic.gp.account_id),
        values={"count": 1, "link": "/utfall"},
        urgency=Urgency.PLANNED,
    )
    directory = clinic.directory

    def tell() -> bool:
        with clinic.sessions() as session:
            row = notify(session, notice, directory=directory, at=clinic.clock())
            session.commit()
        return row is not None

    met = meet(clinic.engine, tell, tell, before=before)
    assert sorted(met.both) == [False, True]
    assert clinic.fresh().scalar(select(func.count()).select_from(NoticeRow)) == 1


def opening(clinic: Clinic) -> Any:
    at = clinic.clock()
    failing = [_Failing(at - timedelta(minutes=1), at - timedelta(minutes=2), "503", True)]

    def open_one() -> None:
        watch_provider._open(clinic.sessions, clinic.holder.fresh, failing, at=at)

    return open_one


@pytest.mark.parametrize(
    "before", [r"FROM provider_outage\s+WHERE", r"INSERT INTO provider_outage", COMMIT]
)
def test_an_outage_that_two_workers_notice_is_one(clinic, before):
    met = meet(clinic.engine, opening(clinic), opening(clinic), before=before)
    assert met.both == (None, None)
    assert clinic.fresh().scalar(select(func.count()).select_from(ProviderOutageRow)) == 1


@pytest.mark.parametrize(("before", "later"), [(r"UPDATE provider_outage", 5), (COMMIT, 0)])
def test_an_outage_that_two_workers_see_the_end_of_ends_once(clinic, before, later):
    """It ends when the one who was first to write says so."""
    opening(clinic)()
    outage, at = find_outage(clinic.fresh()), clinic.clock() + timedelta(hours=1)
    assert outage is not None

    def closing(when: datetime) -> Callable[[], None]:
        ends = partial(watch_provider._close, clinic.sessions, clinic.holder.fresh, outage)
        return partial(ends, at=when)

    both = (closing(at), closing(at + timedelta(seconds=5)))
    assert meet(clinic.engine, *both, before=before).both == (None, None)
    ended_at = clinic.fresh().scalars(select(ProviderOutageRow.ended_at)).one()
    assert ended_at == at + timedelta(seconds=later)


@pytest.mark.parametrize("before", [r"INSERT INTO heartbeat", COMMIT])
def test_two_signs_of_life_are_one(clinic, before):
    met = meet(clinic.engine, clinic.worker.beat, clinic.worker.beat, before=before)
    assert met.both == (None, None)
    assert len(clinic.fresh().scalars(select(HeartbeatRow)).all()) == 1


@pytest.mark.parametrize("before", [r"UPDATE admission ", r"INSERT INTO admission_event", COMMIT])
def test_a_patient_who_sets_off_as_the_time_runs_out_keeps_the_bed(clinic, coordinator, before):
    report(clinic, free=3)
    admission = admitting(clinic, a_talk(clinic))()
    accepting(clinic, admission, coordinator)()
    session = clinic.fresh()
    until = session.get_one(AdmissionRow, admission, populate_existing=True).reserved_until
    assert until is not None
    clinic.clock.at = until - timedelta(seconds=1)
    clinic.worker.look_at_admissions()  # warns
    occasion = now(clinic, clinic.gp)
    clinic.clock.at = until + timedelta(seconds=1)

    def sets_off() -> None:
        with clinic.sessions() as one:
            move.set_off(one, admission, occasion, transport=TransportMode.OWN)

    met = meet(clinic.engine, sets_off, clinic.worker.look_at_admissions, before=before)
    assert met.had_to_wait
    row = clinic.fresh().get_one(AdmissionRow, admission, populate_existing=True)
    assert row.status is AdmissionStatus.ON_THE_WAY
