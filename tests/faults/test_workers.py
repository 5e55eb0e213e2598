"""The worker's jobs, and two workers at once: nothing is done twice."""

import dataclasses
import time
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.config import TwilioSettings
from app.scheduler import JOBS, RunningWorker, Worker
from models.outbox import HeartbeatRow, MessageState
from routing.lifecycle import AttemptState, RequestStatus
from tests.at_once import at_once
from tests.clinic import GP_NUMBER
from tests.faults.conftest import until

pytestmark = pytest.mark.faults


def test_each_job_of_the_list_stands_here():
    tested_here = {Worker.send_due, Worker.escalate, Worker.beat}
    tested_with_the_post = {Worker.send_texts, Worker.send_mail}
    assert {job.run for job in JOBS} == tested_here | tested_with_the_post
    assert all(0 < job.every_seconds <= 10 for job in JOBS)


def test_job_send_due(clinic):
    tickets = [clinic.ask() for _ in range(10)]  # more than one round
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
    tickets = [clinic.hunt() for _ in range(4)]
    clinic.clock.at += timedelta(seconds=31)
    at_once(*[clinic.worker.escalate] * 3)
    for ticket in tickets:
        assert [one.step_order for one in ticket.responders] == [1, 2]


@pytest.mark.slow
def test_two_running_workers_make_each_call_once(clinic, provider):
    config = dataclasses.replace(
        clinic.config,
        twilio=TwilioSettings(
            clinic.config.twilio.account_sid,
            clinic.config.twilio.auth_token,
            provider.address,
            clinic.config.twilio.from_number,
        ),
    )
    workers = [RunningWorker(config, clinic.engine, clinic.holder) for _ in range(2)]
    for worker in workers:
        worker.start()
    try:
        tickets = [clinic.ask() for _ in range(12)]
        until(lambda: all(_is_sent(clinic, one) for one in tickets))
        for ticket in tickets:
            clinic.pick_up(ticket.requester.id)
        until(lambda: len(provider.calls) >= 24)
        time.sleep(1.2)  # a tick of every job, in which a doubled call would be made
    finally:
        for worker in workers:
            worker.stop()
    assert len(provider.calls) == 24
    assert len({call["url"] for call in provider.calls}) == 24
    assert provider.rung()[:12] == [GP_NUMBER] * 12
    assert {one.status for one in tickets} == {RequestStatus.HUNTING}


def _is_sent(clinic, ticket) -> bool:
    return clinic.messages(ticket)[0].state is MessageState.SENT
