"""The outbox wakes the worker when its row is there to be seen, and not a moment before."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from models.db import start_writing
from models.tables.contacts import AttemptRow
from models.tables.outbox import MessageKind, MessageState, OutboxMessageRow
from notifications.outbox import LIFETIME, cancel_pending_calls, enqueue, load_calls
from notifications.wake import Bell, Bells, Need, bells, wake_after_commit
from tests.clinic import Clinic

pytestmark = pytest.mark.postgresql


@pytest.fixture
def attempt(clinic) -> AttemptRow:
    ticket = clinic.ask()
    clinic.send()
    row: AttemptRow = clinic.attempt_row(ticket.requester.id)
    return row


@pytest.fixture
def bell(attempt) -> Iterator[Bell]:
    """What wakes the thread that makes the calls."""
    bell = bells.listen(Need.CALLS)
    yield bell
    bells.forget(bell)


def test_the_worker_wakes_after_the_commit(clinic: Clinic, attempt, bell):
    start_writing(clinic.session)
    enqueue(clinic.session, MessageKind.HANG_UP, attempt, at=clinic.clock())
    clinic.session.flush()
    assert not bell.wait(0)
    clinic.session.commit()
    assert bell.wait(0)
    assert not bell.wait(0)


def test_only_whoever_listens_for_that_need_wakes(clinic: Clinic, attempt, bell):
    hunts = bells.listen(Need.HUNTS)
    start_writing(clinic.session)
    wake_after_commit(clinic.session, Need.HUNTS)
    clinic.session.commit()
    bells.forget(hunts)
    assert hunts.wait(0)
    assert not bell.wait(0)


def test_one_ring_wakes_one_of_several_and_no_more_are_kept_than_there_are():
    listening = Bells()
    bell = listening.listen(Need.TEXTS, sleepers=2)
    listening.ring([Need.TEXTS])
    assert [bell.wait(0), bell.wait(0)] == [True, False]
    for _time in range(5):
        listening.ring([Need.TEXTS, Need.CALLS])
    assert [bell.wait(0), bell.wait(0), bell.wait(0)] == [True, True, False]


def test_who_listens_no_more_is_not_woken(bell):
    bells.forget(bell)
    bells.ring()
    assert not bell.wait(0)


def test_nobody_wakes_for_what_was_rolled_back(clinic: Clinic, attempt, bell):
    start_writing(clinic.session)
    enqueue(clinic.session, MessageKind.HANG_UP, attempt, at=clinic.clock())
    clinic.session.rollback()
    clinic.session.commit()
    start_writing(clinic.session)
    clinic.session.commit()
    assert not bell.wait(0)


def test_each_kind_is_due_at_once_and_expires(clinic: Clinic, attempt):
    for kind in MessageKind:
        start_writing(clinic.session)
        enqueue(clinic.session, kind, attempt, at=clinic.clock())
        clinic.session.commit()
        newest = select(OutboxMessageRow).order_by(OutboxMessageRow.id.desc()).limit(1)
        message = clinic.fresh().scalars(newest).one()
        assert message.kind is kind
        assert message.next_attempt_at == clinic.clock()
        assert (message.expires_at - message.created_at).total_seconds() == LIFETIME[kind]
        assert message.state is MessageState.PENDING


def test_only_calls_not_yet_made_are_taken_back(clinic: Clinic, attempt):
    start_writing(clinic.session)
    for kind in (MessageKind.CALL_REQUESTER, MessageKind.HANG_UP):
        enqueue(clinic.session, kind, attempt, at=clinic.clock())
    cancel_pending_calls(clinic.session, [attempt])
    clinic.session.commit()
    assert [one.state for one in load_calls(clinic.session, attempt)] == [
        MessageState.SENT,
        MessageState.CANCELLED,
    ]
    clinic.send()
    assert len(clinic.provider.made) == 1
    assert len(clinic.provider.hung_up) == 1
