"""Two contacts that ring the same phone at once, one with an answer that never came."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from models.db import start_writing
from models.logs.contacts import adopt_call
from models.tables.contacts import AttemptRow
from models.tables.outbox import MessageState
from notifications.channels.base import TemporaryFailure
from notifications.retry import DELAYS
from routing.lifecycle import AttemptState

pytestmark = [pytest.mark.faults, pytest.mark.postgresql]


def test_a_call_that_may_be_anothers_is_not_taken_for_ours(clinic):
    """Taken, it would be hung up when ours is given up."""
    first, second = clinic.ask(), clinic.ask()
    clinic.provider.failures.append(TemporaryFailure("503"))
    dispatcher = clinic.worker.dispatcher
    claims = {one.attempt_id: one for one in dispatcher._claim_due(clinic.clock(), limit=2)}
    dispatcher._deliver(claims[first.requester.id])  # refused, and nothing rings
    theirs = clinic.provider.call(claims[second.requester.id].order)  # rings, not yet recorded

    clinic.escalate(seconds=DELAYS[0])
    mine = clinic.attempt_row(first.requester.id).provider_call_id
    assert mine not in (None, theirs)
    assert clinic.messages(first)[0].state is MessageState.SENT


def test_ones_own_call_is_found_again_when_nobody_else_rings_the_phone(clinic):
    ticket = clinic.ask()
    clinic.provider.failures.append(TemporaryFailure("timeout"))
    clinic.provider.loses_answers = True
    clinic.send()
    clinic.escalate(seconds=DELAYS[0])
    assert len(clinic.provider.made) == 1
    assert ticket.requester.state is AttemptState.DIALLED


def test_two_that_take_the_same_call_at_the_same_instant_both_go_on(clinic):
    tickets = [clinic.hunt() for _ in range(2)]
    call_id = clinic.a_call_id()

    def adopt(session, ticket):
        start_writing(session)
        adopt_call(session, session.get_one(AttemptRow, ticket.ringing.id), call_id)

    def adopt_too():
        with clinic.sessions() as other:
            adopt(other, tickets[1])
            other.commit()

    with ThreadPoolExecutor(1) as pool, clinic.sessions() as session:
        adopt(session, tickets[0])
        second = pool.submit(adopt_too)
        time.sleep(0.3)  # it has found nobody who has the call, and waits for us
        session.commit()
        second.result(timeout=10)
    adopted = [clinic.attempt_row(one.ringing.id).provider_call_id for one in tickets]
    assert adopted[0] == call_id
    assert adopted[1] not in (None, call_id)
