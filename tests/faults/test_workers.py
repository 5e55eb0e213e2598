"""The worker's jobs, and two workers at once: nothing is done twice."""

import dataclasses
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from app.actions.contact.escalate_due import PUT_OFF
from app.scheduler import JOBS, RunningWorker, Worker
from models.tables.contacts import CareRequestRow
from models.tables.outbox import HeartbeatRow, MessageState
from routing.lifecycle import AttemptState, RequestStatus
from tests.at_once import at_once
from tests.clinic import GP_NUMBER, MANY
from tests.faults.conftest import until
from tests.lost_database import database_away

pytestmark = [pytest.mark.faults, pytest.mark.postgresql]


def test_each_job_of_the_list_stands_here():
    tested_here = {Worker.send_due, Worker.escalate, Worker.beat}
    tested_with_the_post = {Worker.send_texts, Worker.send_mail}
    tested_in_stories = {Worker.watch, Worker.hand_over, Worker.remind, Worker.look_at_admissions}
    tested_with_the_actions = {Worker.tell_refusals}
    tested_elsewhere = tested_with_the_post | tested_in_stories | tested_with_the_actions
    assert {job.run for job in JOBS} == tested_here | tested_elsewhere
    assert all(0 < job.every_seconds <= 60 for job in JOBS)


def test_job_send_due(clinic):
    tickets = [clinic.ask(limits=MANY) for _ in range(10)]  # more than one round
    Worker.send_due(clinic.worker)
    assert len(clinic.provider.made) == len(tickets)
    Worker.send_due(clinic.worker)
    assert len(clinic.provider.made) == len(tickets)


def test_job_escalate(clinic):
    ticket = clinic.hunt()
    assert Worker.escalate(clinic.worker) == 0
    clinic.clock.at += timedelta(seconds=31)
    assert Worker.escalate(clinic.worker) == 1
    assert Worker.escalate(clinic.worker) == 0
    assert ticket.responders[0].state is AttemptState.NO_ANSWER
    assert ticket.ringing.step_order == 2


def test_job_beat(clinic):
    for _minute in range(2):
        clinic.clock.at += timedelta(minutes=1)
        Worker.beat(clinic.worker)
    (row,) = clinic.fresh().scalars(select(HeartbeatRow)).all()
    assert row.at == clinic.clock()


def test_two_beats_at_once_are_one(clinic):
    assert at_once(clinic.worker.beat, clinic.worker.beat, clinic.worker.beat) == [None] * 3


def test_escalating_at_once_from_several_workers_takes_each_step_once(clinic):
    tickets = [clinic.hunt(limits=MANY) for _ in range(4)]
    clinic.clock.at += timedelta(seconds=31)
    at_once(*[clinic.worker.escalate] * 3)
    for ticket in tickets:
        assert [one.step_order for one in ticket.responders] == [1, 2]


def test_a_contact_that_cannot_be_taken_further_holds_up_no_other(clinic, caplog):
    stuck, other = clinic.hunt(), clinic.hunt()
    plan = dict(clinic.fresh().get_one(CareRequestRow, stuck.id).plan)
    _set_plan(clinic, stuck, {})
    clinic.clock.at += timedelta(seconds=31)
    assert clinic.worker.escalate() == 2
    assert other.ringing.step_order == 2
    assert "contact could not be escalated" in caplog.text
    assert clinic.worker.escalate() == 0

    _set_plan(clinic, stuck, plan)
    clinic.clock.at += PUT_OFF
    assert clinic.worker.escalate() >= 1
    assert stuck.ringing.step_order == 2


def _set_plan(clinic, ticket, plan) -> None:
    session = clinic.fresh()
    session.get_one(CareRequestRow, ticket.id).plan = plan
    session.commit()


@pytest.fixture
def running(clinic, provider) -> Iterator[Callable[[], RunningWorker]]:
    """Starts workers that ring through the provider over HTTP."""
    twilio = dataclasses.replace(clinic.config.twilio, api_base=provider.address)
    config = dataclasses.replace(clinic.config, twilio=twilio)
    workers = []

    def run() -> RunningWorker:
        worker = RunningWorker(config, clinic.engine, clinic.holder)
        workers.append(worker)
        worker.start()
        return worker

    yield run
    for worker in workers:
        worker.stop()


@pytest.mark.slow
def test_two_running_workers_make_each_call_once(clinic, provider, running):
    for _ in range(2):
        running()
    tickets = [clinic.ask(limits=MANY) for _ in range(12)]
    until(lambda: all(_is_sent(clinic, one) for one in tickets))
    for ticket in tickets:
        clinic.pick_up(ticket.requester.id)
    until(lambda: len(provider.calls) >= 24)
    time.sleep(1.2)  # a tick of every job, in which a doubled call would be made
    assert len(provider.calls) == 24
    assert len({call["url"] for call in provider.calls}) == 24
    assert provider.rung()[:12] == [GP_NUMBER] * 12
    assert {one.status for one in tickets} == {RequestStatus.HUNTING}


@pytest.mark.slow
@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_a_running_worker_outlives_a_lost_database(clinic, provider, running):
    running()
    for _time in range(2):
        clinic.session.close()
        with database_away(clinic.url):
            time.sleep(1.5)  # every job has tried, and failed
        ticket = clinic.ask()
        asked_at = time.monotonic()
        until(partial(_is_sent, clinic, ticket))
        assert time.monotonic() - asked_at < 2
        clinic.pick_up(ticket.requester.id)
        until(partial(_rings, ticket, 1))
        clinic.clock.at += timedelta(seconds=31)
        until(partial(_rings, ticket, 2))
    assert len(provider.calls) == len({call["url"] for call in provider.calls})
    clinic.clock.at += timedelta(minutes=10)
    until(lambda: _last_beat(clinic) == clinic.clock())


def test_a_worker_one_of_whose_threads_has_ended_gives_no_sign_of_life(clinic):
    alive = {"sender", "listener"}
    worker = dataclasses.replace(clinic.worker, is_fit=lambda: len(alive) == 2)
    worker.beat()
    beaten_at = clinic.clock()
    clinic.clock.at += timedelta(minutes=1)
    alive.remove("sender")
    worker.beat()
    assert _last_beat(clinic) == beaten_at


def test_a_running_worker_is_fit_until_its_threads_end(running):
    worker = running()
    assert worker._is_fit()
    assert all(thread.is_alive() for thread in worker._waiting)
    worker._worker.stopping.set()
    worker._waiting[0].stop()
    assert not worker._is_fit()


def _is_sent(clinic, ticket) -> bool:
    return bool(clinic.messages(ticket)[0].state is MessageState.SENT)


def _rings(ticket, step) -> bool:
    responders = ticket.responders
    return len(responders) == step and responders[-1].state is AttemptState.DIALLED


def _last_beat(clinic) -> Any:
    return max(clinic.fresh().scalars(select(HeartbeatRow.at)).all())
