"""A whole contact over another provider: nothing but the channel knows that it is not Twilio."""

from datetime import timedelta

import pytest

from app.actions.contact.cancel_request import cancel_request
from app.scheduler import make_worker
from models.tables.outbox import MessageState
from notifications.channels.webhook_voice import WebhookVoice
from notifications.dialogue import AskToAccept, JoinTalk
from notifications.retry import SENDING_DEADLINE
from routing.lifecycle import RequestStatus
from tests.clinic import GP_NUMBER
from tests.notifications.small_exchange import KEY, running

OURS = "+46313900699"


@pytest.fixture
def exchange(clinic):
    """The clinic's worker rings through a small exchange."""
    with running() as server:
        channel = WebhookVoice(base=server.base, key=KEY, from_number=OURS)
        clinic.worker = make_worker(clinic.config, clinic.engine, clinic.holder, channel=channel)
        yield server


def rung(exchange):
    return [call["to"] for call in exchange.calls.values()]


def state_of(clinic, exchange, attempt):
    return exchange.calls[clinic.call_id(attempt.id)]["state"]


def test_from_need_to_talk(clinic, exchange):
    ticket = clinic.ask()
    clinic.send()
    assert rung(exchange) == [GP_NUMBER]
    assert isinstance(clinic.pick_up(ticket.requester.id), JoinTalk)
    clinic.send()
    responder = ticket.ringing
    assert rung(exchange) == [GP_NUMBER, responder.number]
    assert isinstance(clinic.pick_up(responder.id), AskToAccept)
    reply = clinic.press(responder.id, "1")
    assert isinstance(reply, JoinTalk)
    assert reply.starts_talk
    assert ticket.status is RequestStatus.JOINING


def test_who_rings_on_in_vain_is_hung_up_when_it_is_called_off(clinic, exchange):
    ticket = clinic.hunt()
    responder = ticket.ringing
    assert state_of(clinic, exchange, responder) == "ringing"
    cancel_request(clinic.fresh(), ticket.id, by=clinic.gp, at=clinic.clock())
    clinic.send()
    assert state_of(clinic, exchange, responder) == "over"
    assert state_of(clinic, exchange, ticket.requester) == "over"


def test_an_outage_is_waited_out(clinic, exchange):
    exchange.answers_instead = (503, "")
    ticket = clinic.ask()
    clinic.send()
    assert rung(exchange) == []
    exchange.answers_instead = None
    clinic.clock.at += timedelta(seconds=2)
    clinic.send()
    assert rung(exchange) == [GP_NUMBER]
    assert [one.state for one in clinic.messages(ticket)] == [MessageState.SENT]


def test_a_call_whose_answer_was_lost_is_found_and_not_made_again(clinic, exchange):
    ticket = clinic.ask()
    exchange.loses_answers = True
    clinic.send()
    exchange.loses_answers = False
    clinic.clock.at += timedelta(seconds=SENDING_DEADLINE + 1)
    clinic.send()
    assert rung(exchange) == [GP_NUMBER]
    assert clinic.attempt_row(ticket.requester.id).provider_call_id in exchange.calls
