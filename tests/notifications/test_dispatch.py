"""Claim, call, record: exactly once when all is well, and asked about when it is not."""

from datetime import timedelta

import pytest

from app.actions.contact.cancel_request import cancel_request
from models.tables.outbox import MessageKind, MessageState
from notifications.channels.base import PermanentFailure, TemporaryFailure
from notifications.crew import BATCH
from notifications.outbox import LIFETIME
from notifications.retry import SENDING_DEADLINE
from routing.lifecycle import AttemptState, RequestEvent, RequestStatus
from tests.at_once import at_once
from tests.clinic import GP_NUMBER, MANY, Clinic

pytestmark = pytest.mark.postgresql

DOWN = TemporaryFailure("20500")


class ProcessDied(BaseException):
    """What a killed process does: nothing more, not even clean up."""


def kill_while_calling(clinic: Clinic, *, call_was_made: bool) -> None:
    """The process dies in the middle of a call: its row stays claimed."""
    clinic.provider.failures.append(ProcessDied())  # type: ignore[arg-type] # dies, does not fail
    clinic.provider.loses_answers = call_was_made
    with pytest.raises(ProcessDied):
        clinic.send()
    clinic.provider.loses_answers = False


def test_a_message_is_sent_once(clinic):
    ticket = clinic.ask()
    clinic.send()
    clinic.send()
    assert clinic.provider.rung() == [GP_NUMBER]
    (message,) = clinic.messages(ticket)
    assert (message.state, message.tries) == (MessageState.SENT, 1)
    assert message.sent_at == clinic.clock()
    assert clinic.attempt_row(ticket.requester.id).provider_call_id == message.provider_id


def test_two_dispatchers_at_once_share_the_work(clinic):
    contacts = [clinic.ask(limits=MANY) for _ in range(2 * BATCH)]
    at_once(clinic.worker.send_due, clinic.worker.send_due, clinic.worker.send_due)
    assert len(clinic.provider.made) == len(contacts)
    assert len({order.answer_url for _id, order in clinic.provider.made}) == len(contacts)


def test_a_claim_is_committed_before_the_provider_is_told(clinic):
    ticket = clinic.ask()
    states = []
    clinic.provider.meanwhile = lambda _order: states.append(clinic.messages(ticket)[0].state)
    clinic.send()
    assert states == [MessageState.SENDING]


@pytest.mark.parametrize("was_made", [True, False])
def test_after_a_crash_the_provider_is_asked_and_called_only_if_it_knows_nothing(clinic, was_made):
    ticket = clinic.ask()
    kill_while_calling(clinic, call_was_made=was_made)
    assert clinic.messages(ticket)[0].state is MessageState.SENDING
    clinic.send()
    assert clinic.provider.questions == 0  # its deadline has not passed: it may be under way

    clinic.clock.at += timedelta(seconds=SENDING_DEADLINE + 1)
    clinic.send()
    assert clinic.provider.questions == 1
    assert clinic.provider.rung() == [GP_NUMBER]
    (call_id, _order) = clinic.provider.made[0]
    assert clinic.attempt_row(ticket.requester.id).provider_call_id == call_id
    assert clinic.messages(ticket)[0].state is MessageState.SENT


def test_a_try_whose_answer_was_lost_is_asked_about_before_it_is_made_again(clinic):
    ticket = clinic.ask()
    clinic.provider.failures.extend([DOWN, DOWN])
    clinic.provider.loses_answers = True
    for _second in range(4):
        clinic.escalate(seconds=1)
    assert clinic.provider.rung() == [GP_NUMBER]
    assert clinic.messages(ticket)[0].state is MessageState.SENT
    assert RequestEvent.PROVIDER_FAILED in ticket.events


def test_a_call_of_another_contact_to_the_same_phone_is_never_taken_for_ours(clinic):
    earlier = clinic.ask()
    clinic.send()
    clinic.clock.at += timedelta(seconds=1)
    ticket = clinic.ask()
    kill_while_calling(clinic, call_was_made=False)
    clinic.clock.at += timedelta(seconds=SENDING_DEADLINE + 1)
    clinic.send()
    assert clinic.provider.questions == 1
    assert clinic.provider.rung() == [GP_NUMBER, GP_NUMBER]
    ids = {clinic.attempt_row(one.requester.id).provider_call_id for one in (earlier, ticket)}
    assert len(ids) == 2
    assert None not in ids


def test_the_webhook_may_tell_of_the_call_before_we_have_recorded_it(clinic):
    ticket = clinic.ask()
    kill_while_calling(clinic, call_was_made=True)
    (call_id, _order) = clinic.provider.made[0]
    clinic.pick_up(ticket.requester.id, call_id)
    clinic.clock.at += timedelta(seconds=SENDING_DEADLINE + 1)
    clinic.send()
    assert clinic.provider.questions == 0
    assert clinic.provider.rung().count(GP_NUMBER) == 1
    assert ticket.status is RequestStatus.HUNTING


def test_ringing_reported_before_we_have_recorded_the_call_is_not_waited_for_too_long(clinic):
    ticket = clinic.ask()
    clinic.provider.meanwhile = lambda _order: clinic.report(
        ticket.requester.id, RequestEvent.RINGING, "CA" + "7" * 32
    )
    clinic.send()
    attempt = ticket.requester
    assert attempt.state is AttemptState.RINGING
    assert attempt.gives_up_at <= clinic.clock() + timedelta(seconds=attempt.ring_seconds + 10)


def test_one_that_is_out_of_order_holds_up_nobody(clinic):
    tickets = [clinic.ask() for _ in range(3)]
    clinic.provider.failures.append(RuntimeError("a defect of ours"))
    clinic.send()
    assert len(clinic.provider.made) == 2
    states = [clinic.messages(one)[0].state for one in tickets]
    assert sorted(states) == sorted([MessageState.SENDING, *[MessageState.SENT] * 2])


# -- failures --------------------------------------------------------------------------------------
def test_a_provider_that_is_down_is_tried_again_and_the_log_says_so_once(clinic):
    ticket = clinic.ask()
    clinic.provider.failures.extend([DOWN] * 3)
    for _second in range(8):
        clinic.escalate(seconds=1)
    assert clinic.provider.rung() == [GP_NUMBER]
    assert ticket.events.count(RequestEvent.PROVIDER_FAILED) == 1
    assert clinic.messages(ticket)[0].tries == 4


def test_a_responders_call_that_cannot_be_made_in_time_is_given_up_and_the_next_is_rung(clinic):
    ticket = clinic.hunt()
    first = ticket.ringing
    clinic.report(first.id, RequestEvent.BUSY)
    clinic.provider.failures.extend([DOWN] * 100)
    clinic.send()
    second = ticket.ringing
    for _round in range(20):
        clinic.escalate(seconds=LIFETIME[MessageKind.CALL_RESPONDER] / 18)
    clinic.provider.failures.clear()
    clinic.escalate(seconds=31)
    assert ticket.responders[1].id == second.id
    assert ticket.responders[1].state is AttemptState.FAILED
    assert RequestEvent.CALL_FAILED in ticket.events
    assert ticket.ringing.step_order == 3
    assert clinic.provider.rung()[-1] == ticket.ringing.number


def test_a_call_nobody_made_while_all_was_down_is_not_made_hours_later(clinic):
    ticket = clinic.ask()
    clinic.clock.at += timedelta(hours=1)
    clinic.send()
    clinic.escalate()
    assert clinic.provider.made == []
    assert clinic.messages(ticket)[0].state is MessageState.FAILED
    assert ticket.status is RequestStatus.CANCELLED
    assert RequestEvent.REQUESTER_UNREACHABLE in ticket.events


def test_a_call_that_was_made_before_a_long_stop_is_adopted_not_forgotten(clinic):
    ticket = clinic.ask()
    kill_while_calling(clinic, call_was_made=True)
    clinic.clock.at += timedelta(hours=1)
    clinic.send()
    assert clinic.messages(ticket)[0].state is MessageState.SENT


@pytest.mark.parametrize(
    ("failure", "event", "state"),
    [
        (
            PermanentFailure("21211", is_bad_number=True),
            RequestEvent.NUMBER_BAD,
            AttemptState.NUMBER_BAD,
        ),
        (PermanentFailure("21205"), RequestEvent.CALL_FAILED, AttemptState.FAILED),
    ],
)
def test_a_permanent_failure_rings_the_next_at_once(clinic, failure, event, state):
    ticket = clinic.ask()
    clinic.send()
    clinic.pick_up(ticket.requester.id)
    clinic.provider.failures.append(failure)
    clinic.send()
    clinic.escalate()
    assert ticket.responders[0].state is state
    assert event in ticket.events
    assert ticket.ringing.step_order == 2
    assert clinic.provider.rung() == [GP_NUMBER, ticket.ringing.number]


def test_a_requester_with_a_bad_number_ends_the_contact(clinic):
    ticket = clinic.ask()
    clinic.provider.failures.append(PermanentFailure("21211", is_bad_number=True))
    clinic.send()
    clinic.escalate()
    assert ticket.status is RequestStatus.CANCELLED
    assert ticket.responders == ()


# -- changed meanwhile -----------------------------------------------------------------------------
def test_cancelled_while_the_provider_is_being_told_is_hung_up_afterwards(clinic):
    ticket = clinic.ask()
    clinic.provider.meanwhile = lambda _order: cancel_request(
        clinic.fresh(), ticket.id, by=clinic.gp, at=clinic.clock()
    )
    clinic.send()
    assert set(clinic.provider.hung_up) == {clinic.provider.made[0][0]}
    assert ticket.status is RequestStatus.CANCELLED


def test_cancelled_before_it_was_sent_is_never_made(clinic):
    ticket = clinic.ask()
    cancel_request(clinic.fresh(), ticket.id, by=clinic.gp, at=clinic.clock())
    clinic.send()
    assert clinic.provider.made == []
    assert clinic.provider.hung_up == []
    assert clinic.messages(ticket)[0].state is MessageState.CANCELLED


def test_given_up_while_the_provider_is_being_told_is_hung_up_and_the_next_rings(clinic):
    ticket = clinic.ask()
    clinic.send()
    clinic.pick_up(ticket.requester.id)
    first = ticket.ringing

    def busy_before_recorded(order) -> None:
        if order.to == first.number:
            clinic.report(first.id, RequestEvent.BUSY, "CA" + "8" * 32)

    clinic.provider.meanwhile = busy_before_recorded
    clinic.send()
    assert ticket.responders[0].state is AttemptState.BUSY
    assert ticket.ringing.step_order == 2
    assert clinic.provider.rung() == [GP_NUMBER, first.number, ticket.ringing.number]
