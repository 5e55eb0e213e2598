"""The first call to the requester tells us nothing: our answer never came, or no word did."""

from datetime import timedelta

import pytest

from app.actions.talk.call_requester import AFTER_SECONDS
from routing.lifecycle import RequestEvent, RequestStatus
from tests.clinic import GP_NUMBER

pytestmark = [pytest.mark.faults, pytest.mark.postgresql]


def calls(clinic):
    return clinic.provider.rung().count(GP_NUMBER)


def rung_up(clinic):
    ticket = clinic.ask()
    clinic.send()
    return ticket


def test_picked_up_while_the_database_was_away_they_are_rung_again(clinic):
    ticket = rung_up(clinic)
    clinic.clock.at += timedelta(seconds=1)  # attempts of one instant stand in no order
    clinic.report(ticket.requester.id, RequestEvent.CALL_ENDED)
    clinic.escalate(seconds=AFTER_SECONDS)
    assert calls(clinic) == 2
    second = ticket.view.attempts[-1]
    clinic.pick_up(second.id)
    assert ticket.status is RequestStatus.HUNTING


def test_nothing_is_heard_of_the_call_so_it_is_made_again_once(clinic):
    ticket = rung_up(clinic)
    for _time in range(3):
        clinic.escalate(seconds=41)
        clinic.escalate(seconds=AFTER_SECONDS)
    assert calls(clinic) == 2
    assert ticket.status is RequestStatus.CANCELLED
    assert RequestEvent.REQUESTER_UNREACHABLE in ticket.events


@pytest.mark.parametrize("event", [RequestEvent.BUSY, RequestEvent.NO_ANSWER])
def test_who_is_busy_or_does_not_answer_is_left_in_peace(clinic, event):
    ticket = rung_up(clinic)
    clinic.report(ticket.requester.id, event)
    clinic.escalate(seconds=60)
    assert calls(clinic) == 1
    assert ticket.status is RequestStatus.CANCELLED
