"""A web process dies while it answers the provider: the call asks the fallback address instead."""

import pytest

from notifications import callbacks as paths
from routing.lifecycle import AttemptState, RequestStatus
from tests.app.webhooks.conftest import line
from tests.app.webhooks.line import CALL

__all__ = ["line"]

pytestmark = [pytest.mark.faults, pytest.mark.postgresql]


def ask_again(line, attempt_id, failed):
    """What the provider does when our answer to ``failed`` never came."""
    form = {
        "CallSid": CALL,
        "ErrorCode": "11200",
        "ErrorUrl": line.url(failed, attempt_id=attempt_id),
    }
    return line.post(line.url(paths.FALLBACK, attempt_id=attempt_id), form)


def test_every_call_is_ordered_with_the_fallback_address(clinic, line):
    ticket = clinic.hunt()
    for attempt, (_call, order) in zip(
        (ticket.requester, ticket.ringing), clinic.provider.made, strict=True
    ):
        assert order.fallback_url == line.url(paths.FALLBACK, attempt_id=attempt.id)


def test_the_yes_was_kept_so_the_responder_is_connected(clinic, line):
    ticket = clinic.hunt()
    attempt = ticket.ringing
    line.picked_up(attempt.id)
    connected = line.pressed(attempt.id, "1").text
    assert "<Conference" in connected
    assert ask_again(line, attempt.id, paths.DIGIT).text == connected


def test_the_digit_was_lost_so_the_question_is_asked_again(clinic, line):
    ticket = clinic.hunt()
    attempt = ticket.ringing
    asked = line.picked_up(attempt.id).text
    assert ask_again(line, attempt.id, paths.DIGIT).text == asked
    assert ticket.responders[0].state is AttemptState.PROMPT


def test_the_requester_who_picked_up_is_sought_for(clinic, line):
    ticket = clinic.ask()
    clinic.send()
    asked = ask_again(line, ticket.requester.id, paths.ANSWER)
    assert asked.text == line.picked_up(ticket.requester.id).text
    line.pressed(ticket.requester.id, "1")
    assert ticket.status is RequestStatus.HUNTING


def test_after_the_talk_nobody_is_put_into_an_empty_room(clinic, line):
    ticket = clinic.answered()
    said = ask_again(line, ticket.requester.id, paths.AFTER).text
    assert "Tryck 1" in said  # what came of it is asked
    assert "<Conference" not in said
