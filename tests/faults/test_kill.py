"""kill -9 at the worst moments: nothing is lost when the service is started again."""

import pytest

from app.auth.tokens import create_token
from models.tables.accounts import AccountRow
from models.tables.outbox import MessageState
from notifications.retry import SENDING_DEADLINE
from routing.lifecycle import AttemptState
from tests.clinic import GP_NUMBER, MORA, Clinic, Ticket
from tests.faults.conftest import Service, until

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.postgresql(alone=True)]


def ask(clinic: Clinic, service: Service) -> Ticket:
    """POST a request as a system does, with a bearer token."""
    account = clinic.fresh().get_one(AccountRow, clinic.gp.account_id)
    token = create_token(clinic.fresh(), account.username, name="journal", at=clinic.clock())
    response = service.post(
        "/api/v1/requests",
        json={"path": "halvakut", "specialty": "kardiologi", "municipality": MORA},
        headers={"Authorization": f"Bearer {token}"},
    )
    assert response.status_code == 201, response.text
    return Ticket(clinic, response.json()["id"])


def test_killed_between_request_and_call_the_call_is_made(clinic, start, provider):
    provider.is_up = False
    service = start()
    ticket = ask(clinic, service)
    service.kill()
    assert provider.calls == []

    provider.is_up = True
    start(later=5)
    until(lambda: clinic.messages(ticket)[0].state is MessageState.SENT)
    assert provider.rung() == [GP_NUMBER]
    assert clinic.attempt_row(ticket.requester.id).provider_call_id == provider.calls[0]["sid"]


def test_killed_before_the_providers_answer_was_recorded_the_call_is_found(clinic, start, provider):
    provider.is_silent = True
    service = start()
    ticket = ask(clinic, service)
    until(lambda: provider.calls)
    service.kill()
    assert clinic.messages(ticket)[0].state is MessageState.SENDING

    provider.is_silent = False
    start(later=SENDING_DEADLINE + 10)
    until(lambda: clinic.messages(ticket)[0].state is MessageState.SENT)
    assert provider.questions >= 1
    assert provider.rung() == [GP_NUMBER]
    assert clinic.attempt_row(ticket.requester.id).provider_call_id == provider.calls[0]["sid"]


def test_killed_while_a_consultants_phone_rings_the_hunt_goes_on(clinic, start, provider):
    service = start()
    ticket = ask(clinic, service)
    until(lambda: clinic.messages(ticket)[0].state is MessageState.SENT)
    answer = f"/webhooks/twilio/voice/{ticket.requester.id}/answer"
    call = {"CallSid": provider.calls[0]["sid"]}
    assert service.webhook(answer, call).status_code == 200
    digit = f"/webhooks/twilio/voice/{ticket.requester.id}/digit?prompt=1"
    assert service.webhook(digit, call | {"Digits": "1"}).status_code == 200
    first, second = ticket.view.plan.steps[:2]
    until(lambda: [one.state for one in ticket.responders] == [AttemptState.DIALLED])
    service.kill()

    start(later=60)
    until(lambda: len(provider.calls) == 3)
    assert provider.rung() == [GP_NUMBER, first.number, second.number]
    until(lambda: ticket.responders[-1].state is AttemptState.DIALLED)
    assert ticket.responders[0].state is AttemptState.NO_ANSWER
    until(lambda: provider.calls[1]["sid"] in provider.ended)  # the first is let alone
