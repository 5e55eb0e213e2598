"""Webhooks that come an hour late, or never: what they would have said is known, or not made up."""

from datetime import timedelta

import pytest

from notifications import callbacks as paths
from routing.lifecycle import RequestEvent
from tests.app.webhooks.conftest import line

__all__ = ["line"]

pytestmark = [pytest.mark.faults, pytest.mark.postgresql]


def talking(clinic, line):
    """An answered contact, and the calls of the two."""
    ticket = clinic.answered()
    return ticket, clinic.call_id(ticket.requester.id), clinic.call_id(ticket.responders[0].id)


def test_joining_that_is_told_again_when_all_is_over_dates_nothing_anew(clinic, line):
    ticket, requester, responder = talking(clinic, line)
    line.joined(ticket.id, requester)
    line.status(ticket.requester.id, "completed", requester)
    clinic.clock.at += timedelta(hours=1)
    before = clinic.everything()
    assert line.joined(ticket.id, responder).status_code == 204
    assert clinic.everything() == before
    assert ticket.events.count(RequestEvent.CONNECTED) == 1


@pytest.mark.parametrize("side", ["requester", "responder"])
def test_a_talk_is_over_when_a_phone_leaves_it_although_no_report_of_the_call_comes(
    clinic, line, side
):
    ticket, requester, responder = talking(clinic, line)
    line.joined(ticket.id, requester)
    line.joined(ticket.id, responder)
    attempt = ticket.requester if side == "requester" else ticket.responders[0]
    url = line.url(paths.AFTER, attempt_id=attempt.id)
    line.post(url, {"CallSid": clinic.call_id(attempt.id)})
    assert ticket.view.ended_at == clinic.clock()
    assert ticket.events.count(RequestEvent.CALL_ENDED) == 1
