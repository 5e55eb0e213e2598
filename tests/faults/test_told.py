"""Nobody answered: the requester is told, whatever happens to the call in which they waited."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from app.actions.calls.tell_again import CALLS_AGAIN, SAID_ON_THE_LINE
from app.actions.hunting.hunt import UNTOLD
from models.reads.contacts import load_events
from models.tables.contacts import CareRequestRow
from models.tables.outbox import MessageKind
from notifications import callbacks as paths
from notifications.dispatch import UNKNOWN
from notifications.retry import SENDING_DEADLINE
from routing.lifecycle import AttemptState, RequestEvent, RequestStatus
from tests.app.webhooks.conftest import line
from tests.app.webhooks.line import CALL
from tests.clinic import GP_NUMBER

__all__ = ["line"]

pytestmark = [pytest.mark.faults, pytest.mark.postgresql]


def exhausted(clinic):
    """A contact that everybody has declined, with the message to the requester sent in vain."""
    ticket = clinic.hunt()
    while ticket.status is RequestStatus.HUNTING:
        attempt = ticket.ringing
        clinic.pick_up(attempt.id)
        clinic.press(attempt.id, "2")
        clinic.send()
    assert ticket.status is RequestStatus.EXHAUSTED
    return ticket


def later(clinic, seconds):
    clinic.clock.at += timedelta(seconds=seconds)
    clinic.worker.escalate()
    clinic.send()


def requester_calls(ticket):
    return [one for one in ticket.view.attempts if one not in ticket.responders]


def is_told(ticket):
    return ticket.events.count(RequestEvent.REQUESTER_TOLD) == 1


def test_a_line_that_says_nothing_is_asked_again_then_the_requester_is_called(clinic, line):
    ticket = exhausted(clinic)
    for times in range(1, SAID_ON_THE_LINE + 1):
        kinds = [one.kind for one in clinic.messages(ticket)]
        assert kinds.count(MessageKind.TELL_REQUESTER) == times
        later(clinic, UNTOLD.total_seconds() + 1)
    assert clinic.provider.rung().count(GP_NUMBER) == 2
    again = requester_calls(ticket)[-1]
    assert "Numret är" in line.picked_up(again.id).text
    assert is_told(ticket)
    later(clinic, 3600)
    assert clinic.provider.rung().count(GP_NUMBER) == 2


def test_a_call_that_broke_off_before_it_was_said_is_made_again_at_once(clinic, line):
    ticket = exhausted(clinic)
    call_id = clinic.attempt_row(ticket.requester.id).provider_call_id
    line.status(ticket.requester.id, "completed", call_id)
    later(clinic, 1)
    assert clinic.provider.rung().count(GP_NUMBER) == 2


def test_who_has_been_told_is_left_in_peace(clinic, line):
    ticket = exhausted(clinic)
    call_id = clinic.attempt_row(ticket.requester.id).provider_call_id
    line.post(line.url(paths.TOLD, attempt_id=ticket.requester.id), {"CallSid": call_id})
    line.status(ticket.requester.id, "completed", call_id)
    later(clinic, 3600)
    assert is_told(ticket)
    assert clinic.provider.rung().count(GP_NUMBER) == 1


def test_who_never_answers_is_called_a_few_times_and_not_for_ever(clinic, line):
    ticket = exhausted(clinic)
    for _minute in range(60):
        later(clinic, 60)
    assert clinic.provider.rung().count(GP_NUMBER) == 1 + len(CALLS_AGAIN)
    states = {one.state for one in requester_calls(ticket)[1:]}
    assert states == {AttemptState.NO_ANSWER}
    assert not is_told(ticket)


def test_nobody_left_when_they_have_come_to_the_phone_is_told_at_once(clinic, line):
    ticket = clinic.ask()
    clinic.send()
    plan = dict(clinic.fresh().get_one(CareRequestRow, ticket.id).plan, steps=[])
    clinic.session.execute(update(CareRequestRow).values(plan=plan))
    clinic.session.commit()
    line.picked_up(ticket.requester.id)
    assert "Numret är" in line.pressed(ticket.requester.id, "1").text
    assert ticket.status is RequestStatus.EXHAUSTED
    assert is_told(ticket)


def test_who_waits_for_what_is_over_is_let_go(clinic, line):
    """The provider said that the call had ended, but it had not."""
    ticket = clinic.hunt()
    call_id = clinic.attempt_row(ticket.requester.id).provider_call_id
    line.status(ticket.requester.id, "completed", call_id)
    assert ticket.status is RequestStatus.CANCELLED
    for _time in range(2):  # the music is asked for again before the message is sent
        line.post(line.url(paths.HOLD, attempt_id=ticket.requester.id), {"CallSid": call_id})
    clinic.send()
    told = line.url(paths.TOLD, attempt_id=ticket.requester.id)
    assert clinic.provider.redirected.count((call_id, told)) == 1


def test_who_waits_while_somebody_is_sought_goes_on_waiting(clinic, line):
    ticket = clinic.hunt()
    before = clinic.everything()
    line.post(line.url(paths.HOLD, attempt_id=ticket.requester.id), {"CallSid": CALL})
    assert clinic.everything() == before


def test_a_call_made_again_because_its_worker_died_says_so_in_the_log(clinic):
    ticket = clinic.ask()
    claims = clinic.worker.dispatcher._claim_due(clinic.clock(), limit=1)
    assert len(claims) == 1  # and the process dies
    clinic.clock.at += timedelta(seconds=SENDING_DEADLINE + 1)
    clinic.send()
    (said,) = [
        one
        for one in load_events(clinic.fresh(), ticket.id)
        if one.event is RequestEvent.PROVIDER_FAILED
    ]
    assert (said.attempt_id, said.detail) == (ticket.requester.id, {"code": UNKNOWN})
