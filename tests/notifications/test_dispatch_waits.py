"""What the dispatch must wait for: a provider that does not answer, a database that is away."""

import threading
from contextlib import ExitStack

import pytest

from app.scheduler import make_worker
from models.tables.outbox import MessageState
from notifications.channels.base import CallOrder
from notifications.crew import BATCH, Threads
from tests.clinic import GP_NUMBER, MANY
from tests.lost_database import database_away

pytestmark = [pytest.mark.slow, pytest.mark.postgresql]


def test_calls_the_provider_never_answers_hold_up_no_other(clinic):
    slow_number, let_go = "+46701740650", threading.Event()
    slow = [clinic.ask(callback_number=slow_number) for _ in range(3)]
    quick = [clinic.ask(limits=MANY) for _ in range(2 * BATCH)]

    def think(order: CallOrder) -> None:
        if order.to == slow_number:
            let_go.wait(timeout=30)

    clinic.provider.meanwhile = think
    crew = Threads(4)
    worker = make_worker(
        clinic.config, clinic.engine, clinic.holder, channel=clinic.provider, crew=crew
    )
    try:
        worker.send_due()  # returns when all are taken on: only one thread was left for the quick
        assert clinic.provider.rung().count(GP_NUMBER) >= len(quick) - 1
        assert slow_number not in clinic.provider.rung()
    finally:
        let_go.set()
        crew.finish()
    assert [clinic.messages(one)[0].state for one in slow] == [MessageState.SENT] * 3
    assert {clinic.messages(one)[0].state for one in quick} == {MessageState.SENT}
    assert len(clinic.provider.made) == len(slow) + len(quick)


def test_the_database_is_away_when_the_answer_is_to_be_recorded(postgresql_clinic):
    clinic = postgresql_clinic
    clinic.reset()
    ticket = clinic.ask()
    clinic.session.close()
    away = ExitStack()

    def lose_it(_order: CallOrder) -> None:
        away.enter_context(database_away(clinic.url))
        threading.Timer(0.7, away.close).start()

    clinic.provider.meanwhile = lose_it
    clinic.send()
    assert clinic.messages(ticket)[0].state is MessageState.SENT
    assert clinic.provider.rung() == [GP_NUMBER]
    assert clinic.provider.questions == 0
    (call_id, _order) = clinic.provider.made[0]
    assert clinic.attempt_row(ticket.requester.id).provider_call_id == call_id
