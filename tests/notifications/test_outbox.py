"""The outbox wakes the worker when its row is there to be seen, and not a moment before."""

import pytest
from sqlalchemy import select

from models.care_request import AttemptRow
from models.db import start_writing
from models.outbox import MessageKind, MessageState, OutboxMessageRow
from notifications import wake as waking
from notifications.outbox import LIFETIME, cancel_pending_calls, enqueue, load_calls
from tests.clinic import Clinic


@pytest.fixture
def attempt(clinic) -> AttemptRow:
    ticket = clinic.ask()
    clinic.send()
    row: AttemptRow = clinic.attempt_row(ticket.requester.id)
    return row


@pytest.fixture(autouse=True)
def nobody_has_woken(attempt):
    waking.wake.clear()
    yield
    waking.wake.clear()


def test_the_worker_wakes_after_the_commit(clinic: Clinic, attempt):
    start_writing(clinic.session)
    enqueue(clinic.session, MessageKind.HANG_UP, attempt, at=clinic.clock())
    clinic.session.flush()
    assert not waking.wake.is_set()
    clinic.session.commit()
    assert waking.wake.is_set()


def test_nobody_wakes_for_what_was_rolled_back(clinic: Clinic, attempt):
    start_writing(clinic.session)
    enqueue(clinic.session, MessageKind.HANG_UP, attempt, at=clinic.clock())
    clinic.session.rollback()
    clinic.session.commit()
    start_writing(clinic.session)
    clinic.session.commit()
    assert not waking.wake.is_set()


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
